"""Whether a model fits this machine's free memory, with how many layers on the GPU, and the best setting."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.engine.contract import EngineSettings
from app.engine.shapes import TESTED_CONTEXT, WIDEST, shapes_for
from app.hub.catalogue import ModelSpec
from app.hub.header import Header, Shape
from app.hub.memory import PADDING, Load, Need, Sizes, cells_of, need

# Kept free beside the model: on the GPU for its driver (0.59 GiB on an H200), in main memory for the program.
GPU_RESERVE = 640 * 2**20
HOST_RESERVE = 256 * 2**20
_LEAST_CONTEXT = 1024

# The self-test of exactness (app/engine/selftest.py) finds steps of two rows where each row of the weights is
# computed alike, else of eight. On a GPU it is reckoned with the first shape that it tries.
_PLAIN = ("F32", "F16", "BF16", "Q8_0")
_PLAIN_ROWS, _OTHER_ROWS = 2, 8

# What llama.cpp keeps in another order too (`ggml-cpu/repack.cpp`).
_REPACKED_ARM = frozenset({"Q4_0", "Q4_K", "Q5_K", "Q6_K", "Q8_0", "IQ4_NL", "MXFP4"})
_REPACKED_X86 = frozenset({"Q4_0", "Q4_K", "IQ4_NL", "MXFP4"})


@dataclass(frozen=True, slots=True)
class Machine:
    """Free memory in bytes.

    Attributes:
        host: main memory.
        gpu: of all GPUs together that the engine's build can use; 0 where there is none.
        shared: whether the GPU's memory is the main memory, as on a Mac.
        multiprocessors: of an NVIDIA GPU, where they are known.
    """

    host: int
    gpu: int = 0
    shared: bool = False
    multiprocessors: int | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is known of a model's dimensions and weights, here or not here yet."""

    shape: Shape
    sizes: Sizes
    quantisation: str

    @classmethod
    def of(cls, model: Header | ModelSpec) -> Weighed | None:
        """By a file's header, or by the catalogue; None where that does not say the dimensions."""
        if isinstance(model, Header):
            return cls(model.shape, Sizes.of(model), model.quantisation)
        if model.shape is None or model.size is None:
            return None
        return cls(model.shape, Sizes.guess(model.shape, model.size), model.quantisation)


@dataclass(frozen=True, slots=True)
class Setting:
    """How to load a model: layers on the GPU, sequences at a time, tokens of each, type of the KV cache."""

    gpu_layers: int
    parallel: int
    context: int
    kv_type: str


@dataclass(frozen=True, slots=True)
class Fit:
    """What was asked for, and what can be had.

    Attributes:
        asked: with as many layers on the GPU as fit, or as were asked for.
        need: bytes that it takes. fits: whether they are free.
        best: what was asked for where that fits, else the setting nearest to it that does; None where none
            does.
        layers: all that can be offloaded: the blocks and the output layer.
        upper: whether the cache may turn out smaller, as this kind of model does not keep every token.
    """

    asked: Setting
    need: Need
    fits: bool
    best: Setting | None
    layers: int
    upper: bool


def fit(model: Weighed, settings: EngineSettings, machine: Machine, context: int | None = None) -> Fit:
    """Reckon a model's needs against a machine's free memory.

    Args:
        settings: how it would be loaded; `gpu_layers` of None takes as many as fit.
        context: tokens that a sequence must hold where the settings do not say.
    """
    trained = model.shape.context
    wanted = min(settings.context or context or trained, trained)
    reckoner = _Reckoner(model, settings, machine)
    asked = Setting(settings.gpu_layers or 0, settings.parallel, wanted, settings.kv_type)
    if settings.gpu_layers is None:
        asked = replace(asked, gpu_layers=reckoner.most_layers(asked) or 0)
    fits = reckoner.fits(asked)
    return Fit(
        asked=asked,
        need=reckoner.need(asked),
        fits=fits,
        best=asked if fits else reckoner.best(asked),
        layers=reckoner.layers,
        upper=not model.shape.full_cache,
    )


class _Reckoner:
    """Needs of one model under many settings."""

    def __init__(self, model: Weighed, settings: EngineSettings, machine: Machine) -> None:
        self._shape, self._sizes = model.shape, model.sizes
        self._settings, self._machine = settings, machine
        self.layers = model.shape.layers + 1
        plain = model.quantisation in _PLAIN
        self._rows = _PLAIN_ROWS if plain else _OTHER_ROWS
        self._on_gpu = shapes_for(True, max(model.shape.kv_heads), machine.multiprocessors)[0]
        self._repacked = frozenset[str]()
        if not settings.exact or plain:
            arm = platform.machine().lower() in ("arm64", "aarch64")
            self._repacked = _REPACKED_ARM if arm else _REPACKED_X86

    def need(self, setting: Setting) -> Need:
        """Bytes, at the most that are held at a time.

        On a GPU without room for an exact step's padding, steps are not exact and have none.
        """
        cells = cells_of(setting.context, self._shape.context)
        if not self._settings.exact:
            return self._need(setting, setting.parallel, cells)
        if not setting.gpu_layers:
            slots = max(setting.parallel, self._rows)
            return self._tested(setting, slots, max(slots, WIDEST), cells)
        found = self._tested(setting, self._on_gpu.slots(setting.parallel), self._on_gpu.rows, cells)
        return found if self._room(found, setting) else self._need(setting, setting.parallel, cells)

    def fits(self, setting: Setting) -> bool:
        """Whether there is room on both sides."""
        return self._room(self.need(setting), setting)

    def _room(self, found: Need, setting: Setting) -> bool:
        machine = self._machine
        if setting.gpu_layers and found.gpu.total + GPU_RESERVE > machine.gpu:
            return False
        taken = found.host.total + (found.gpu.total if machine.shared else 0)
        return taken + HOST_RESERVE <= machine.host

    def _tested(self, setting: Setting, slots: int, tested: int, cells: int) -> Need:
        """The larger one of what runs, and of the self-test before it."""
        test = self._need(setting, tested, TESTED_CONTEXT)
        return max(self._need(setting, slots, cells), test, key=lambda each: each.host.total + each.gpu.total)

    def most_layers(self, setting: Setting) -> int | None:
        """The most layers on the GPU that fit; None where nothing does."""
        most = self.layers if self._machine.gpu else 0
        return next((n for n in range(most, -1, -1) if self.fits(replace(setting, gpu_layers=n))), None)

    def best(self, asked: Setting) -> Setting | None:
        """The nearest setting that fits: first narrower, then with a smaller cache, then shorter.

        At each length all layers on the GPU are worth more than width.
        """
        fixed = self._settings.gpu_layers
        for context in _halves(asked.context, _LEAST_CONTEXT):
            narrower = [
                Setting(0, parallel, context, kv_type)
                for kv_type in dict.fromkeys((asked.kv_type, "q8_0"))
                for parallel in _halves(asked.parallel, 1)
            ]
            if fixed is None and self._machine.gpu:
                for setting in narrower:
                    if self.fits(whole := replace(setting, gpu_layers=self.layers)):
                        return whole
            for setting in narrower:
                layers = self.most_layers(setting) if fixed is None else fixed
                if layers is not None and self.fits(found := replace(setting, gpu_layers=layers)):
                    return found
        return None

    def _need(self, setting: Setting, slots: int, context: int) -> Need:
        batch = max(self._settings.prefill_chunk, slots)
        load = Load(setting.gpu_layers, slots, context, setting.kv_type, batch, self._repacked)
        return need(self._shape, self._sizes, load)


def _halves(most: int, least: int) -> Iterator[int]:
    """`most`, its half, and so on, not below `least` unless it begins there; contexts stay whole in 256."""
    yield most
    value = most // 2
    while value >= least:
        yield value - value % PADDING if least >= PADDING else value
        value //= 2
