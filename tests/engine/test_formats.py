"""Thinking formats: found from the model's own template, named by the user, and run to the end."""

from __future__ import annotations

import tomllib
from pathlib import Path

from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.request import PromptText
from app.core.thinking import ThinkingFormat, choose_format, marker_names
from app.core.trace import SpanReason
from app.engine.chat import ChatTemplate
from tests.engine.conftest import THINK
from tests.support.in_process import S1, Bench

SHIPPED = Path(__file__).parents[2] / "resources" / "thinking_formats.toml"


def shipped() -> tuple[ThinkingFormat, ...]:
    tables = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return tuple(ThinkingFormat.from_mapping(name, table) for name, table in tables.items())


def test_each_model_gets_the_format_of_its_template(
    bench: Bench, think_bench: Bench, demo_bench: Bench
) -> None:
    for each, thinking, guessed in ((bench, S1, True), (demo_bench, S1, True), (think_bench, THINK, False)):
        tokens = each.vocabulary.known(marker_names(shipped()))
        chosen = choose_format(shipped(), each.model.chat_template, tokens)
        assert (chosen.format, chosen.guessed) == (thinking, guessed)


def test_the_s1_prompt_is_the_transcript_of_s1(bench: Bench) -> None:
    text = bench.vocabulary.text(bench.prompt("Ask.", "Be brief.").ids)
    assert text == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nAsk.<|im_end|>\n"
        "<|im_start|>assistant\n<|im_start|>think"
    )


def test_a_template_that_opens_the_thinking_does_not_get_it_twice(think_bench: Bench) -> None:
    text = think_bench.vocabulary.text(think_bench.prompt("Ask.").ids)
    assert text == "<|im_start|>user\nAsk.<|im_end|>\n<|im_start|>assistant\n<think>\n"
    assert think_bench.prompt("Ask.").ids.count(think_bench.model.special_id("<think>") or -1) == 1


def test_a_template_that_does_not_open_it_gets_it(think_bench: Bench) -> None:
    chat = ChatTemplate("{% for m in messages %}{{ m.content }}{% endfor %}[go]")
    pieces = chat.pieces(PromptText("", "", "Ask."), THINK)
    assert [piece.text for piece in pieces[1]] == ["Ask.", "[go]<think>"]


def test_a_generation_between_think_tags(think_bench: Bench) -> None:
    open_tag, close_tag = (think_bench.model.special_id(name) for name in ("<think>", "</think>"))
    requests = {
        f"{n}/{most}": think_bench.request(f"Case {n}", budget=ThinkingBudget(most, waits=1))
        for n in range(8)
        for most in (0, 6, 40)
    }
    traces = think_bench.run(requests, parallel=12)
    assert {t.thinking_ended for t in traces.values()} == {ThinkingEnd.NATURAL, ThinkingEnd.FORCED}
    for id, trace in traces.items():
        assert len(trace.thinking_ids) <= requests[id].budget.max_tokens
        assert not {open_tag, close_tag} & set(trace.thinking_ids)
        assert trace.answer_ids.count(close_tag) == 1
        assert open_tag not in trace.answer_ids
        forced = trace.thinking_ended is ThinkingEnd.FORCED
        assert trace.answer_text.lstrip("\n").startswith(
            "</think>\nFinal Answer:" if forced else "</think>\n"
        )
        end = next(s for s in trace.spans if s.offset == len(trace.thinking_ids))
        assert end.reason is (SpanReason.FORCED_END if forced else SpanReason.END)


def test_a_named_format_overrides_the_template(think_bench: Bench) -> None:
    tokens = think_bench.vocabulary.known(marker_names(shipped()))
    thinking = choose_format(shipped(), think_bench.model.chat_template, tokens, "s1").format
    trace = think_bench.generate(think_bench.request(thinking=thinking, budget=ThinkingBudget(3)))
    assert "<|im_start|>answer" in trace.answer_text
