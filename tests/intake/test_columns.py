"""Column names and the roles they get."""

from __future__ import annotations

import pytest

from app.core.hypothesis import Hypothesis
from app.intake import read_text
from app.intake.columns import ALIASES, key, resolve, role_of


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("ID", "id"),
        ("#", "id"),
        ("Acronym", "id"),
        (" Hypothesis-ID ", "id"),
        ("Ref.", "id"),
        ("Short_Title", "title"),
        ("NAME", "title"),
        ("Hypothesis (one sentence)", "statement"),
        ("claim 2", "statement"),
        ("Idea:", "statement"),
        ("\uff34\uff45\uff58\uff54", "statement"),
        ("Economic rationale", "rationale"),
        ("Data sources", "data"),
        ("holding_period [days]", "horizon"),
        ("t-stat", "t-statistic"),
        ("Transaction costs", "costs"),
        ("Verdict", "label"),
        ("Good?", "label"),
        ("author", ""),
        ("", "statement"),
    ],
)
def test_names_are_known_whatever_their_writing(name: str, role: str) -> None:
    assert role_of(name) == role


def test_every_alias_is_written_as_it_is_looked_up_and_has_one_role() -> None:
    aliases = [alias for aliases in ALIASES.values() for alias in aliases]
    assert [key(alias) for alias in aliases] == aliases
    assert len(set(aliases)) == len(aliases)


def test_the_surer_alias_gets_the_role_and_the_other_is_a_detail() -> None:
    columns = resolve(["Name", "Description", "Title", "Statement", "#", "Acronym", "Owner"])
    assert columns.id == "Acronym"
    assert columns.taken == (
        ("Name", "name"),
        ("Description", "description"),
        ("Title", "title"),
        ("Statement", "statement"),
        ("#", ""),
        ("Acronym", "id"),
        ("Owner", ""),
    )


def test_the_other_column_steps_in_where_the_surer_one_is_empty() -> None:
    found = read_text("hypothesis,description\none,more\n,two\n", "clipboard").assemble()
    assert found.hypotheses == (
        Hypothesis("row-2", "", "one", (("description", "more"),), row=2),
        Hypothesis("row-3", "", "two", row=3),
    )


def test_without_a_statement_the_title_is_the_statement() -> None:
    found = read_text("id,title,data\nA,Momentum in small caps,CRSP\n", "clipboard").assemble()
    assert found.hypotheses == (Hypothesis("A", "", "Momentum in small caps", (("data", "CRSP"),), row=2),)
    assert found.columns == (("id", "id"), ("title", "statement"), ("data", "data"))


def test_a_label_never_becomes_a_detail() -> None:
    found = read_text("id,statement,label,verdict,rationale\nA,one,good,reject,why\n", "clipboard").assemble()
    assert found.hypotheses[0].label == "good"
    assert found.hypotheses[0].details == (("rationale", "why"),)
    assert ("verdict", "") in found.columns


def test_details_keep_their_order_and_their_unit_and_skip_what_is_ignored() -> None:
    found = read_text(
        "universe,owner,statement,Horizon (days),data\nS&P 500,me,one,5,\n", "clipboard"
    ).assemble()
    assert found.hypotheses[0].details == (("universe", "S&P 500"), ("horizon (days)", "5"))
    assert ("owner", "") in found.columns


def test_a_user_may_say_what_a_column_is() -> None:
    raw = read_text("code,claim,verdict,why\nA,one,good,because\nB,two,bad,\n", "clipboard")
    by_name = raw.assemble()
    assert dict(by_name.columns) == {
        "code": "id",
        "claim": "statement",
        "verdict": "label",
        "why": "rationale",
    }
    said = raw.assemble({"code": "title", "why": "statement", "verdict": "detail", "claim": "detail"})
    assert dict(said.columns) == {"code": "title", "claim": "claim", "verdict": "verdict", "why": "statement"}
    assert [h.statement for h in said.hypotheses] == ["because"]
    assert said.hypotheses[0].details == (("claim", "one"), ("verdict", "good"))
    assert said.hypotheses[0].label is None
    assert [(row.row, row.reason) for row in said.unreadable] == [(3, "no statement")]
    assert "code" not in raw.assemble({"code": ""}).hypotheses[0].id
