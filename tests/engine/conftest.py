"""Models for the engine's tests: random weights, written and quantised once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import llama_cpp
import pytest

from app.core.thinking import ThinkingFormat
from app.engine.runtime import LlamaLog
from tests.support.in_process import Bench
from tests.support.random_model import quantise, write_random_model

THINK = ThinkingFormat(
    "think",
    start="<think>",
    end="\n</think>\n",
    forced_end="\n</think>\nFinal Answer:",
    end_markers=("</think>", "<think>"),
    template_has=("</think>",),
)
THINK_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{{ message['content'].split('</think>')[-1] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n{% endif %}"
)
QUANTISED = {"q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0, "q4_k_m": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M}
DEMO = Path(__file__).parents[2] / "models" / "demo" / "winnow-demo.gguf"


@pytest.fixture(scope="session")
def model_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """GGUF files by name: one model in three types, and one that speaks the think format."""
    folder = tmp_path_factory.mktemp("models")
    files = {"f16": write_random_model(folder / "f16.gguf", seed=1, eager=2.0)}
    for name, file_type in QUANTISED.items():
        files[name] = quantise(files["f16"], folder / f"{name}.gguf", file_type)
    files["think"] = write_random_model(
        folder / "think.gguf",
        seed=2,
        template=THINK_TEMPLATE,
        more_special=("<think>", "</think>"),
        eager=2.0,
    )
    return files


@pytest.fixture(scope="session")
def llama_log() -> LlamaLog:
    """llama.cpp's log, which must outlive every model."""
    return LlamaLog()


@pytest.fixture(scope="session", params=["f16", "q8_0", "q4_k_m"])
def each_bench(
    request: pytest.FixtureRequest, model_files: dict[str, Path], llama_log: LlamaLog
) -> Iterator[Bench]:
    """The random model in each of its types."""
    bench = Bench(model_files[request.param], llama_log)
    yield bench
    bench.close()


@pytest.fixture(scope="session")
def bench(model_files: dict[str, Path], llama_log: LlamaLog) -> Iterator[Bench]:
    """The random model as Q8_0."""
    made = Bench(model_files["q8_0"], llama_log)
    yield made
    made.close()


@pytest.fixture(scope="session")
def think_bench(model_files: dict[str, Path], llama_log: LlamaLog) -> Iterator[Bench]:
    """The model whose template opens its thinking itself."""
    made = Bench(model_files["think"], llama_log, THINK)
    yield made
    made.close()


@pytest.fixture(scope="session")
def demo_bench(llama_log: LlamaLog) -> Iterator[Bench]:
    """The shipped demo model."""
    made = Bench(DEMO, llama_log)
    yield made
    made.close()
