"""What cannot be run is refused before anything is computed, in one sentence with its numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import llama_cpp
import pytest

from app.core.answer import AnswerForm, Choice
from app.core.budget import ThinkingBudget
from app.core.errors import BudgetError, KnownError, ModelError, PromptError
from app.core.request import PromptText
from app.engine.chat import ChatTemplate
from app.engine.contract import EngineSettings
from app.engine.host import LlamaEngine
from app.engine.llama import LlamaModel
from app.engine.runtime import LlamaLog
from tests.engine.conftest import DEMO, THINK
from tests.support.in_process import S1, Bench


def test_a_context_too_small_is_named_with_its_three_numbers(bench: Bench) -> None:
    form = AnswerForm.free(40)
    request = bench.request(budget=ThinkingBudget(1200), form=form)
    prompt, overhead = len(request.prompt.ids), bench.vocabulary.overhead(form, S1, None)
    message = bench.refusal(request, context=1024)
    for number in (prompt, "1,200", overhead, f"{prompt + 1200 + overhead:,}", "1,024"):
        assert str(number) in message


def test_the_largest_budget_that_fits_runs_and_one_more_does_not(bench: Bench) -> None:
    form = AnswerForm.free(4)
    room = 256 - len(bench.prompt("Is it so?").ids) - bench.vocabulary.overhead(form, S1, None)
    fits = bench.request(budget=ThinkingBudget(room, min_tokens=room), form=form)
    assert bench.generate(fits, context=256).usage.thinking_tokens == room
    assert f"{room + 1}" in bench.refusal(replace(fits, budget=ThinkingBudget(room + 1)), context=256)


def test_a_format_whose_marks_are_no_tokens_here_is_refused(bench: Bench) -> None:
    message = bench.refusal(bench.request(thinking=THINK))
    assert "</think> is not one token" in message
    with pytest.raises(BudgetError, match="thinking format"):
        bench.vocabulary.overhead(AnswerForm.free(1), THINK, None)


def test_a_wait_text_is_the_formats_own_unless_named(bench: Bench) -> None:
    assert bytes(bench.vocabulary.delimiters(S1, None).wait) == b"Wait"
    assert bytes(bench.vocabulary.delimiters(S1, "Hold on").wait) == b"Hold on"
    nothing = bench.request(thinking=replace(S1, wait_text=""), budget=ThinkingBudget(9, waits=1))
    assert "no tokens" in bench.refusal(nothing)


def test_an_option_without_tokens_is_refused_with_its_field() -> None:
    with pytest.raises(PromptError, match="'verdict'"):
        AnswerForm((Choice("verdict", ("", "x")),))


def test_a_missing_file_and_one_that_is_no_model_are_refused_by_name(tmp_path: Path) -> None:
    missing = LlamaEngine(EngineSettings(tmp_path / "absent.gguf"))
    try:
        with pytest.raises(ModelError, match=r"no model file .*absent\.gguf"):
            missing.load()
    finally:
        missing.close()
    garbage = tmp_path / "garbage.gguf"
    garbage.write_bytes(b"GGUF" + bytes(range(256)) * 20)
    broken = LlamaEngine(EngineSettings(garbage))
    try:
        with pytest.raises(ModelError, match=r"garbage\.gguf does not load"):
            broken.load()
    finally:
        broken.close()


def test_a_name_that_is_no_text_is_refused_before_llama_cpp_is_asked(tmp_path: Path) -> None:
    engine = LlamaEngine(EngineSettings(tmp_path / "caf\udce9.gguf"))
    try:
        with pytest.raises(ModelError, match="is not UTF-8; rename it"):
            engine.load()
    finally:
        engine.close()


def test_a_file_cut_short_is_refused(
    model_files: dict[str, Path], llama_log: LlamaLog, tmp_path: Path
) -> None:
    whole = model_files["q8_0"].read_bytes()
    cut = tmp_path / "cut.gguf"
    for size in (0, 3, 100, len(whole) // 2, len(whole) - 1):
        cut.write_bytes(whole[:size])
        with pytest.raises(ModelError, match=r"cut\.gguf does not load"):
            LlamaModel(cut, llama_log)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "no chat template"),
        ("{% for %}", "does not parse"),
        ("{{ raise_exception('no system role') }}", "no system role"),
        ("{{ messages[0].role }}", "drops the system or the user text"),
        ("{% for m in messages %}{{ m.content }}{{ m.content }}{% endfor %}", "drops the system"),
        ("{{ messages[5].content.x }}", "does not run"),
    ],
)
def test_a_chat_template_that_does_not_serve_is_refused(source: str, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        ChatTemplate(source).pieces(PromptText("system", "shared", "user"), THINK)


def test_every_refusal_is_a_known_error(bench: Bench) -> None:
    for attempt in (
        lambda: ThinkingBudget(-1),
        lambda: ThinkingBudget(1, waits=-1),
        lambda: ChatTemplate(""),
    ):
        with pytest.raises(KnownError) as caught:
            attempt()
        assert str(caught.value).endswith(".")


@pytest.mark.skipif(llama_cpp.llama_supports_gpu_offload(), reason="this build has a GPU to use")
def test_layers_on_a_gpu_that_the_build_cannot_use_are_refused() -> None:
    engine = LlamaEngine(EngineSettings(DEMO, gpu_layers=3))
    try:
        with pytest.raises(ModelError, match="3 layers were asked for on the GPU"):
            engine.load()
    finally:
        engine.close()
