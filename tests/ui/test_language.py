"""German proves that every text can be another: complete, current, and in use."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui import language
from tests.support.window import window

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
PLACES = re.compile(r"\{\w*\}|%L?n")
SOURCES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "app" / "ui").rglob("*.py"))


def messages(file: Path) -> dict[tuple[str, str], ElementTree.Element]:
    """By context and source text."""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            found[context.findtext("name", ""), message.findtext("source", "")] = message
    return found


def forms(message: ElementTree.Element) -> list[str]:
    """A message's translation, one text for each plural form."""
    translation = message.find("translation")
    assert translation is not None
    plural = [form.text or "" for form in translation.iter("numerusform")]
    return plural or [translation.text or ""]


@pytest.mark.parametrize("code", ["de", "en"])
def test_a_language_is_complete_and_keeps_every_place(code: str) -> None:
    for (context, source), message in messages(language.FOLDER / f"winnow_{code}.ts").items():
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, (context, source)
        for text in forms(message):
            assert text.strip(), (context, source)
            wanted = set(PLACES.findall(source))
            # A singular may say "one" without the number.
            assert wanted - set(PLACES.findall(text)) <= ({"%Ln", "%n"} if len(forms(message)) > 1 else set())
            assert set(PLACES.findall(text)) <= wanted, (context, source)


@pytest.mark.parametrize(("code", "more"), [("de", []), ("en", ["-pluralonly"])])
def test_a_language_has_the_programs_texts(tmp_path: Path, code: str, more: list[str]) -> None:
    fresh = tmp_path / f"winnow_{code}.ts"
    tool = TOOLS / "pyside6-lupdate"
    options = ["-source-language", "en", "-target-language", code, *more]
    subprocess.run([tool, *options, *SOURCES, "-ts", fresh], check=True, cwd=ROOT, capture_output=True)
    assert messages(fresh).keys() == messages(language.FOLDER / f"winnow_{code}.ts").keys()


@pytest.mark.parametrize("code", ["de", "en"])
def test_a_compiled_language_is_current(tmp_path: Path, code: str) -> None:
    compiled = tmp_path / "fresh.qm"
    source = language.FOLDER / f"winnow_{code}.ts"
    subprocess.run([TOOLS / "pyside6-lrelease", source, "-qm", compiled], check=True, capture_output=True)
    assert compiled.read_bytes() == source.with_suffix(".qm").read_bytes()


def test_the_window_speaks_german(qtbot: QtBot) -> None:
    before = QLocale()
    try:
        with window(qtbot, language="de") as hand:
            assert hand.window.acts["open"].text() != "&Open a list…"
            assert hand.window.menuBar().actions()[0].text().replace("&", "") == "Datei"
            english = {"Start", "Settings", "History", "Search", "Survivors", "Plan and", "Waits and"}
            texts = {each.text() for each in hand.page.table.chips.buttons()}
            assert not texts & english
    finally:
        application = QApplication.instance()
        assert application
        language.speak(application, "en")
        QLocale.setDefault(before)


def test_an_unknown_language_is_english(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert application
    assert language.speak(application, "xx") in language.LANGUAGES
    language.speak(application, "en")
