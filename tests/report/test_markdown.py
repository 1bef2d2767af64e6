"""The Markdown report holds no markup but its own: checked by a CommonMark parser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.report.markdown import escaped, to_markdown
from app.report.plain import visible
from tests.report.conftest import Told
from tests.support.reported import BIDI, HOSTILE, LINKS, MARKUP, TICKS


def tokens(source: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize(
    "text", [*HOSTILE, "# head", "1. one", "- item", "=====", "+ plus", "~~~", "&lt;", "a_b_c"]
)
def test_an_escaped_text_means_itself(text: str) -> None:
    found = list(tokens(escaped(visible(text))))
    assert {token.type for token in found} <= {
        "paragraph_open",
        "inline",
        "paragraph_close",
        "text",
        "text_special",
    }
    shown = "".join(token.content for token in found if token.type in ("text", "text_special"))
    assert shown.strip("\u2068\u2069") == " ".join(visible(text).split())


@pytest.mark.parametrize("name", ["eventful", "hostile"])
def test_no_text_of_others_is_markup(name: str, request: pytest.FixtureRequest) -> None:
    told: Told = request.getfixturevalue(name)
    source = to_markdown(told.document).decode()
    found = list(tokens(source))
    kinds = {token.type for token in found}
    assert not kinds & {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "hr",
        "code_block",
        "em_open",
        "s_open",
    }
    assert [token.tag for token in found if token.type == "heading_open"].count("h2") == 9
    rows = [token for token in found if token.type == "tr_open"]
    assert len(rows) > len(told.report.rows)


def test_hostile_texts_are_there(hostile: Told) -> None:
    source = to_markdown(hostile.document).decode()
    fences = "".join(token.content for token in tokens(source) if token.type == "fence")
    assert MARKUP in fences
    assert LINKS in fences
    # The fence is longer than the one within.
    assert TICKS.split("\n")[0] in fences
    assert "[U+202E]gnp.exe[U+2066][U+200F] hidden[U+200B]text" in fences
    assert BIDI[0] not in source


def test_each_verdict_is_a_row(eventful: Told) -> None:
    source = to_markdown(eventful.document).decode()
    for row in eventful.report.rows:
        assert f"| {escaped(row.hypothesis.id)} | " in source
