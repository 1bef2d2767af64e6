"""The PDF: the same bytes each time, numbered pages, all text in it, and no text that does anything."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.report.pdf import to_pdf
from app.service.paths import REPORT_TEMPLATES
from tests.report.conftest import Told
from tests.support.reported import FORMULA, MARKUP, TYPST

needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is missing"
)


@pytest.fixture(scope="module")
def eventful_pdf(eventful: Told) -> bytes:
    return to_pdf(eventful.document, REPORT_TEMPLATES)


@pytest.fixture(scope="module")
def hostile_pdf(hostile: Told) -> bytes:
    return to_pdf(hostile.document, REPORT_TEMPLATES)


def pages(pdf: bytes, folder: Path) -> list[str]:
    """The text of each page, in one line."""
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def test_a_document_is_the_same_pdf_each_time(eventful: Told, eventful_pdf: bytes) -> None:
    assert eventful_pdf.startswith(b"%PDF-1.7")
    assert to_pdf(eventful.document, REPORT_TEMPLATES) == eventful_pdf
    time = re.sub(r"\D", "", eventful.report.head.at[:19])
    assert f"/CreationDate(D:{time}Z)".encode() in eventful_pdf


def test_nothing_in_it_does_anything(hostile_pdf: bytes) -> None:
    for action in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/AcroForm"):
        assert action not in hostile_pdf


def test_it_has_bookmarks_and_tags_and_a_language(eventful_pdf: bytes) -> None:
    for mark in (b"/Outlines", b"/StructTreeRoot", b"/Lang(en)"):
        assert mark in eventful_pdf


@needs_poppler
def test_pages_are_numbered_and_headed(eventful: Told, eventful_pdf: bytes, tmp_path: Path) -> None:
    found = pages(eventful_pdf, tmp_path)
    assert len(found) > 9
    for number, page in enumerate(found, 1):
        assert page.endswith(f"{number} / {len(found)}")
        assert number == 1 or page.startswith(f"Screening report screen {eventful.report.screen_id}")


@needs_poppler
def test_its_text_is_that_of_the_report(eventful: Told, eventful_pdf: bytes, tmp_path: Path) -> None:
    text = " ".join(pages(eventful_pdf, tmp_path))
    for told in (
        "This screen ran on the demo model.",
        "Ada (as named for this report)",
        "9 How to verify",
        "The desk tried it in 2019.",
        eventful.report.head.hash,
        "⟦literal: Verdict:⟧",
    ):
        assert told in text, told
    for row in eventful.report.rows:
        for done in row.passes:
            assert done.trace_sha256 in text


@needs_poppler
def test_hostile_text_is_set_as_text(hostile_pdf: bytes, tmp_path: Path) -> None:
    text = " ".join(pages(hostile_pdf, tmp_path)).replace("\u200b", "")
    for hostile in (MARKUP, FORMULA, TYPST):
        assert re.sub(r"\s", "", hostile) in re.sub(r"\s", "", text)
    assert "[U+202E]" in text
    assert text.count("x") > 20_000
