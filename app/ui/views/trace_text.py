"""The text of a trace: injected spans marked in colour and by text, numbers and code highlighted."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QSizePolicy, QTextEdit

from app.core.trace import Segment, SpanReason
from app.report.lexer import Kind, is_fence, pieces
from app.ui import words
from app.ui.look import Look

_OPEN, _CLOSE = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
_MARGIN = 8
# Qt's own separators, which would begin a new block or line in the middle of a line.
_SEPARATORS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\r": "\n", "\0": "\ufffd"}) | words.VISIBLE


class TraceText(QPlainTextEdit):
    """Follows a growing text only while its end is in sight; a button jumps back there."""

    def __init__(self, look: Look, name: str, *, lines: int = 0, tallest: int = 0) -> None:
        """A read-only text.

        Args:
            name: for screen readers.
            lines: how many of the last ones are kept; 0 keeps all.
            tallest: as tall as its text, up to so many lines; 0 leaves the height to the layout.
        """
        super().__init__()
        self._tallest = tallest
        self._growing = True
        self._parting: int | None = None
        self._look = look
        self._segments: list[Segment] = []
        self._in_code: list[bool] = [False]
        self._following = True
        self._moving = False
        self._formats: dict[Kind | None, QTextCharFormat] = {}
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setMaximumBlockCount(lines)
        if tallest:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)
        self._fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._highlighting = QTimer(self, singleShot=True, interval=0)
        self._highlighting.timeout.connect(self._highlight_visible)
        self.jump = QPushButton(self.tr("Jump to latest"), self)
        self.jump.setAccessibleDescription(self.tr("Follow the text again as it grows"))
        self.jump.clicked.connect(self.follow)
        self.jump.hide()
        look.dress(self.jump, "latest")
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._range_changed)
        self.updateRequest.connect(self._highlighting.start)
        look.changed.connect(self._restyle)
        self._restyle()

    @property
    def following(self) -> bool:
        """Whether the end is kept in sight."""
        return self._following

    def show_segments(
        self, segments: Iterable[Segment], *, growing: bool = True, parting: int | None = None
    ) -> None:
        """Show another text.

        Args:
            growing: a text that does not grow has no latest to jump to.
            parting: the character from which it differs from another text, which is then marked and in sight.
        """
        self._growing, self._parting = growing, parting
        self._segments = list(segments)
        self._in_code = [False]
        self._moving = True
        self.clear()
        self.setExtraSelections([])
        self._following = True
        if parting is None:
            self._insert(self._segments)
        else:
            before, after = _cut(self._segments, parting)
            self._insert(before)
            start = self.document().characterCount() - 1
            self._insert(after)
            self._mark_line(start)
        self._moving = False
        self._keep_end()

    def append_segments(self, segments: Iterable[Segment]) -> None:
        """Add to the text; the reader's place stays where it is unless it is the end."""
        new = list(segments)
        if not new:
            return
        self._segments += new
        if self.maximumBlockCount():
            del self._segments[: -4 * self.maximumBlockCount()]
        bar = self.verticalScrollBar()
        before = bar.value()
        self._moving = True
        self._insert(new)
        if not self._following:
            bar.setValue(before)
        self._moving = False
        self._keep_end()

    def show_start(self) -> None:
        """Look at the beginning."""
        self._following = False
        self.verticalScrollBar().setValue(0)

    def follow(self) -> None:
        """Look at the end, and stay there."""
        self._following = True
        self._keep_end()
        self.jump.hide()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        hint = super().sizeHint()
        if self._tallest:
            lines = max(2, min(self._tallest, round(self.document().size().height())))
            around = self.height() - self.viewport().height() + 2 * round(self.document().documentMargin())
            hint.setHeight(lines * self.fontMetrics().lineSpacing() + around)
        return hint

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = super().minimumSizeHint()
        return hint if self._tallest else hint.expandedTo(QSize(0, self.fontMetrics().lineSpacing() * 4))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place_button()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_End and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.follow()
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fixed.setPointSizeF(self.font().pointSizeF())

    def _insert(self, segments: list[Segment]) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for segment in segments:
            text = segment.text.translate(_SEPARATORS)
            if self.document().isEmpty():
                text = text.lstrip("\n")
            if segment.reason is None:
                # What a model writes must not look like a mark.
                cursor.insertText(text.replace(_OPEN, "[[").replace(_CLOSE, "]]"), self._plain)
            else:
                # Line ends stay outside of the mark.
                core = text.strip("\n")
                lead, _, trail = text.partition(core) if core else ("", "", "")
                cursor.insertText(lead, self._plain)
                cursor.insertText(f"{_OPEN}{self._label(segment.reason)}{core}{_CLOSE}", self._injected)
                cursor.insertText(trail, self._plain)
        cursor.endEditBlock()
        if not self.maximumBlockCount():
            self._track_code()
        self._highlighting.start()

    def _mark_line(self, start: int) -> None:
        """Mark the rest of the line that holds a place, and look at it."""
        self._following = False
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(start, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        if not cursor.hasSelection():  # They part at the line's end.
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format.setBackground(self._look.theme.color("reject"))
        mark.format.setForeground(self._look.theme.color("surface"))
        self.setExtraSelections([mark])
        self.centerCursor()

    def _label(self, reason: SpanReason) -> str:
        """What names an injected span beside its colour; the answer's form is marked by brackets alone."""
        match reason:
            case SpanReason.WAIT:
                return self.tr("injected: ")
            case SpanReason.END:
                return self.tr("end of thinking: ")
            case SpanReason.FORCED_END:
                return self.tr("budget reached: ")
        return ""

    def _track_code(self) -> None:
        """Which lines lie in a block of code; the last entry is for the line that may still grow."""
        block = self.document().findBlockByNumber(len(self._in_code) - 1)
        while block.next().isValid():
            self._in_code.append(self._in_code[-1] != is_fence(block.text()))
            block = block.next()

    def _keep_end(self) -> None:
        if self._following:
            self._moving = True
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())
            self._moving = False
        else:
            bar = self.verticalScrollBar()
            self.jump.setVisible(self._growing and bar.value() < bar.maximum())

    def _range_changed(self) -> None:
        if self._following and not self._moving:
            self._keep_end()

    def _scrolled(self, value: int) -> None:
        self._highlighting.start()
        if self._moving:
            return
        self._following = value >= self.verticalScrollBar().maximum()
        self.jump.setVisible(self._growing and not self._following)
        self._place_button()

    def _place_button(self) -> None:
        size = self.jump.sizeHint()
        area = self.viewport().geometry()
        self.jump.setGeometry(
            area.right() - size.width() - _MARGIN,
            area.bottom() - size.height() - _MARGIN,
            size.width(),
            size.height(),
        )

    def _restyle(self) -> None:
        theme = self._look.theme

        def made(colour: str, *, fixed: bool = False, bold: bool = False) -> QTextCharFormat:
            style = QTextCharFormat()
            style.setForeground(theme.color(colour))
            if fixed:
                style.setFontFamilies(self._fixed.families())
                style.setFontFixedPitch(True)
            if bold:
                style.setFontWeight(QFont.Weight.DemiBold)
            return style

        self._plain = made("text")
        self._injected = made("injected", bold=True)
        self._injected.setBackground(theme.color("injected_ground"))
        self._formats = {
            Kind.CODE: made("code", fixed=True),
            Kind.MATHS: made("maths", fixed=True),
            Kind.NUMBER: made("number"),
            Kind.OPERATOR: made("number", bold=True),
            Kind.WORD: made("accent", bold=True),
            Kind.HEADING: made("text", bold=True),
        }
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Base, QColor(theme.surface))
        self.setPalette(ground)
        if self._segments:
            following, place = self._following, self.verticalScrollBar().value()
            self.show_segments(self._segments, growing=self._growing, parting=self._parting)
            if not following:
                self._following = False
                self.verticalScrollBar().setValue(place)

    def _highlight_visible(self) -> None:
        """Only lines in sight are lexed, each once for each of its lengths: it may still grow."""
        block = self.firstVisibleBlock()
        bottom = self.viewport().rect().bottom()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= bottom:
            if block.userState() != block.length():
                self._highlight(block)
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def _highlight(self, block: QTextBlock) -> None:
        text, number = block.text(), block.blockNumber()
        ranges: list[QTextLayout.FormatRange] = []
        if not self.maximumBlockCount() and number < len(self._in_code) and self._in_code[number]:
            ranges.append(_range(0, len(text), self._formats[Kind.CODE]))
        else:
            marked = self._marked(block)
            for start, length, kind in pieces(text):
                if not any(a < start + length and start < b for a, b in marked):
                    ranges.append(_range(start, length, self._formats[kind]))
        block.setUserState(block.length())
        block.layout().setFormats(ranges)
        self.document().markContentsDirty(block.position(), block.length())

    def _marked(self, block: QTextBlock) -> list[tuple[int, int]]:
        """Where a line's text was injected, as (start, end): it keeps its own colours."""
        found = []
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            if fragment.charFormat().background().style() != Qt.BrushStyle.NoBrush:
                start = fragment.position() - block.position()
                found.append((start, start + fragment.length()))
            iterator += 1
        return found


def _cut(segments: list[Segment], at: int) -> tuple[list[Segment], list[Segment]]:
    """The segments before and from a character on."""
    before: list[Segment] = []
    after: list[Segment] = []
    for segment in segments:
        before.append(Segment(segment.text[: max(at, 0)], segment.reason))
        after.append(Segment(segment.text[max(at, 0) :], segment.reason))
        at -= len(segment.text)
    return [s for s in before if s.text], [s for s in after if s.text]


def _range(start: int, length: int, style: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, style
    return made
