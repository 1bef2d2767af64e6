"""German proves that every text can be another: complete, current, and in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from app.core.errors import ListError
from app.core.sentence import Sentence
from app.hub.catalogue import read_catalogue
from app.service import paths
from app.ui import language, words
from app.ui.views.import_dialog import ImportDialog
from tests.support.window import Hand, window

ROOT = Path(__file__).parents[2]
PLACES = re.compile(r"\{[^{}]*\}|%L?n")


def collecting() -> ModuleType:
    """packaging/translations.py, which is a script and in no package."""
    spec = spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translations = collecting()


@pytest.fixture
def german(qtbot: QtBot) -> Iterator[None]:
    """The application speaks German, and English again after the test."""
    before = QLocale()
    application = QApplication.instance()
    assert application
    language.speak(application, "de")
    yield
    language.speak(application, "en")
    QLocale.setDefault(before)


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


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The language files with nothing in them but the program's texts."""
    folder = tmp_path_factory.mktemp("languages")
    files = {code: folder / f"winnow_{code}.ts" for code in ("de", "en")}
    translations.update(files)
    return files


@pytest.mark.parametrize("code", ["de", "en"])
def test_a_language_has_the_programs_texts(collected: dict[str, Path], code: str) -> None:
    assert messages(collected[code]).keys() == messages(language.FOLDER / f"winnow_{code}.ts").keys()


@pytest.mark.parametrize("code", ["de", "en"])
def test_a_compiled_language_is_current(tmp_path: Path, code: str) -> None:
    compiled = tmp_path / "fresh.qm"
    source = language.FOLDER / f"winnow_{code}.ts"
    translations.compile_one(source, compiled)
    assert compiled.read_bytes() == source.with_suffix(".qm").read_bytes()


@pytest.mark.parametrize(
    "call",
    [
        'ListError(f"{name} is empty.")',
        "ListError(text, name)",
        'ListError("{0} is damaged: {1}.", name)',
        'ListError("{} is damaged: {}.", name, why)',
        'ListError("{0} is damaged." if bad else "{0} is damaged: {1}.", name, why)',
    ],
)
def test_a_sentence_that_cannot_be_translated_is_found(tmp_path: Path, call: str) -> None:
    (tmp_path / "module.py").write_text(f"class ListError(KnownError): ...\n{call}\n")
    with pytest.raises(ValueError, match=r"module\.py:2: "):
        translations.sentences(tmp_path)


def test_what_the_shipped_models_are_good_for_is_among_the_texts(collected: dict[str, Path]) -> None:
    shipped = {spec.good_for for spec in read_catalogue(paths.CATALOGUE)}
    assert len(shipped) > 5
    found = messages(collected["de"])
    assert shipped == {source for context, source in found if context == "catalogue"}


def test_the_sentences_of_derived_errors_are_found(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text('errors.EngineCrashed("{} ended.", name, exit_code=1)\nTrace("no")\n')
    (tmp_path / "two.py").write_text(
        "class EngineCrashed(EngineError): ...\nclass EngineError(KnownError): ...\n"
        'Sentence("full" if full else "empty")\nSentence(*self.args)\n'
    )
    assert translations.sentences(tmp_path) == ["empty", "full", "{} ended."]


def test_the_window_speaks_german(german: None, qtbot: QtBot) -> None:
    with window(qtbot, language="de") as hand:
        assert hand.window.acts["open"].text() != "&Open a list…"
        assert hand.window.menuBar().actions()[0].text().replace("&", "") == "Datei"
        english = {"Start", "Settings", "History", "Search", "Survivors", "Plan and", "Waits and"}
        texts = {each.text() for each in hand.page.table.chips.buttons()}
        assert not texts & english


def test_what_is_wrong_with_a_list_is_said_in_german(german: None, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "{0}.json"
    broken.write_text("[{")
    with window(qtbot, language="de") as hand:
        hand.drop_file(broken)
        told = hand.banner("ist kein gültiges JSON (Zeile 1, Spalte").accessibleName()
        assert "{0}.json ist" in told
        why = rejected(hand, tmp_path)
    assert why == ["ID 'A' erneut wie in Zeile 2", "leer"]


def rejected(hand: Hand, folder: Path) -> list[str]:
    """Why the rows of a list are left out, as its preview says."""
    path = folder / "list.csv"
    path.write_text("id,hypothesis\nA,Momentum pays.\nA,Value pays.\n\nB,Carry pays.\n")
    hand.drop_file(path)
    dialog = hand.dialog(ImportDialog)
    table = dialog.tabs.widget(1)
    assert isinstance(table, QTableWidget)
    why = [item.text() for row in range(table.rowCount()) if (item := table.item(row, 1))]
    dialog.reject()
    return why


def test_sentences_within_a_sentence_are_translated(german: None) -> None:
    said = Sentence("not valid JSON: {}", Sentence("column {0}: {1}", 2, "{1}"))
    assert words.sentence(said) == "kein gültiges JSON: Spalte 2: {1}"
    assert words.sentence(ListError("id {!r} again", "{A}")) == "ID '{A}' erneut"
    assert words.sentence(Sentence("not valid JSON: {}", ListError("empty"))) == "kein gültiges JSON: leer"
    assert words.sentence("empty") == "empty"  # As it was recorded.


def test_an_unknown_language_is_english(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert application
    assert language.speak(application, "xx") in language.LANGUAGES
    language.speak(application, "en")
