"""The child process's entry. llama.cpp is loaded here, so that the parent never holds it."""

from __future__ import annotations

import contextlib
import os
import signal
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

from app.core.errors import EngineError
from app.engine.contract import EngineSettings
from app.engine.deaths import BUG
from app.engine.plainer import Step

# How often an OpenMP thread looks before it sleeps: about 1 ms, longer than the pauses between decode calls.
# Looking longer, as is usual, makes decoding slow where another program wants the same cores.
SPIN_COUNT = ("GOMP_SPINCOUNT", "100000")
# numpy's threads for products of matrices, which nothing here computes; each begins by spinning 0.1 s.
_NO_BLAS = ("OPENBLAS_NUM_THREADS", "1")
# No GPU that these drivers would show.
_NO_GPU = {"CUDA_VISIBLE_DEVICES": "-1", "HIP_VISIBLE_DEVICES": "-1"}


def run_worker(
    connection: Connection, settings: EngineSettings, log_path: str | None, findings: Path | None
) -> None:
    """Serve until the connection closes; a bug leaves its traceback in the log and exit code 70."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to act on.
    os.environ.setdefault(*SPIN_COUNT)  # Read when llama.cpp is loaded.
    os.environ.setdefault(*_NO_BLAS)  # Read when numpy is.
    if settings.plainer and Step.CPU in settings.plainer.steps:
        os.environ.update(_NO_GPU)  # A driver may end the process as soon as it is asked.
    try:
        from app.engine.findings import Findings
        from app.engine.worker import Worker

        Worker(connection, settings, Findings(findings)).serve()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Exception:
        if log_path:
            with contextlib.suppress(OSError), Path(log_path).open("a", encoding="utf-8") as log:
                traceback.print_exc(file=log)
        os._exit(BUG)


def run_probe(connection: Connection) -> None:
    """Send what the llama.cpp in use can do, or an EngineError."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault(*_NO_BLAS)
    try:
        from app.engine.ggml import look

        connection.send(look())
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        connection.send(EngineError("llama.cpp does not load ({}); install it again.", str(error)))
