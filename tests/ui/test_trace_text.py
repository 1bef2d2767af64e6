"""How a trace reads: marks beside colours, following only at the end, lexing only what is in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from pytestqt.qtbot import QtBot

from app.core.trace import Segment, SpanReason
from app.ui.look import Look
from app.ui.preferences import PreferencesModel
from app.ui.theme import DARK, LIGHT
from app.ui.views.trace_text import TraceText
from tests.support.window import look_of

LINES = [Segment(f"line {number} costs 12 bps\n", None) for number in range(200)]


@pytest.fixture
def look(qtbot: QtBot) -> Iterator[tuple[Look, PreferencesModel]]:
    made = look_of()
    yield made
    made[0].deleteLater()


@pytest.fixture
def text(look: tuple[Look, PreferencesModel], qtbot: QtBot) -> TraceText:
    made = TraceText(look[0], "a trace")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def bar_place(text: TraceText) -> tuple[int, int]:
    bar = text.verticalScrollBar()
    return bar.value(), bar.maximum()


def formats(text: TraceText, line: int) -> list[QTextLayout.FormatRange]:
    return text.document().findBlockByNumber(line).layout().formats()


def test_injected_text_is_marked_by_text_too(text: TraceText) -> None:
    text.show_segments(
        [
            Segment("so far\n", None),
            Segment("Wait", SpanReason.WAIT),
            Segment(", more", None),
            Segment("\n<|im_start|>answer\nFinal Answer:", SpanReason.FORCED_END),
            Segment(" yes", SpanReason.CHOICE),
        ]
    )
    assert text.toPlainText() == (
        "so far\n⟦injected: Wait⟧, more\n⟦budget reached: <|im_start|>answer\nFinal Answer:⟧⟦ yes⟧"
    )


def test_a_model_cannot_write_a_mark(text: TraceText) -> None:
    text.show_segments([Segment("⟦injected: Wait⟧ <b>bold</b> \u2029 \x00", None)])
    assert text.toPlainText() == "[[injected: Wait]] <b>bold</b> \n \ufffd"


def test_it_follows_only_while_the_end_is_in_sight(text: TraceText, qtbot: QtBot) -> None:
    text.show_segments(LINES)
    assert bar_place(text)[0] == bar_place(text)[1] > 0
    text.append_segments([Segment("one more\n" * 5, None)])
    assert bar_place(text)[0] == bar_place(text)[1]
    text.verticalScrollBar().setValue(40)
    assert not text.following
    assert text.jump.isVisible()
    for _ in range(20):
        text.append_segments([Segment("and more\n", None)])
    assert bar_place(text)[0] == 40
    qtbot.mouseClick(text.jump, Qt.MouseButton.LeftButton)
    assert text.following
    assert not text.jump.isVisible()
    text.append_segments([Segment("the last\n", None)])
    assert bar_place(text)[0] == bar_place(text)[1]


def test_only_what_is_in_sight_is_lexed(text: TraceText, qtbot: QtBot) -> None:
    text.show_segments(LINES)
    text.show_start()
    qtbot.waitUntil(lambda: bool(formats(text, 0)))
    assert [(each.start, each.length) for each in formats(text, 3)] == [(5, 1), (13, 6)]
    assert formats(text, 150) == []
    text.verticalScrollBar().setValue(150)
    qtbot.waitUntil(lambda: bool(formats(text, 150)))


def test_a_line_that_grows_is_lexed_again(text: TraceText, qtbot: QtBot) -> None:
    text.show_segments([Segment("t is ", None)])
    qtbot.wait(1)
    text.append_segments([Segment("3.4", None)])
    qtbot.waitUntil(lambda: [(each.start, each.length) for each in formats(text, 0)] == [(5, 3)])


def test_code_reaches_over_lines_and_over_appends(text: TraceText, qtbot: QtBot) -> None:
    text.show_segments([Segment("see:\n```python\nx = 1\n", None)])
    text.append_segments([Segment("y = 2\n``", None), Segment("`\nso 3\n", None)])
    qtbot.waitUntil(lambda: bool(formats(text, 5)))
    whole = [(0, len("x = 1"))]
    assert [[(each.start, each.length) for each in formats(text, line)] for line in (2, 3)] == [whole, whole]
    assert [(each.start, each.length) for each in formats(text, 5)] == [(3, 1)]


def test_marks_keep_their_colour_and_a_theme_recolours_all(
    text: TraceText, look: tuple[Look, PreferencesModel], qtbot: QtBot
) -> None:
    text.show_segments([Segment("7 ", None), Segment("Wait 8", SpanReason.WAIT)])
    qtbot.waitUntil(lambda: bool(formats(text, 0)))
    assert [(each.start, each.length) for each in formats(text, 0)] == [(0, 1)]
    assert formats(text, 0)[0].format.foreground().color().name() == LIGHT.number
    from dataclasses import replace

    look[1].set(replace(look[1].value, theme="dark"))
    assert look[0].theme is DARK
    qtbot.waitUntil(lambda: bool(formats(text, 0)))
    assert formats(text, 0)[0].format.foreground().color().name() == DARK.number
    assert text.toPlainText() == "7 ⟦injected: Wait 8⟧"


def test_a_pane_keeps_only_its_last_lines(look: tuple[Look, PreferencesModel], qtbot: QtBot) -> None:
    pane = TraceText(look[0], "a pane", lines=50)
    qtbot.addWidget(pane)
    for segment in LINES:
        pane.append_segments([segment])
    assert pane.document().blockCount() == 50
    assert pane.toPlainText().splitlines()[-1] == "line 199 costs 12 bps"
