"""The HTML report is one valid file without scripts or remote parts, whatever text is in it."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from app.report.html import to_html
from app.service.paths import REPORT_TEMPLATES
from tests.report.conftest import Told
from tests.support.reported import FORMULA, LINKS, LONG, MARKUP, SPECIAL

_VOID = {"meta", "col"}
_ELEMENTS = (
    {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "nav",
        "main",
        "section",
        "h1",
        "h2",
        "h3",
        "h4",
    }
    | {"p", "ol", "ul", "li", "dl", "dt", "dd", "div", "a", "bdi", "code", "strong", "span", "mark", "table"}
    | {"caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "figure", "figcaption"}
    | {"svg", "rect", "line", "path", "text", "circle"}
)
_ATTRIBUTES = (
    {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "id",
        "class",
        "href",
        "aria-label",
        "aria-labelledby",
    }
    | {
        "role",
        "tabindex",
        "scope",
        "dir",
        "xmlns",
        "viewbox",
        "width",
        "height",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
    }
    | {"d", "cx", "cy", "r", "text-anchor"}
)


@dataclass
class Page(HTMLParser):
    """What a parser finds in a page."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    policy: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def parsed(told: Told) -> tuple[Page, str]:
    source = to_html(told.document, REPORT_TEMPLATES).decode()
    page = Page()
    page.feed(source)
    page.close()
    assert page.open == []
    return page, source


@pytest.fixture(scope="module", params=["eventful", "hostile"])
def told(request: pytest.FixtureRequest) -> Told:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Told)
    return found


def test_there_is_no_element_or_attribute_but_the_templates_own(told: Told) -> None:
    page, source = parsed(told)
    assert {tag for tag, _ in page.tags} <= _ELEMENTS
    assert {name for _, attributes in page.tags for name in attributes} <= _ATTRIBUTES
    assert source.count("<style") == source.count("</style") == 1
    assert "<script" not in source.lower()
    assert "\0" not in source


def test_nothing_is_loaded_and_the_policy_says_so(told: Told) -> None:
    page, source = parsed(told)
    (policy,) = (tag["content"] for tag in page.of("meta") if tag.get("http-equiv"))
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style[1]
    assert "@import" not in style[1]
    assert not [attributes for _, attributes in page.tags if "src" in attributes or "style" in attributes]


def test_links_lead_only_to_places_within(told: Told) -> None:
    page, _ = parsed(told)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {str(attributes["href"]) for attributes in page.of("a")}
    assert {target.removeprefix("#") for target in targets} <= set(ids)
    assert all(target.startswith("#") for target in targets)
    for _, attributes in page.tags:
        if label := attributes.get("aria-labelledby"):
            assert label in ids


def test_headings_go_down_step_by_step_and_tables_have_heads(told: Told) -> None:
    page, _ = parsed(told)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == 9
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {str(head["scope"]) for head in page.of("th")} == {"col", "row"}
    assert len(page.of("caption")) == len(page.of("table"))
    assert all(chart["role"] == "img" and chart["aria-label"] for chart in page.of("svg"))


def test_hostile_text_is_there_as_text(hostile: Told) -> None:
    page, _ = parsed(hostile)
    for text in (MARKUP, FORMULA, SPECIAL, LINKS, LONG):
        assert text in page.text
    assert "[U+202E]gnp.exe[U+2066][U+200F]" in page.text
    assert "[U+0000][U+0001][U+001B][31mred" in page.text
    assert not set(page.text) & set("\0\x1b\x7f\x85\u202e\u2066\u200f")


def test_texts_of_others_are_isolated(hostile: Told) -> None:
    _, source = parsed(hostile)
    isolates = (
        r"<bdi[ >].*?</bdi>",
        r'<(p|div|dt)[^>]* dir="auto">.*?</\1>',
        r"<title>.*?</title>",
        r'aria-label=".*?"',
    )
    for isolate in isolates:
        source = re.sub(isolate, "", source, flags=re.DOTALL)
    assert not [c for c in source if unicodedata.bidirectional(c) in ("R", "AL", "AN")]


def test_each_section_tells_what_happened(eventful: Told) -> None:
    text = " ".join(parsed(eventful)[0].text.split())
    report = eventful.report
    for told in (
        "This screen ran on the demo model.",
        "Ada (as named for this report)",
        "the same text as row 2",
        "too few columns",
        "The desk tried it in 2019.",
        f"undone by entry {report.judgements[0].undone_by}",
        "withdrawal",
        f"done, entry {report.attempts[0].done_by}",
        "run interrupted, entry",
        f"{report.trials.distinct} distinct hypotheses",
        report.head.hash,
        f"main.py replay --screen {report.screen_id}",
        "estimated miss rate",
        "⟦forced end: ",
        "⟦literal: Verdict:⟧",
    ):
        assert told in text, told
    for row in report.rows:
        assert row.hypothesis.statement.strip() in text or row.hypothesis.id == "L"
        for done in row.passes:
            assert done.trace_sha256 in text
    assert all(entry.hash in text for entry in report.entries)


def test_prompts_are_told_in_full(eventful: Told) -> None:
    text = " ".join(parsed(eventful)[0].text.split())
    for plan in (eventful.report.plan.triage, eventful.report.plan.deep):
        for part in (plan.prompt.system, plan.prompt.task_before, plan.prompt.sha256):
            assert " ".join(part.split()) in text
