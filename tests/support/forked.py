"""The engine's processes, started in a tenth of the time: for tests of what runs beside them."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing import forkserver
from multiprocessing.context import BaseContext

import pytest

from tests.support.command import ONE_THREAD, ROOT


def fork_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork them from a process that has loaded what they load, where the product starts each anew.

    They are processes of their own as before, with the same messages, but with the environment that the first
    of them found. On Linux alone: elsewhere a process may not be forked once it has loaded the system's
    libraries for a GPU.
    """
    if sys.platform != "linux":
        return
    real = multiprocessing.get_context
    server = real("forkserver")
    server.set_forkserver_preload(["app.engine.worker", "app.engine.ggml"])
    with pytest.MonkeyPatch.context() as there:
        there.chdir(ROOT)  # Where it looks for `app`.
        for name, value in ONE_THREAD.items():
            there.setenv(name, value)
        forkserver.ensure_running()

    def get_context(method: str | None = None) -> BaseContext:
        return server if method == "spawn" else real(method)

    monkeypatch.setattr(multiprocessing, "get_context", get_context)
