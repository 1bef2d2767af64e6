"""Answer forms, prompt files and thinking formats: what is read, and what is refused in one sentence."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.answer import AnswerForm, Choice, Literal, Text
from app.core.errors import BudgetError, ModelError, PromptError
from app.core.hypothesis import Hypothesis
from app.core.prompt import PromptTemplate, hypothesis_text
from app.core.provenance import sha256_hex
from app.core.thinking import ThinkingFormat, choose_format

CHATML, THINK = frozenset({"<|im_start|>", "<|im_end|>"}), frozenset({"<think>", "</think>"})
RESOURCES = Path(__file__).parents[2] / "resources"
PROMPT = """
name = "mine"
version = 3
system = " Be careful. "
task = "Judge this: {hypothesis} Now."
[[answer]]
literal = "Verdict:"
[[answer]]
choice = "verdict"
options = [" advance", " reject"]
[[answer]]
text = "reason"
max_tokens = 9
"""


def shipped_formats() -> tuple[ThinkingFormat, ...]:
    tables = tomllib.loads((RESOURCES / "thinking_formats.toml").read_text(encoding="utf-8"))
    return tuple(ThinkingFormat.from_mapping(name, table) for name, table in tables.items())


def test_a_form_is_read_in_its_order() -> None:
    form = AnswerForm.from_tables(
        [
            {"literal": "Verdict:"},
            {"choice": "verdict", "options": [" advance", " reject"]},
            {"text": "reason", "max_tokens": 9},
            {"text": "notes", "max_tokens": 5, "multiline": True},
        ]
    )
    assert form.parts == (
        Literal("Verdict:"),
        Choice("verdict", (" advance", " reject")),
        Text("reason", 9),
        Text("notes", 5, multiline=True),
    )


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"literal": 3},
        {"literal": "a", "choice": "b"},
        {"choice": "verdict"},
        {"choice": "verdict", "options": " advance"},
        {"choice": "verdict", "options": ["a", "b"], "max_tokens": 3},
        {"text": "reason"},
        {"text": "reason", "max_tokens": "9"},
        {"text": "reason", "max_tokens": 9, "temperature": 1},
        {"text": "reason", "max_tokens": 9, "multiline": "no"},
        "literal",
        7,
    ],
)
def test_a_table_that_is_no_part_is_refused_by_its_number(table: Any) -> None:
    with pytest.raises(PromptError, match="table 2 is neither"):
        AnswerForm.from_tables([{"literal": "x"}, table])


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((Text("a", 1), Choice("a", ("x", "y"))), "names a field twice"),
        ((Choice("a", ("x",)),), "two or more different"),
        ((Choice("a", ("x", "x")),), "two or more different"),
        ((Choice("a", ("x", " x", "y")),), "two or more different"),
        ((Choice("a", ("x", "")),), "two or more different"),
        ((Text("a", 0),), "at least 1"),
    ],
)
def test_a_form_that_cannot_be_asked_is_refused(parts: tuple[Choice | Text, ...], words: str) -> None:
    with pytest.raises(PromptError, match=words):
        AnswerForm(parts)


def test_a_prompt_file_is_cut_at_the_hypothesis() -> None:
    data = PROMPT.encode()
    prompt = PromptTemplate.parse(data, "mine.toml")
    assert (prompt.name, prompt.version, prompt.system) == ("mine", 3, "Be careful.")
    assert (prompt.task_before, prompt.task_after) == ("Judge this: ", " Now.")
    assert len(prompt.form.parts) == 3
    assert prompt.source == data
    assert prompt.sha256 == sha256_hex(data)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("{hypothesis}", "nothing", "exactly once"),
        ("{hypothesis}", "{hypothesis} {hypothesis}", "exactly once"),
        ('name = "mine"', "", "'name' of type str"),
        ("version = 3", 'version = "3"', "'version' of type int"),
        ("[[answer]]", "[[answers]]", "'answer' of type list"),
        ("version = 3", "version = ", "not valid UTF-8 TOML"),
        ('literal = "Verdict:"', "literal = 5", "table 1"),
    ],
)
def test_a_prompt_file_that_lacks_something_is_refused_by_name(before: str, after: str, words: str) -> None:
    with pytest.raises(PromptError, match=words) as caught:
        PromptTemplate.parse(PROMPT.replace(before, after).encode(), "mine.toml")
    assert "mine.toml" in str(caught.value) or "[[answer]]" in str(caught.value)


def test_a_prompt_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(PromptError, match=r"mine\.toml is not valid UTF-8"):
        PromptTemplate.parse(PROMPT.replace("mine", "\u00fcber").encode("latin-1"), "mine.toml")


@pytest.mark.parametrize("name", ["triage", "deep"])
def test_the_shipped_prompts_are_whole(name: str) -> None:
    data = (RESOURCES / "prompts" / f"{name}.toml").read_bytes()
    prompt = PromptTemplate.parse(data, f"{name}.toml")
    assert prompt.name == name
    assert any(isinstance(part, Choice) and part.name == "verdict" for part in prompt.form.parts)


def test_a_model_sees_neither_id_nor_row_nor_label() -> None:
    shown = hypothesis_text(Hypothesis("H-17", "Drift", "It drifts.", (("universe", "US"),), 31, "good"))
    assert shown == "Title: Drift\nHypothesis: It drifts.\nUniverse: US"
    assert hypothesis_text(Hypothesis("H-17", "", "It drifts.")) == "Hypothesis: It drifts."


def test_the_format_follows_the_chat_template() -> None:
    def chosen(template: str, tokens: frozenset[str], asked: str = "auto") -> tuple[str, bool]:
        found = choose_format(shipped_formats(), template, tokens, asked)
        assert bool(found.why) is found.guessed
        return found.format.name, found.guessed

    assert chosen("<|im_start|>{{ x.split('</think>') }}", CHATML | THINK) == ("think", False)
    assert chosen("[INST]{{ '[/THINK]' }}", frozenset({"[THINK]", "[/THINK]"})) == ("mistral", False)
    # ChatML, which says nothing of thinking: by the vocabulary, or else it may be a model of s1.
    assert chosen("<|im_start|>assistant", CHATML | THINK) == ("think", True)
    assert chosen("<|im_start|>assistant", CHATML) == ("s1", True)
    assert chosen("<|im_start|>assistant", CHATML, "s1") == ("s1", False)
    assert chosen("<|im_start|>assistant", CHATML | THINK, "s1") == ("s1", False)
    assert chosen("[INST] {{ x }} [/INST]", THINK) == ("think", True)


def test_a_format_whose_end_is_not_one_token_is_refused() -> None:
    formats = shipped_formats()
    for asked in ("auto", "think"):
        with pytest.raises(BudgetError, match=r"</think> is not one token of this model.*'think'"):
            choose_format(formats, "<|im_start|>{{ x.split('</think>') }}", CHATML, asked)
    with pytest.raises(BudgetError, match="<think> is not one token"):
        choose_format(formats, "{{ '</think>' }}", {"</think>"})


def test_no_template_no_format_or_an_unknown_one_is_refused() -> None:
    formats = shipped_formats()
    names = ", ".join(each.name for each in formats)
    with pytest.raises(PromptError, match=rf"no thinking delimiters.*thinking format \({names}\)"):
        choose_format(formats, "[INST] {{ x }} [/INST]", CHATML)
    with pytest.raises(PromptError, match=rf"no thinking format 's2'; use one of: {names}, auto"):
        choose_format(formats, "<|im_start|>", CHATML, "s2")
    with pytest.raises(ModelError, match="no chat template"):
        choose_format(formats, "", CHATML | THINK, "think")


def test_formats_are_compared_by_how_they_run() -> None:
    s1 = shipped_formats()[-1]
    assert s1.guess
    assert s1 == replace(s1, guess=False, template_has=())
    assert s1 != replace(s1, end_markers=("<|im_end|>",))
    assert s1 != replace(s1, switches=(("thinking_mode", "on"),))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"start": None}, "lacks 'start'"),
        ({"end_markers": None}, "lacks 'end_markers'"),
        ({"end": 5}, "'end' of thinking format 'x' must be a text"),
        ({"end_markers": "</think>"}, "'end_markers' of thinking format 'x' must be a list"),
        ({"template_has": [1]}, "'template_has' of thinking format 'x' must be a list"),
    ],
)
def test_a_format_that_is_wrong_is_refused_by_its_key(change: dict[str, Any], words: str) -> None:
    table: dict[str, Any] = {"start": "<t>", "end": "</t>", "forced_end": "</t>", "end_markers": ["</t>"]}
    table |= {"template_has": ["</t>"], **change}
    with pytest.raises(PromptError, match=words):
        ThinkingFormat.from_mapping("x", {k: v for k, v in table.items() if v is not None})
