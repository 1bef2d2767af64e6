"""The small parts: the dial's scale, run states, preferences, colours, words, and a library's defect."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from itertools import pairwise, product
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QLocale, Qt
from pytestqt.qtbot import QtBot

from app import __version__
from app.core.hypothesis import Hypothesis
from app.service.kept_engine import Loading
from app.service.opening import SelfTest
from app.service.rows import Row
from app.ui import words
from app.ui.models.plan_model import DIAL_STEPS, MOST, step_of, tokens_at
from app.ui.models.rows_filter import RowsFilter
from app.ui.models.rows_model import RowsModel
from app.ui.models.run_state import RunState, step
from app.ui.preferences import Preferences, PreferencesModel
from app.ui.theme import DARK, LIGHT, Theme, palette, style_sheet

ROOT = Path(__file__).parents[2]


def test_the_dial_is_logarithmic_from_nothing_to_the_top() -> None:
    scale = [tokens_at(number) for number in range(DIAL_STEPS + 1)]
    assert scale[0] == 0
    assert scale[1] == 8
    assert scale[-1] == MOST
    assert scale == sorted(set(scale))
    assert {64, 512, 1024, 4096} <= set(scale)
    assert all(1.08 < after / before < 1.3 for before, after in pairwise(scale[1:]))
    assert [step_of(tokens) for tokens in scale] == list(range(DIAL_STEPS + 1))
    assert step_of(10**7) == DIAL_STEPS


def test_a_run_goes_only_where_it_may() -> None:
    assert step(RunState.READY, RunState.LOADING) is RunState.LOADING
    assert step(RunState.PAUSED, RunState.PAUSED) is RunState.PAUSED
    for before, after in (
        (RunState.READY, RunState.RUNNING),
        (RunState.COMPLETE, RunState.RUNNING),
        (RunState.STOPPING, RunState.RUNNING),
        (RunState.RUNNING, RunState.READY),
    ):
        with pytest.raises(ValueError, match="cannot become"):
            step(before, after)


def test_preferences_outlive_the_program_and_a_broken_file(home: Path, qtbot: QtBot) -> None:
    file = home / "settings.ini"
    wanted = Preferences(theme="dark", parallel=3, exact=False, store="a b.sqlite", font_size=13)
    first = PreferencesModel(file)
    with qtbot.waitSignal(first.changed) as changed:
        first.set(wanted)
    assert changed.args == [Preferences(), wanted]
    first.keep_layout("table", QByteArray(b"\x00state"))
    first.keep_note("folder", "/tmp/ä")
    first.flush()
    again = PreferencesModel(file)
    assert again.value == wanted
    assert again.layout("table") == QByteArray(b"\x00state")
    assert again.note("folder") == "/tmp/ä"
    text = file.read_text(encoding="utf-8").replace("parallel=3", "parallel=many")
    file.write_text(text, encoding="utf-8")
    assert PreferencesModel(file).value == replace(wanted, parallel=Preferences().parallel)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_in_every_colour_that_it_has(theme: Theme) -> None:
    texts = ("text", "muted", "accent", "advance", "reject", "unsure", "error", "number", "maths", "code")
    grounds = ("window", "surface", "raised")
    pairs = [
        *product(texts, grounds),
        *product(("text", "advance", "reject", "unsure", "error"), ("selection",)),
        ("injected", "injected_ground"),
        ("injected", "surface"),
        ("on_accent", "accent"),
    ]
    low = {
        pair: round(ratio, 2)
        for pair in pairs
        if (ratio := contrast(getattr(theme, pair[0]), getattr(theme, pair[1]))) < 4.5
    }
    assert low == {}
    assert contrast(theme.border, theme.surface) > 1.3


def test_the_style_sheet_has_a_colour_for_each_of_its_names(qtbot: QtBot) -> None:
    for theme in (LIGHT, DARK):
        assert "@" not in style_sheet(theme, 9).partition("*/")[2]
        assert palette(theme).window().color().name() == theme.window
    assert {field.name for field in fields(Theme)} > {"dark", "accent"}


def test_numbers_and_times_are_written_as_the_user_does(qtbot: QtBot) -> None:
    before = QLocale()
    try:
        QLocale.setDefault(QLocale("en_US"))
        assert words.number(1234.5, 1) == "1,234.5"
        assert [words.duration(s) for s in (3.14, 42, 185, 7800)] == [
            "3.1 s",
            "42 s",
            "3 min 05 s",
            "2 h 10 min",
        ]
        assert words.percent(0.755) == "76 %"
        QLocale.setDefault(QLocale("de_DE"))
        assert words.number(1234.5, 1) == "1.234,5"
    finally:
        QLocale.setDefault(before)


def test_the_version_is_the_project_files(qtbot: QtBot) -> None:
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_qt_does_not_lose_references(qtbot: QtBot) -> None:
    """PySide6 6.12.0 does on Python 3.11: None loses one at each call of data(), until Python aborts."""
    shown = RowsFilter()
    shown.setSourceModel(RowsModel([Row(Hypothesis("1", "", "text"))], shown))
    index = shown.index(0, 0)
    before = sys.getrefcount(None)
    for _ in range(2000):
        assert index.data(99) is None
        assert shown.headerData(0, Qt.Orientation.Horizontal, 99) is None
    assert abs(sys.getrefcount(None) - before) < 500


def test_what_a_run_waits_for_is_said() -> None:
    assert words.waits_for(Loading(0.5)) == "Loading the model, 50 %"
    assert (
        words.waits_for(SelfTest(3, 27)) == "Testing whether sequences side by side change a token, 3 of 27"
    )
