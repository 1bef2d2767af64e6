"""The reckoned memory against what llama.cpp allocates, and the settings that are proposed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import llama_cpp
import pytest

from app.engine.context import LlamaContext
from app.engine.contract import EngineSettings
from app.engine.llama import LlamaModel
from app.engine.runtime import LlamaLog
from app.hub.catalogue import read_catalogue
from app.hub.ggml_types import TENSOR_TYPES
from app.hub.header import Header, read_header
from app.hub.header import Shape as Dimensions
from app.hub.memory import KV_BYTES, Load, Need, Sizes, cells_of, need
from app.service.fit import GPU_RESERVE, HOST_RESERVE, Fit, Machine, Setting, Weighed, fit
from app.service.paths import CATALOGUE
from tests.support.architectures import ARCHITECTURES, write_architecture
from tests.support.random_model import Shape, quantise, write_random_model

# One whose logits are the largest intermediate result, and one whose feed-forward layer is.
SHAPES = {
    "head": Shape(vocabulary=16000, width=256, layers=4, heads=4, kv_heads=2, ffn=1024),
    "block": Shape(vocabulary=512, width=512, layers=3, heads=8, kv_heads=8, ffn=2816),
}
TYPES = {
    "F16": llama_cpp.LLAMA_FTYPE_MOSTLY_F16,
    "Q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0,
    "Q4_K_M": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M,
}
TOLERANCE = 0.10
MIB, GB = 2**20, 10**9


@pytest.fixture(scope="module")
def log() -> LlamaLog:
    return LlamaLog()


@pytest.fixture(scope="module", params=[(shape, type_) for shape in SHAPES for type_ in TYPES], ids="-".join)
def model_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    shape, type_ = request.param
    folder = tmp_path_factory.mktemp("fit")
    whole = write_random_model(folder / "f16.gguf", SHAPES[shape])
    return whole if type_ == "F16" else quantise(whole, folder / "q.gguf", TYPES[type_])


@pytest.fixture(scope="module")
def loaded(model_file: Path, log: LlamaLog) -> Iterator[tuple[LlamaModel, float]]:
    """The model, and the bytes that llama.cpp says its weights take."""
    log.lines.clear()
    model = LlamaModel(model_file, log)
    yield model, said(log, "model")
    model.close()


def said(log: LlamaLog, what: str) -> float:
    """The bytes of all buffers of a kind, as llama.cpp tells them in its log."""
    found = re.findall(rf"{what} buffer size = +([\d.]+) MiB", "".join(log.lines))
    assert found, log.lines
    return sum(map(float, found)) * MIB


@pytest.mark.parametrize("kv_type", list(KV_BYTES))
@pytest.mark.parametrize(
    ("slots", "context"), [(1, 512), (1, 8192), (2, 1024), (8, 4096), (16, 512), (32, 768)]
)
def test_it_takes_what_was_reckoned(
    model_file: Path,
    loaded: tuple[LlamaModel, float],
    log: LlamaLog,
    slots: int,
    context: int,
    kv_type: str,
) -> None:
    model, weights = loaded
    log.lines.clear()
    made = LlamaContext(model, slots=slots, context=context, threads=1, kv_type=kv_type, chunk=256)
    made.close()
    cache, compute = said(log, "KV"), said(log, "compute") + said(log, "output")
    header = read_header(model_file)
    found = need(header.shape, Sizes.of(header), Load(0, slots, context, kv_type, max(256, slots))).host
    assert found.weights == pytest.approx(weights, rel=TOLERANCE)
    assert found.cache == pytest.approx(cache, rel=0.01)
    assert found.compute == pytest.approx(compute, rel=TOLERANCE)
    assert found.total == pytest.approx(weights + cache + compute, rel=TOLERANCE)


@pytest.mark.parametrize("name", [name for name in ARCHITECTURES if name != "bert"])
def test_so_do_recurrent_layers_windows_and_experts(name: str, tmp_path: Path, log: LlamaLog) -> None:
    """Their compute buffer is reckoned less closely; beside real weights it is small."""
    file = write_architecture(tmp_path / f"{name}.gguf", name)
    model = LlamaModel(file, log)
    header = read_header(file)
    for slots, context in ((1, 512), (8, 4096), (16, 1024)):
        log.lines.clear()
        LlamaContext(model, slots=slots, context=context, threads=1, kv_type="f16", chunk=256).close()
        # A model has cells, states or both.
        cache = (
            sum(map(float, re.findall(r"(?:KV|RS) buffer size = +([\d.]+) MiB", "".join(log.lines)))) * MIB
        )
        compute = said(log, "compute") + said(log, "output")
        found = need(header.shape, Sizes.of(header), Load(0, slots, context, batch=256)).host
        # The log has two decimals.
        assert found.cache == pytest.approx(cache, rel=0.01, abs=0.02 * MIB)
        assert found.compute == pytest.approx(compute, rel=0.25)
    model.close()


def test_weights_that_are_repacked_are_kept_twice(model_file: Path, log: LlamaLog) -> None:
    log.lines.clear()
    LlamaModel(model_file, log, exact=False).close()
    text = "".join(log.lines)
    repacked = {kind.upper() for kind in re.findall(r"weight with (q\d_[K\d])_", text)}
    header = read_header(model_file)
    found = need(header.shape, Sizes.of(header), Load(0, 1, 512, repacked=frozenset(repacked))).host
    assert found.weights == pytest.approx(said(log, "model"), rel=TOLERANCE)
    assert ("Q4_K" in repacked) == (header.quantisation == "Q4_K_M")


def test_a_short_context_is_padded() -> None:
    assert [cells_of(n, 4096) for n in (1, 256, 257, 4000, 4096, 9999)] == [256, 256, 512, 4096, 4096, 4096]


@pytest.fixture(scope="module")
def s1(tmp_path_factory: pytest.TempPathFactory) -> Header:
    """s1-32B's dimensions, with Q4_K_M's mean of bits on each tensor of a small model's header."""
    small = read_header(
        write_random_model(
            tmp_path_factory.mktemp("s1") / "small.gguf", Shape(vocabulary=320, unused=4, layers=64, width=32)
        )
    )
    shape = Dimensions(64, 5120, 40, (8,) * 64, 128, 128, 27648, 152064, 32768)
    full = {
        "attn_q": (5120, 5120),
        "attn_k": (5120, 1024),
        "attn_v": (5120, 1024),
        "attn_output": (5120, 5120),
        "ffn_gate": (5120, 27648),
        "ffn_up": (5120, 27648),
        "ffn_down": (27648, 5120),
        "token_embd": (5120, 152064),
        "output": (5120, 152064),
    }
    q4 = next(t for t in TENSOR_TYPES.values() if t.name == "Q4_K")
    tensors = []
    for tensor in small.tensors:
        part = tensor.name.removesuffix(".weight").rpartition(".")[2]
        tensors.append(replace(tensor, shape=full[part], type=q4) if part in full else tensor)
    return replace(small, shape=shape, tensors=tuple(tensors), quantisation="Q4_K_M")


def settings(**values: object) -> EngineSettings:
    return EngineSettings(Path("s1.gguf"), **values)  # type: ignore[arg-type]


def test_the_cache_of_s1_is_256_kib_a_token(s1: Header) -> None:
    found = need(s1.shape, Sizes.of(s1), Load(0, 1, 4096)).host
    assert found.cache == 4096 * 256 * 1024


def test_every_layer_lies_on_one_side(s1: Header) -> None:
    sizes = Sizes.of(s1)
    whole = need(s1.shape, sizes, Load(0, 4, 4096))
    assert whole.gpu.total == 0
    for layers in (1, 2, 33, 64, 65):
        parts = need(s1.shape, sizes, Load(layers, 4, 4096))
        assert parts.host.weights + parts.gpu.weights == whole.host.weights
        assert parts.host.cache + parts.gpu.cache == whole.host.cache
        assert parts.gpu.cache == whole.host.cache * (layers - 1) // 64
    assert need(s1.shape, sizes, Load(65, 4, 4096)).host.weights == sizes.embedding


def test_a_tied_output_layer_is_on_both_sides() -> None:
    demo = read_header(Path(__file__).parents[2] / "models" / "demo" / "winnow-demo.gguf")
    sizes = Sizes.of(demo)
    assert sizes.tied
    assert need(demo.shape, sizes, Load(5, 1, 256)).gpu.weights == sum(t.size for t in demo.tensors)


def weighed(header: Header) -> Weighed:
    found = Weighed.of(header)
    assert found
    return found


def reckon(s1: Header, machine: Machine, **values: object) -> Fit:
    return fit(weighed(s1), settings(**values), machine, context=9000)


def test_a_large_gpu_takes_all(s1: Header) -> None:
    found = reckon(s1, Machine(60 * GB, 80 * GB), parallel=8)
    assert found.fits
    assert found.asked == found.best == Setting(65, 8, 9000, "f16")
    assert found.need.gpu.total + GPU_RESERVE <= 80 * GB
    assert found.layers == 65


@pytest.mark.parametrize(("multiprocessors", "rows"), [(132, 32), (108, 27), (None, 32)])
@pytest.mark.parametrize("parallel", [1, 40])
def test_steps_on_a_gpu_are_padded_where_there_is_room(
    s1: Header, multiprocessors: int | None, rows: int, parallel: int
) -> None:
    slots = -(-parallel // rows) * rows
    cell = 64 * 8 * 128 * 2 * 2

    def cache(gpu: int, **values: object) -> float:
        machine = Machine(60 * GB, gpu, multiprocessors=multiprocessors)
        found = fit(weighed(s1), settings(parallel=parallel, **values), machine, context=1024)
        assert found.fits
        return found.need.gpu.cache / cell / 1024

    assert cache(80 * GB) == slots
    # 20 GB of weights, and no room for the padding.
    assert cache(int(22.5 * GB + parallel * 1024 * cell)) == parallel
    assert cache(80 * GB, exact=False) == parallel


def test_a_smaller_gpu_takes_some_layers(s1: Header) -> None:
    found = reckon(s1, Machine(60 * GB, 12 * GB), parallel=1)
    assert found.fits
    assert 0 < found.asked.gpu_layers < 65
    one_more = fit(
        weighed(s1),
        settings(parallel=1, gpu_layers=found.asked.gpu_layers + 1),
        Machine(60 * GB, 12 * GB),
        9000,
    )
    assert not one_more.fits


def test_what_does_not_fit_comes_with_what_does(s1: Header) -> None:
    machine = Machine(60 * GB, 24 * GB)
    found = reckon(s1, machine, parallel=16, gpu_layers=65)
    assert not found.fits
    assert found.best
    assert found.best.gpu_layers == 65
    assert found.best.parallel < 16 or found.best.kv_type == "q8_0" or found.best.context < 9000
    again = fit(
        weighed(s1),
        settings(
            parallel=found.best.parallel,
            gpu_layers=found.best.gpu_layers,
            context=found.best.context,
            kv_type=found.best.kv_type,
        ),
        machine,
    )
    assert again.fits


def test_without_a_gpu_it_is_narrower_first(s1: Header) -> None:
    found = reckon(s1, Machine(45 * GB), parallel=16, exact=False)
    assert not found.fits
    assert found.best
    assert (found.best.gpu_layers, found.best.context, found.best.kv_type) == (0, 9000, "f16")
    assert 1 <= found.best.parallel < 16


def test_where_nothing_fits_nothing_is_proposed(s1: Header) -> None:
    found = reckon(s1, Machine(8 * GB))
    assert not found.fits
    assert found.best is None


def test_memory_that_is_shared_counts_once(s1: Header) -> None:
    apart, shared = Machine(24 * GB, 24 * GB), Machine(24 * GB, 24 * GB, shared=True)
    taken = reckon(s1, apart, parallel=1, exact=False)
    assert taken.fits
    total = taken.need.host.total + taken.need.gpu.total + HOST_RESERVE
    assert reckon(s1, shared, parallel=1, exact=False).fits == (total <= 24 * GB)
    assert not reckon(s1, Machine(19 * GB, 19 * GB, shared=True), parallel=1, exact=False).fits


def test_the_self_test_needs_room_too(s1: Header) -> None:
    machine = Machine(200 * GB)
    tested = fit(weighed(s1), settings(parallel=1), machine, 256).need
    plain = fit(weighed(s1), settings(parallel=1, exact=False), machine, 256).need
    assert isinstance(tested, Need)
    assert tested.host.cache == 16 * 512 * 256 * 1024
    assert plain.host.cache == 256 * 256 * 1024


def test_the_catalogue_knows_as_much_before_it_is_here(s1: Header) -> None:
    specs = {spec.id: spec for spec in read_catalogue(CATALOGUE)}
    assert Weighed.of(specs["s1-7b"]) is None
    spec = specs["s1-32b"]
    guessed = Weighed.of(spec)
    assert guessed
    assert guessed.shape == s1.shape
    for layers in (0, 20, 65):
        load = Load(layers, 4, 4096)
        before, real = need(guessed.shape, guessed.sizes, load), need(s1.shape, Sizes.of(s1), load)
        assert before.gpu.cache == real.gpu.cache
        # The header here is as if all were Q4_K, of 4.5 bits; Q4_K_M has some larger ones.
        for side in ("host", "gpu"):
            one, two = getattr(before, side), getattr(real, side)
            assert one.weights == pytest.approx(two.weights * 19.9 / 18.4, rel=0.02)
