"""What llama.cpp can compute on: asked of itself, in a child process, so that this one never holds it."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from enum import Enum
from typing import cast

from app.core.errors import EngineError, KnownError
from app.engine.child import run_probe

_SECONDS = 60.0


class DeviceKind(Enum):
    """What a device is; the memory of an integrated GPU is the main memory."""

    CPU = "cpu"
    GPU = "gpu"
    INTEGRATED = "integrated gpu"
    ACCELERATOR = "accelerator"


@dataclass(frozen=True, slots=True)
class Device:
    """One device, as ggml names it.

    Attributes:
        name: such as "CUDA0". description: such as "NVIDIA H100". backend: such as "CUDA".
        free, total: bytes of its memory.
    """

    name: str
    description: str
    backend: str
    kind: DeviceKind
    free: int
    total: int

    @property
    def is_gpu(self) -> bool:
        """Whether layers can be offloaded to it."""
        return self.kind in (DeviceKind.GPU, DeviceKind.INTEGRATED)


@dataclass(frozen=True, slots=True)
class Probe:
    """What the llama.cpp in use is and finds.

    Attributes:
        version: of llama-cpp-python. commit: of llama.cpp, "unknown" where its build did not say.
        build: digest of its libraries. system: CPU features, in its words.
        offloads: whether the build can offload at all.
        multiprocessors: of the first NVIDIA GPU that it can use; None where there is none.
    """

    version: str
    commit: str
    build: str
    system: str
    backends: tuple[str, ...]
    devices: tuple[Device, ...]
    offloads: bool
    multiprocessors: int | None = None

    @property
    def gpus(self) -> tuple[Device, ...]:
        """Those to which layers can be offloaded."""
        return tuple(device for device in self.devices if device.is_gpu)


def probe(seconds: float = _SECONDS) -> Probe:
    """Ask llama.cpp.

    Args:
        seconds: to wait for its answer.

    Raises:
        EngineError: it is not installed, does not load, or does not answer.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=run_probe, args=(theirs,), name="winnow-probe", daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise EngineError("llama.cpp did not say within {:.0f} s what it can do.", seconds)
        answer = cast(object, ours.recv())
    except (EOFError, OSError):
        process.join()
        raise EngineError(
            "llama.cpp ended with code {} when it was asked what it can do; install it again.",
            process.exitcode,
        ) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(answer, KnownError):
        raise answer
    return cast(Probe, answer)
