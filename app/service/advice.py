"""What is to be said before and after a model loads: that it does not fit, or that a GPU stays idle."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.core.errors import KnownError
from app.core.sentence import Sentence
from app.engine.contract import EngineSettings, ModelInfo
from app.engine.devices import Probe
from app.engine.gpus import Gpu
from app.hub.header import read_header
from app.service.doctor import install_command
from app.service.fit import Fit, Setting, Weighed, fit
from app.service.machine import machine_of
from app.service.model_list import CONTEXT

# Below this size, in bytes, a model is not worth the second that asking llama.cpp for its devices takes.
LEAST_SIZE = 10**9

_SMALLER = Sentence("take a smaller one")


def options(found: Fit) -> Sentence:
    """What to do about a model that does not fit: the options of the command line with which it does."""
    if found.best:
        return Sentence("try {}", " ".join(_options(found.best, found.asked)))
    return _SMALLER


def elsewhere(found: Fit) -> Sentence:
    """The same for the window, whose Models page has what fits, to be taken over."""
    return Sentence("the Models page has settings with which it does") if found.best else _SMALLER


def before_load(
    settings: EngineSettings, ask: Callable[[], Probe], remedy: Callable[[Fit], Sentence] = options
) -> Sentence | None:
    """Why a model does not fit as it is to be loaded, and what to do about it.

    Args:
        ask: asks llama.cpp what it finds.
        remedy: says what to do.

    Returns:
        None where it fits, or where llama.cpp cannot say what it finds.

    Raises:
        ModelError: its file is none that can be loaded; the engine could only say that it was not.
    """
    header = read_header(settings.model)
    try:
        weighed = Weighed.of(header) if header.size >= LEAST_SIZE else None
        machine = machine_of(ask()) if weighed else None
    except KnownError:
        return None
    if weighed is None or machine is None:
        return None
    found = fit(weighed, settings, machine, CONTEXT)
    if found.fits:
        return None
    asked, need = found.asked, found.need
    takes = Sentence(
        "{0:,.1f} GB of memory, of which {1:,.1f} GB are free", need.host.total / 1e9, machine.host / 1e9
    )
    if machine.gpu:
        takes = Sentence(
            "{0}, and {1:,.1f} GB on the GPU, of which {2:,.1f} GB are free",
            takes,
            need.gpu.total / 1e9,
            machine.gpu / 1e9,
        )
    return Sentence(
        "{0} may not fit: {1} sequences of {2:,} tokens take {3}; {4}.",
        settings.model.name,
        asked.parallel,
        asked.context,
        takes,
        remedy(found),
    )


def _options(best: Setting, asked: Setting) -> Iterator[str]:
    """The options of the command line that lead from one setting to another."""
    pairs = (
        ("--parallel", best.parallel, asked.parallel),
        ("--context", best.context, asked.context),
        ("--kv-type", best.kv_type, asked.kv_type),
        ("--gpu-layers", best.gpu_layers, asked.gpu_layers),
    )
    return (f"{name} {value}" for name, value, before in pairs if value != before)


def idle_gpu(
    settings: EngineSettings, model: ModelInfo, look: Callable[[], tuple[Gpu, ...]]
) -> Sentence | None:
    """That the processor does what a GPU of this machine could; None where it does, or was not asked to.

    Args:
        look: finds the machine's GPUs.
    """
    if model.offloaded or settings.gpu_layers == 0 or not (gpus := look()):
        return None
    return Sentence(
        "{0} stays idle, for this build of llama.cpp does not use it; main.py doctor says more, or run: {1}",
        gpus[0].name,
        install_command(gpus[0].backend),
    )
