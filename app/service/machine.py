"""What this machine can load models on, as it is now."""

from __future__ import annotations

import psutil

from app.engine.devices import DeviceKind, Probe
from app.service.fit import Machine

# ggml's names of the backend; its GPUs have no memory of their own, and say that they have.
_METAL = ("MTL", "Metal")


def machine_of(probe: Probe | None) -> Machine:
    """Free memory, with that of the GPUs that the engine's build can use; None knows of no GPU."""
    gpus = probe.gpus if probe else ()
    return Machine(
        host=psutil.virtual_memory().available,
        gpu=sum(gpu.free for gpu in gpus),
        shared=any(gpu.kind is DeviceKind.INTEGRATED or gpu.backend in _METAL for gpu in gpus),
        multiprocessors=probe.multiprocessors if probe else None,
    )
