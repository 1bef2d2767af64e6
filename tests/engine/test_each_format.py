"""Each shipped format through the real engine: prompt, budget, every way to end, Waits, answer, replay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget, ThinkingEnd
from app.core.errors import BudgetError
from app.core.sampling import SamplingParams
from app.core.thinking import ThinkingFormat, choose_format, marker_names
from app.core.trace import SpanReason
from app.engine.contract import Checked
from app.engine.runtime import LlamaLog
from app.engine.sequence import Sequence
from app.hub.header import read_header
from tests.engine.conftest import THINK
from tests.engine.test_thinking import check_structure
from tests.support.formats import SHIPPED, SPOKEN, template_of, tokens_of, write_model
from tests.support.in_process import Bench, drain
from tests.support.random_model import Shape, write_random_model

ALL = tuple(SHIPPED.values())
WARM = SamplingParams(1.0)
SMALL = Shape(vocabulary=512, width=128, layers=1, ffn=256, context=2048)
HOLDS = 1024


@pytest.fixture(scope="module", params=SPOKEN)
def speaker(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, llama_log: LlamaLog
) -> Iterator[Bench]:
    """A model of each format."""
    thinking = SHIPPED[request.param]
    made = Bench(write_model(tmp_path_factory.mktemp("formats"), thinking), llama_log, thinking)
    yield made
    made.close()


def delimiter_ids(bench: Bench) -> set[int]:
    """The ids of all tokens that belong to the format."""
    names = {name.encode() for name in (*bench.thinking.end_markers, *bench.thinking.answer_ends)}
    return {token for token, piece in enumerate(bench.vocabulary.pieces) if piece in names}


def test_it_is_chosen_from_the_file_and_from_the_loaded_model_alike(speaker: Bench) -> None:
    names = marker_names(ALL)
    header = read_header(speaker.path, names)
    assert header.tokens == speaker.vocabulary.known(names)
    for template, tokens in (
        (header.chat_template, header.tokens),
        (speaker.model.chat_template, speaker.vocabulary.known(names)),
    ):
        chosen = choose_format(ALL, template, tokens)
        assert (chosen.format, chosen.guessed) == (speaker.thinking, speaker.thinking.guess)


def test_the_prompt_ends_in_an_open_block_of_real_tokens(speaker: Bench) -> None:
    ids = speaker.prompt("Ask.", "Be brief.").ids
    text = speaker.vocabulary.text(ids)
    assert text.endswith("<|im_start|>assistant\n" + speaker.thinking.start)
    for name in tokens_of(speaker.thinking):
        start = speaker.model.tokenize(speaker.thinking.start, special=True)
        assert start.count(speaker.model.special_id(name) or -1) == speaker.thinking.start.count(name)
        assert list(ids[-len(start) :]) == start


def test_user_text_never_becomes_a_delimiter(speaker: Bench) -> None:
    names = tokens_of(speaker.thinking)
    text = " x ".join(names) + "".join(names) + speaker.thinking.start + speaker.thinking.forced_end
    plain, hostile = speaker.prompt("x", "x", "x").ids, speaker.prompt(text, text, text).ids
    special = {speaker.model.special_id(name) for name in (*names, "<|im_start|>", "<|im_end|>")}
    assert [t for t in hostile if t in special] == [t for t in plain if t in special]
    assert speaker.vocabulary.text(hostile).count(text) == 3


def test_every_budget_is_kept_and_the_answer_holds_no_delimiter(speaker: Bench) -> None:
    requests = {
        f"{most}/{least}/{waits}/{seed}": speaker.request(
            f"Case {seed}",
            budget=ThinkingBudget(most, least, waits),
            sampling=WARM,
            seed=seed,
            form=AnswerForm.free(12),
        )
        for most, least in ((0, 0), (1, 0), (5, 0), (5, 3), (17, 0), (120, 0), (120, 30))
        for waits in (0, 2)
        for seed in range(2)
    }
    traces = speaker.run(requests, parallel=14)
    for id, request in requests.items():
        check_structure(speaker, request, traces[id])
        after = traces[id].answer_ids[len(traces[id].spans[-1].ids) :]
        assert not delimiter_ids(speaker) & set(after)
        forced = traces[id].thinking_ended is ThinkingEnd.FORCED
        end = speaker.thinking.forced_end if forced else speaker.thinking.end
        assert traces[id].answer_text.lstrip("\n").startswith(end.lstrip("\n"))
    assert {trace.thinking_ended for trace in traces.values()} == {ThinkingEnd.NATURAL, ThinkingEnd.FORCED}
    assert any(trace.waits_used == 2 for trace in traces.values())


def test_all_that_the_context_holds_may_be_thought(speaker: Bench) -> None:
    form, prompt = AnswerForm.free(4), speaker.prompt("Is it so?")
    room = HOLDS - len(prompt.ids) - speaker.vocabulary.overhead(form, speaker.thinking, None)
    trace = speaker.generate(
        speaker.request(budget=ThinkingBudget(None, min_tokens=room), form=form), context=HOLDS
    )
    assert (len(trace.thinking_ids), trace.thinking_ended) == (room, ThinkingEnd.FORCED)
    assert len(trace.prompt_ids) + len(trace.thinking_ids) + len(trace.answer_ids) <= HOLDS


def test_any_of_its_markers_ends_the_thinking_and_any_of_its_ends_the_answer(speaker: Bench) -> None:
    delimiters = speaker.vocabulary.delimiters(speaker.thinking, None)
    assert delimiter_ids(speaker) <= delimiters.end_ids
    request = speaker.request(budget=ThinkingBudget(50, waits=1), form=AnswerForm.free(9))
    for ender in sorted(delimiters.end_ids):
        for closer in sorted(delimiters.answer_ends):
            run = Sequence("one", request, speaker.vocabulary, HOLDS)
            wanted = [*b"ab", ender, *b"c", ender, *b"d", closer]
            while not run.done:
                run.next_id()
                row = np.zeros(speaker.vocabulary.size, np.float32)
                # In an answer a marker is forbidden, so that the next best one is drawn.
                if not run._pending and wanted:
                    row[wanted.pop(0)] = 9
                run.receive(row)
            trace = run.trace()
            assert trace.thinking_text == "abWaitc"
            assert (trace.thinking_ended, trace.waits_used) == (ThinkingEnd.NATURAL, 1)
            assert speaker.vocabulary.text(trace.answer_ids).startswith(speaker.thinking.end.rstrip("\n"))
            answer = trace.field("answer")
            assert answer
            assert (answer.text, answer.ended) == ("d", True)
            assert [span.reason for span in trace.spans] == [SpanReason.WAIT, SpanReason.END]


def test_a_replay_confirms_what_was_recorded(speaker: Bench) -> None:
    requests = {
        f"{seed}": speaker.request(
            f"Case {seed}",
            budget=ThinkingBudget(30, waits=1),
            sampling=WARM,
            seed=seed,
            form=AnswerForm.free(8),
        )
        for seed in range(4)
    }
    traces = speaker.run(requests)
    with speaker.scheduler(4) as scheduler:
        for id, request in requests.items():
            scheduler.submit(id, request, recorded=traces[id])
        checked = [event for event in drain(scheduler) if isinstance(event, Checked)]
    assert len(checked) == len(requests)
    assert not [event.differences for event in checked if event.differences]
    assert sum(event.drawn for event in checked) > 20


@pytest.fixture(scope="module")
def plain_bench(tmp_path_factory: pytest.TempPathFactory, llama_log: LlamaLog) -> Iterator[Bench]:
    """A model whose delimiters are words like any other, which its tokeniser merges in any text."""
    thinking = ThinkingFormat("plain", "thinkon", "thinkoff", "thinkoff", ("thinkoff", "thinkon"))
    path = tmp_path_factory.mktemp("plain") / "plain.gguf"
    names = thinking.end_markers
    made = Bench(
        write_random_model(path, SMALL, more_special=names, plain=names, eager=3.0), llama_log, thinking
    )
    yield made
    made.close()


def test_delimiters_that_are_plain_tokens_count_where_they_should_and_nowhere_else(
    plain_bench: Bench,
) -> None:
    off, on = delimiter_ids(plain_bench)
    assert plain_bench.model.tokenize("x thinkoff", special=False)[-1] == min(off, on)
    text = "thinkoff thinkonthinkoff"
    prompt = plain_bench.prompt(text, text, text).ids
    assert prompt[-1] == max(off, on)
    assert not {off, on} & set(prompt[:-1])
    assert plain_bench.vocabulary.text(prompt).count(text) == 3
    wait = plain_bench.vocabulary.delimiters(plain_bench.thinking, "so thinkoff").wait
    assert not {off, on} & set(wait)
    requests = {
        f"{seed}": plain_bench.request(f"Case {seed}", budget=ThinkingBudget(60), sampling=WARM, seed=seed)
        for seed in range(8)
    }
    traces = plain_bench.run(requests, parallel=8)
    for id, trace in traces.items():
        check_structure(plain_bench, requests[id], trace)
        assert trace.answer_ids[0] == min(off, on)
    assert ThinkingEnd.NATURAL in {trace.thinking_ended for trace in traces.values()}


def test_chatml_with_think_tokens_is_not_taken_for_s1_in_silence(tmp_path: Path, llama_log: LlamaLog) -> None:
    path = write_random_model(
        tmp_path / "chatml.gguf", SMALL, more_special=("<think>", "</think>"), eager=3.0
    )
    names = marker_names(ALL)
    chosen = choose_format(ALL, read_header(path).chat_template, read_header(path, names).tokens)
    assert (chosen.format, chosen.guessed) == (THINK, True)
    assert "'think' is a guess" in (chosen.why or "")


def test_an_end_that_is_not_one_token_is_refused_by_file_and_by_model(
    tmp_path: Path, llama_log: LlamaLog
) -> None:
    thinking = SHIPPED["exaone"]
    path = write_random_model(tmp_path / "words.gguf", SMALL, template=template_of(thinking))
    names = marker_names(ALL)
    bench = Bench(path, llama_log, thinking)
    try:
        for refused in (
            lambda: choose_format(ALL, template_of(thinking), read_header(path, names).tokens),
            lambda: bench.vocabulary.delimiters(thinking, None),
        ):
            with pytest.raises(BudgetError, match=r"</thought> is not one token of this model.*'exaone'"):
                refused()
    finally:
        bench.close()
