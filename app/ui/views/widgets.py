"""Small pieces that several views are built of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui import icons, words
from app.ui.look import Look
from app.ui.views.flow import Sheet


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Plain text, never markup; `role` is one of the style sheet's."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Give a label another role of the style sheet."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def button(text: str, *, primary: bool = False, tip: str = "") -> QPushButton:
    """A push button."""
    made = QPushButton(text)
    made.setProperty("primary", primary)
    made.setAutoDefault(False)
    if tip:
        made.setToolTip(tip)
    return made


def action_button(action: QAction, *, text: bool = False) -> QToolButton:
    """A button for an action, with its icon and perhaps its text; named for screen readers."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setAccessibleName(action.text().replace("&", ""))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
    made.setToolButtonStyle(style)
    return made


def primary_button(action: QAction, look: Look, icon: str) -> QPushButton:
    """The one button of a view that stands out, for an action."""
    made = button(action.text(), primary=True)
    look.dress(made, icon, "on_accent")

    def follow() -> None:
        made.setText(action.text())
        made.setEnabled(action.isEnabled())
        made.setToolTip(action.toolTip())

    action.changed.connect(follow)
    made.clicked.connect(action.trigger)
    follow()
    return made


def card() -> tuple[QFrame, QVBoxLayout]:
    """A framed area and its layout."""
    frame = QFrame()
    frame.setProperty("card", True)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(12, 10, 12, 10)
    layout.setSpacing(6)
    return frame, layout


def row_of(*parts: QWidget | int, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        else:
            layout.addWidget(part)
    return layout


def form(page: QWidget | None = None) -> QFormLayout:
    """Labels beside their fields, or above them where there is too little room; `page` is what it fills."""
    made = QFormLayout(page)
    if page is None:
        made.setContentsMargins(0, 0, 0, 0)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    made.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    made.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made


def add_row(to: QFormLayout, text: str, field: QWidget) -> None:
    """A field with its label, whose mnemonic leads to it."""
    heading = label(text)
    # As high as the field, so that its text is in the middle.
    heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    heading.setBuddy(field)
    to.addRow(heading, field)


class ElidedLabel(QLabel):
    """One line that is cut with an ellipsis where it does not fit; the whole text is its tool tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)
        self._whole = ""
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        text = " ".join(text.split())
        if text != self._whole:
            self._whole = text
            self.setToolTip(words.plain_tip(text))
            self.setAccessibleName(text)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        # Another role may be bold.
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


class Fold(QToolButton):
    """A heading that shows or hides what stands under it; only the user folds it. It breaks where it must."""

    def __init__(self, look: Look, body: QWidget, text: str = "", *, unfolded: bool = True) -> None:
        super().__init__()
        self._look, self._body = look, body
        self.setProperty("fold", True)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._whole = ""
        self.set_text(text)
        self.toggled.connect(self._toggle)
        look.changed.connect(self._redraw)
        self.setChecked(unfolded)
        self._toggle(unfolded)

    def set_text(self, text: str) -> None:
        """The heading."""
        self._whole = text
        self.setAccessibleName(text)
        self.setText(self._broken(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.setText(self._broken(event.size().width()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.setText(self._broken(self.width()))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        lines = self._broken(width).count("\n") - self.text().count("\n")
        return self.sizeHint().height() + lines * self.fontMetrics().lineSpacing()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        least = max(map(self.fontMetrics().horizontalAdvance, self._whole.split()), default=0)
        return QSize(min(self.sizeHint().width(), least + self._around()), super().minimumSizeHint().height())

    def _around(self) -> int:
        """What the icon and the padding take."""
        return self.iconSize().width() + 2 * self.fontMetrics().lineSpacing()

    def _broken(self, width: int) -> str:
        """The heading in lines that fit."""
        room, metrics = width - self._around(), self.fontMetrics()
        lines: list[str] = []
        for word in self._whole.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and metrics.horizontalAdvance(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return "\n".join(lines)

    def _toggle(self, unfolded: bool) -> None:
        self._body.setVisible(unfolded)
        self._redraw()

    def _redraw(self) -> None:
        self.setIcon(self._look.icon("unfold" if self.isChecked() else "fold"))
        self.setAccessibleDescription(self.tr("unfolded") if self.isChecked() else self.tr("folded"))


class EmptyState(Sheet):
    """An icon, one sentence, one button."""

    def __init__(
        self, look: Look, icon: str, sentence: str, action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self._look, self._icon = look, icon
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = label(sentence, "muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addWidget(self.sentence)
        if action and act:
            self.button = button(action, primary=True)
            # Enter does it too, not the space bar alone.
            self.button.setAutoDefault(True)
            self.button.clicked.connect(lambda: act())
            layout.addSpacing(12)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        look.changed.connect(self._redraw)
        self._redraw()

    def _redraw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, self._look.theme, "muted", 48))
