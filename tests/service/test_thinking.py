"""The thinking format of a run, and the day its prompts are told: sealed, recorded, said, and kept to."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.core.budget import ThinkingBudget
from app.core.errors import PromptError
from app.core.plan import PassKind, PassPlan
from app.core.sampling import SamplingParams
from app.core.thinking import ChosenFormat
from app.engine.host import LlamaEngine
from app.service import kinds, paths, recorded, thinking
from app.service.dial_events import DialOpened
from app.service.events import Opened
from app.service.installed import InstalledModel, ModelFile
from app.service.records import plan_from_record, thinking_from_record, thinking_record
from app.service.screens import Screen
from app.service.sealing import PlanDraft, begin
from app.service.think import ThinkPrompt, Thought, think
from app.service.thinking import chosen_for, format_for, settled
from app.store import Store
from tests.support import dials
from tests.support.formats import SHIPPED, SPOKEN
from tests.support.random_model import CHATML, Shape, write_random_model
from tests.support.screens import (
    SETTINGS,
    Loaded,
    demo_rows,
    make_plan,
    short_prompt,
    start,
    stop_after,
)

GREEDY = SamplingParams()
DATED = "Today is {{ strftime_now('%d %b %Y') }}.\n" + CHATML
SMALL = Shape(vocabulary=512, width=128, layers=1, ffn=256)
ASKED = ThinkPrompt("Ask.", "", ThinkingBudget(4), GREEDY, 0, 4)


class Clock(datetime.date):
    """A calendar that a test turns."""

    shown = datetime.date(2026, 12, 31)

    @classmethod
    def today(cls) -> datetime.date:  # type: ignore[override]
        return cls.shown


@pytest.fixture
def midnight(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    """It is the last day of a year."""
    monkeypatch.setattr(Clock, "shown", datetime.date(2026, 12, 31))
    monkeypatch.setattr(thinking, "date", Clock)
    return Clock


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """A model whose template asks what day it is; ChatML otherwise, so that its format is a guess."""
    path = write_random_model(tmp_path_factory.mktemp("dated") / "dated.gguf", SMALL, template=DATED)
    engine = LlamaEngine(replace(SETTINGS, model=path, exact=False))
    yield engine, engine.load()
    engine.close()


def draft() -> PlanDraft:
    passes = (PassPlan(short_prompt(kind.value), ThinkingBudget(6), GREEDY) for kind in PassKind)
    return PlanDraft(*passes)


def prompts(store: Store, screen: Screen) -> list[str]:
    """What each triage pass was asked."""
    bodies = (record.body for (_, kind), record in screen.passes.items() if kind is PassKind.TRIAGE)
    # The random models' bytes are the first 256 ids, the special tokens follow.
    asked = ([t for t in json.loads(store.body(body))["prompt_ids"] if t < 256] for body in bodies)
    return [bytes(ids).decode() for ids in asked]


def test_a_screen_over_midnight_asks_all_rows_on_the_day_it_was_sealed(
    store: Store, dated: Loaded, midnight: type[Clock]
) -> None:
    screen = begin(store, draft(), demo_rows(3), *dated, paths.thinking_formats(), SETTINGS)
    assert (screen.plan.date, screen.plan.guessed) == ("2026-12-31", True)
    stop_after(start(screen, store, dated), 1)
    midnight.shown += datetime.timedelta(1)
    events = start(Screen.load(store, screen.id), store, dated).events()
    (opened,) = (event for event in events if isinstance(event, Opened))
    assert opened.thinking == ChosenFormat(SHIPPED["s1"], guessed=True)
    whole = Screen.load(store, screen.id)
    assert whole.complete
    assert [text.split("\n")[0] for text in prompts(store, whole)] == ["Today is 31 Dec 2026."] * 3
    document = whole.document(store)
    assert (document["plan"]["date"], document["plan"]["guessed"]) == ("2026-12-31", True)
    assert document["thinking"] == {"format": "s1", "guessed": True, "why": opened.thinking.why}
    assert (
        begin(store, draft(), demo_rows(1), *dated, paths.thinking_formats(), SETTINGS).plan.date
        == "2027-01-01"
    )


def test_a_screen_whose_prompts_would_be_others_is_not_resumed(
    store: Store, dated: Loaded, midnight: type[Clock]
) -> None:
    screen = begin(store, draft(), demo_rows(2), *dated, paths.thinking_formats(), SETTINGS)
    stop_after(start(screen, store, dated), 1)
    other = Screen.load(store, screen.id)
    other.plan = replace(other.plan, date="2027-01-01")
    before = store.head()
    with pytest.raises(PromptError, match="gives other prompts than those that this screen began with"):
        list(start(other, store, dated).events())
    assert store.head() == before


def test_a_dial_run_keeps_to_its_day(store: Store, dated: Loaded, midnight: type[Clock]) -> None:
    measured = dials.seal(store, dated, dials.labelled_rows(2), budgets=(4, 8), waits=(0,))
    assert (measured.plan.date, measured.plan.guessed) == ("2026-12-31", True)
    dials.stop_after(dials.start(measured, store, dated), 1)
    other = type(measured).load(store, measured.id)
    assert other.plan == measured.plan
    other.plan = replace(other.plan, date="2027-01-01")
    with pytest.raises(PromptError, match="gives other prompts than those that this dial run began with"):
        list(dials.start(other, store, dated).events())
    midnight.shown += datetime.timedelta(1)
    events = list(dials.start(type(measured).load(store, measured.id), store, dated).events())
    assert [e.thinking.guessed for e in events if isinstance(e, DialOpened)] == [True]
    assert type(measured).load(store, measured.id).complete


def test_a_thought_has_its_day_and_its_guess_on_record(
    store: Store, dated: Loaded, midnight: type[Clock]
) -> None:
    *events, thought = think(store, *dated, paths.thinking_formats(), ASKED)
    assert isinstance(thought, Thought)
    (chosen,) = (event for event in events if isinstance(event, ChosenFormat))
    assert chosen.guessed
    told = thought.document()["thinking"]
    assert told == {"format": "s1", "guessed": True, "why": chosen.why}
    (entry,) = store.entries(kind=kinds.GENERATION_COMPLETED)
    assert entry.payload["date"] == "2026-12-31"
    assert recorded.read(store, entry).request.format == SHIPPED["s1"]
    named = replace(ASKED, format="s1")
    *_, asked = think(store, *dated, paths.thinking_formats(), named)
    assert isinstance(asked, Thought)
    assert asked.document()["thinking"] == {"format": "s1", "guessed": False, "why": None}


def test_no_day_is_kept_where_none_is_asked_for(store: Store, loose: Loaded) -> None:
    *_, thought = think(store, *loose, paths.thinking_formats(), ASKED)
    assert isinstance(thought, Thought)
    assert "date" not in thought.record
    assert begin(store, draft(), demo_rows(1), *loose, paths.thinking_formats(), SETTINGS).plan.date is None


def test_what_the_catalogue_says_of_a_model_is_no_guess(store: Store, dated: Loaded, loose: Loaded) -> None:
    formats = paths.thinking_formats()
    assert chosen_for(store, *loose, formats) == ChosenFormat(SHIPPED["s1"])  # the demo model, by its path
    assert chosen_for(store, *dated, formats).guessed
    model = dated[1]
    file = ModelFile(model.path, model.size, model.sha256)
    pinned = InstalledModel("s1-7b", "s1", (file,), model.sha256, True, "", "", "qwen2", "F16")
    store.append([pinned.draft])
    assert chosen_for(store, *dated, formats) == ChosenFormat(SHIPPED["s1"])
    # What the file itself says goes before it.
    tokens = {"<think>", "</think>", "<|im_start|>", "<|im_end|>"}
    assert settled(formats, "{{ '</think>' }}", tokens, catalogued="s1") == ChosenFormat(SHIPPED["think"])
    assert settled(formats, "<|im_start|>", tokens, catalogued="s1") == ChosenFormat(SHIPPED["s1"])
    assert settled(formats, "<|im_start|>", tokens).format == SHIPPED["think"]


def test_records_from_before_days_and_guesses_are_read_as_they_were(store: Store, loose: Loaded) -> None:
    plan = make_plan(loose[1])
    record = plan.record()
    assert not {"date", "guessed"} & record.keys()
    bodies = {each.prompt.sha256: each.prompt.source for each in (plan.triage, plan.deep)}
    assert plan_from_record(record, bodies.__getitem__) == plan
    later = replace(plan, date="2026-12-31", guessed=True)
    assert plan_from_record(json.loads(json.dumps(later.record())), bodies.__getitem__) == later
    old = {
        "name": "s1",
        "start": "<|im_start|>think",
        "end": "<|im_start|>answer",
        "forced_end": "\n<|im_start|>answer\nFinal Answer:",
        "end_markers": ["<|im_start|>", "<|im_end|>"],
        "template_has": ["<|im_start|>"],
        "wait_text": "Wait",
    }
    assert thinking_from_record(old) == format_for(*loose, paths.thinking_formats(), "s1")


@pytest.mark.parametrize("name", SPOKEN)
def test_a_format_is_read_back_from_its_record(name: str) -> None:
    record = json.loads(json.dumps(thinking_record(SHIPPED[name])))
    again = thinking_from_record(record)
    assert again == SHIPPED[name]
    assert hash(again) == hash(SHIPPED[name])
    assert thinking_record(again) == thinking_record(SHIPPED[name])
