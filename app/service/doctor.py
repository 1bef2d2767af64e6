"""What this machine can do, what does not work, and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from app.core.errors import EngineError, KnownError
from app.core.sentence import Sentence
from app.engine.contract import OpenInfo
from app.engine.devices import Probe
from app.engine.gpus import Backend, Gpu
from app.engine.plainer import Plainer
from app.hub.header import read_header
from app.service import paths
from app.service.installed import Installed, Presence
from app.service.model_choice import catalogue
from app.store import Store

_PYTHONS = ((3, 11), (3, 15))
_QT = "PySide6-Essentials"
_LEAST_MEMORY = 10**9
_LEAST_DISK = 2 * 10**9
_INSTALL = "uv sync --reinstall-package llama-cpp-python"
# What ggml calls the backends that can use a GPU of each kind.
_NAMES = {
    Backend.CUDA: {"CUDA", "Vulkan"},
    Backend.METAL: {"MTL", "Metal"},
    Backend.VULKAN: {"Vulkan", "ROCm"},
}
_SWITCHES = {Backend.CUDA: "GGML_CUDA", Backend.METAL: "GGML_METAL", Backend.VULKAN: "GGML_VULKAN"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `fix` is what to do or the command to run, empty where all is well."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All checks, and what llama.cpp said of itself; None where it said nothing."""

    checks: tuple[Check, ...]
    probe: Probe | None

    @property
    def ok(self) -> bool:
        """Whether no check failed."""
        return all(check.ok for check in self.checks)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        probe = self.probe
        devices = probe.devices if probe else ()
        told = (
            {"version": probe.version, "commit": probe.commit, "backends": list(probe.backends)}
            if probe
            else {}
        )
        return {
            "ok": self.ok,
            "checks": [asdict(check) for check in self.checks],
            "devices": [{**asdict(device), "kind": device.kind.value} for device in devices],
            "llama_cpp": {**told, "build": probe.build, "system": probe.system} if probe else None,
        }


def diagnose(
    store: str | Path,
    ask: Callable[[], Probe],
    look: Callable[[], tuple[Gpu, ...]],
    compute: Callable[[], OpenInfo],
    known: Callable[[], Sequence[Plainer]],
) -> Diagnosis:
    """Look at everything; nothing is changed, but that a step down which is found necessary is kept.

    Args:
        store: a path or a database URL.
        ask: asks llama.cpp what it can do. look: finds the machine's GPUs.
        compute: decodes one token. known: what this machine was stepped down to.
    """
    probe: Probe | None = None
    engine = Check("llama.cpp", False, "")
    try:
        probe = ask()
        backends = ", ".join(probe.backends)
        told = Sentence("{0}, llama.cpp {1}, with {2}", probe.version, probe.commit, backends)
        engine = Check("llama.cpp", True, told)
    except EngineError as error:
        engine = Check("llama.cpp", False, error.sentence, _INSTALL)
    checks = (
        _python(),
        _qt(),
        engine,
        _computes(compute),
        _plainer(known()),
        _gpu(probe, look()),
        _memory(),
        *_store(store),
        _folder(paths.models()),
        _demo(),
        _catalogue(),
    )
    return Diagnosis(checks, probe)


def install_command(backend: Backend) -> str:
    """What builds llama.cpp for a kind of GPU, as the README says."""
    switch = f"-D{_SWITCHES[backend]}=on"
    if os.name == "nt":
        return f'set "CMAKE_ARGS={switch}" && {_INSTALL}'
    return f'CMAKE_ARGS="{switch}" {_INSTALL}'


def _python() -> Check:
    least, beyond = _PYTHONS
    if least <= sys.version_info[:2] < beyond:
        return Check("Python", True, platform.python_version())
    told = Sentence("{}, and Winnow runs on 3.11 to 3.14", platform.python_version())
    return Check("Python", False, told, "uv python install 3.13 && uv sync")


def _qt() -> Check:
    try:
        return Check("Qt", True, Sentence("PySide6 {}", version(_QT)))
    except PackageNotFoundError:
        return Check("Qt", False, Sentence("PySide6 is not installed; the window cannot open"), "uv sync")


def _computes(compute: Callable[[], OpenInfo]) -> Check:
    try:
        opened = compute()
    except KnownError as error:
        return Check("computes", False, error.sentence, _INSTALL)
    device = ", ".join(opened.model.devices) or Sentence("the processor")
    return Check("computes", True, Sentence("llama.cpp computes: one token of the demo model, on {}", device))


def _plainer(known: Sequence[Plainer]) -> Check:
    """No failure: that it runs plainer is what mended one."""
    if not known:
        return Check("plainer", True, Sentence("llama.cpp runs as it is asked to"))
    told = reduce(lambda one, two: Sentence("{0} {1}", one, two), (each.sentence for each in known))
    return Check("plainer", True, told, "main.py doctor --forget-plainer")


def _gpu(probe: Probe | None, gpus: tuple[Gpu, ...]) -> Check:
    """A GPU that the build cannot use is a failure: the processor would do the work unasked."""
    if probe and probe.gpus:
        found = [
            Sentence(
                "{0} ({1}), {2:,.1f} of {3:,.1f} GB free",
                gpu.description,
                gpu.backend,
                gpu.free / 1e9,
                gpu.total / 1e9,
            )
            for gpu in probe.gpus
        ]
        found += [Sentence("driver {}", driver) for driver in sorted({gpu.driver for gpu in gpus} - {""})]
        return Check("GPU", True, reduce(lambda one, two: Sentence("{0}; {1}", one, two), found))
    if not gpus:
        return Check("GPU", True, Sentence("none was found; the processor does the work"))
    names, backend = ", ".join(gpu.name for gpu in gpus), gpus[0].backend
    if probe and _NAMES[backend] & set(probe.backends):
        told = Sentence("{0}: llama.cpp has {1} and finds no device", names, backend.value)
        return Check("GPU", False, told, Sentence("Install the driver of {} anew, then restart.", names))
    told = Sentence(
        "{0}: llama.cpp was built without {1}, so the processor does the work", names, backend.value
    )
    if backend is Backend.CUDA and not shutil.which("nvcc"):
        told = Sentence(
            "{}; the CUDA toolkit (nvcc), which the command needs, is not found: install it, or take a "
            "prebuilt wheel as the README says",
            told,
        )
    return Check("GPU", False, told, install_command(backend))


def _memory() -> Check:
    memory = psutil.virtual_memory()
    told = Sentence("{0:,.1f} of {1:,.1f} GB free", memory.available / 1e9, memory.total / 1e9)
    if memory.available >= _LEAST_MEMORY:
        return Check("memory", True, told)
    return Check("memory", False, told, Sentence("Close other programs: a model needs at least 1 GB."))


def _store(where: str | Path) -> Iterator[Check]:
    """The store as it is, and the models that it says are installed."""
    path = Path(where)
    if "://" not in str(where) and not path.exists():
        if writable := _writable(path.parent):
            yield Check("store", True, Sentence("{} is made when it is first needed", path))
        else:
            told = Sentence("{} cannot be made: its folder cannot be written", path)
            yield Check("store", writable, told, Sentence("Name another place with --store or WINNOW_HOME."))
        return
    try:
        with Store.open_read_only(where) as store:
            head = store.head()
            known = Installed.read(store)
            told = Sentence("{0}, {1:,} entries", store.location, head.seq if head else 0)
    except KnownError as error:
        yield Check("store", False, error.sentence, "main.py verify")
        return
    yield Check("store", True, told)
    for model in known.models:
        fix = f"main.py models remove {model.id}"
        match model.presence:
            case Presence.HERE:
                yield Check("model", True, Sentence("{0}: {1}", model.id, model.path))
            case Presence.MISSING:
                yield Check("model", False, Sentence("{0}: {1} is missing", model.id, model.path), fix)
            case Presence.RESIZED:
                told = Sentence("{0}: {1} is not the file that was installed", model.id, model.path)
                yield Check("model", False, told, fix)


def _folder(folder: Path) -> Check:
    """Where downloads go."""
    if not _writable(folder):
        told = Sentence("{} cannot be written", folder)
        return Check("model folder", False, told, Sentence("Name another data folder with WINNOW_HOME."))
    free = shutil.disk_usage(_existing(folder)).free
    told = Sentence("{0}, {1:,.1f} GB free", folder, free / 1e9)
    if free >= _LEAST_DISK:
        return Check("model folder", True, told)
    return Check("model folder", False, told, Sentence("Free some of the disk, or move WINNOW_HOME."))


def _demo() -> Check:
    try:
        header = read_header(paths.DEMO_MODEL)
    except KnownError as error:
        return Check("demo model", False, error.sentence, "git checkout models/demo")
    return Check(
        "demo model", True, Sentence("{0}, {1:,} parameters", header.quantisation, header.parameters)
    )


def _catalogue() -> Check:
    try:
        return Check("catalogue", True, Sentence("{} models", len(catalogue())))
    except KnownError as error:
        return Check("catalogue", False, error.sentence, Sentence("Put that file right, or remove it."))


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that there is."""
    folder = folder.absolute()
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


def _writable(folder: Path) -> bool:
    found = _existing(folder)
    return found.is_dir() and os.access(found, os.W_OK | os.X_OK)
