"""The GPU check where there is no GPU: its model is of the right kind and loads; failing steps say so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import llama_cpp
import numpy as np
import pytest
from gguf import GGUFReader
from gguf.quants import dequantize

from app.hub.header import read_header
from app.hub.memory import Sizes
from tests.gpu.check import SMALL
from tests.gpu.q4_k_m import S1_32B, write_q4_k_m
from tests.gpu.report import Report
from tests.support.in_process import Bench, LlamaLog, essence
from tests.support.random_model import Shape, quantise, weights, write_random_model

RUN = Path(__file__).with_name("run.sh")
# Deep enough for every case of the rule that gives some blocks more bits.
DEEP = Shape(vocabulary=512, layers=16)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_q4_k_m(tmp_path_factory.mktemp("gpu") / "random.gguf", SMALL.shape)


def test_it_loads_and_generates(model: Path) -> None:
    bench = Bench(model, LlamaLog())
    try:
        assert "Q4_K - Medium" in bench.model.description
        assert bench.model.layers == SMALL.shape.layers + 1
        first, again = (bench.generate(bench.request("Is it so?")) for _ in range(2))
        other = bench.generate(bench.request("Is it not?"))
        assert essence(first) == essence(again)
        assert first.thinking_ids != other.thinking_ids
        assert len(set(first.thinking_ids)) > 1
    finally:
        bench.close()


def test_its_tensors_are_what_the_quantiser_makes(tmp_path: Path) -> None:
    ours = read_header(write_q4_k_m(tmp_path / "ours.gguf", DEEP))
    whole = write_random_model(tmp_path / "f16.gguf", DEEP)
    theirs = read_header(quantise(whole, tmp_path / "theirs.gguf", llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M))
    assert ours.quantisation == theirs.quantisation == "Q4_K_M"
    assert {t.name: (t.type, t.shape) for t in ours.tensors} == {
        t.name: (t.type, t.shape) for t in theirs.tensors
    }
    assert ours.parameters == theirs.parameters
    assert Sizes.of(ours).blocks == Sizes.of(theirs).blocks


def test_its_weights_have_the_deviation_that_was_asked_for(model: Path) -> None:
    wanted = {weight.name: weight for weight in weights(SMALL.shape)}
    for tensor in GGUFReader(model).tensors:
        values, weight = dequantize(tensor.data, tensor.tensor_type), wanted[tensor.name]
        if len(weight.shape) == 1:
            assert np.all(values == np.float32(weight.scale))
            continue
        deviation = weight.scale / weight.shape[1] ** 0.5
        assert values.shape == weight.shape
        assert values.std() == pytest.approx(deviation, rel=0.02)
        assert abs(values.mean()) < 0.05 * deviation


def test_the_large_shape_is_that_of_s1_32b() -> None:
    count = sum(int(np.prod(weight.shape)) for weight in weights(S1_32B))
    # What Qwen2.5-32B's model card gives: 32.5 billion, 31.0 without embeddings, 64 layers, 40 and 8 heads.
    assert count == pytest.approx(32.76e9, rel=0.001)
    assert (S1_32B.layers, S1_32B.heads, S1_32B.kv_heads, S1_32B.vocabulary) == (64, 40, 8, 152_064)


def test_a_step_that_fails_says_so_and_the_next_one_runs(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()

    def breaks() -> Iterator[tuple[str, str]]:
        yield "before", "1"
        raise RuntimeError("no | memory")

    report.step("first", breaks)
    report.step("second", lambda: iter([("after", "2")]))
    assert report.failed == 1
    assert report.table().splitlines()[2:] == [
        "| before | 1 |",
        "| first | FAILED: no / memory |",
        "| after | 2 |",
    ]
    said = capsys.readouterr().out
    assert said.index("before: 1") < said.index("first: FAILED: no | memory") < said.index("after: 2")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_run_is_skipped_without_a_gpu(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    assert bash
    (tmp_path / "nvidia-smi").write_text("#!/bin/sh\necho 'No devices were found'\nexit 6\n")
    (tmp_path / "nvidia-smi").chmod(0o755)
    path = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "WINNOW_GPU_FOLDER": str(tmp_path / "no")}
    done = subprocess.run(
        [bash, RUN], env={**os.environ, **path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout == "The GPU check is skipped: nvidia-smi finds no GPU here.\n"
    assert not (tmp_path / "no").exists()
