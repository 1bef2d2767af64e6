"""Settings that must stand before anything is loaded: no window on a screen, no key in a real keyring."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
# Two tests run at a time: no thread keeps a core while it waits for another.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A store waits for the disk at each commit. In memory, where there is enough, it does not.
MEMORY, ENOUGH = Path("/dev/shm"), 4 * 2**30
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

if sys.dont_write_bytecode:
    # Each process that the tests start would compile all of its libraries: 1.5 seconds. What is compiled is
    # kept, but not among the sources.
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# How long an example takes says more of the machine than of the code.
settings.register_profile("winnow", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("winnow")

# Windows and processes take longest. They come first, so that no process is left with one at the end.
LONGEST = ("ui", "cli", "engine", "service")


# Wants a dependency group of its own, and minutes.
REAL = Path(__file__).parent / "real"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the real model's tests to the command that names them."""
    named = (config.invocation_params.dir / argument.partition("::")[0] for argument in config.args)
    left_out = collection_path == REAL and not any(path.resolve().is_relative_to(REAL) for path in named)
    return left_out or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the folders with the longest files to the front."""
    tests = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(tests).parts[0]
        return LONGEST.index(folder) if folder in LONGEST else len(LONGEST)

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Leave what was loaded out of all collections of garbage to come."""
    gc.collect()
    gc.freeze()
