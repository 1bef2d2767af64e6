"""The four charts of a measured dial."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from app.dial.curve import CurvePoint
from app.dial.outcome import GridPoint
from app.service.dial_result import DialResult
from app.ui import words
from app.ui.look import Look
from app.ui.views.chart import Chart, Series

_GAP = 12
_ROLES = ("accent", "number", "unsure", "injected", "maths", "reject")


class Curves(QWidget):
    """Accuracy, cost, ROC and reliability; the last two of the chosen point, or of the best-ordered one."""

    # A GridPoint.
    clicked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        tokens = self.tr("thinking tokens, mean")
        self.accuracy = Chart(look, self.tr("Accuracy"), tokens, self.tr("share"), tokens=True)
        self.cost = Chart(
            look,
            self.tr("Cost"),
            self.tr("budget, tokens"),
            self.tr("tokens used, mean"),
            tokens=True,
            shares=False,
        )
        self.roc = Chart(look, self.tr("ROC"), self.tr("bad ones kept"), self.tr("good ones kept"))
        self.reliability = Chart(
            look, self.tr("Reliability of P(advance)"), self.tr("P(advance), mean"), self.tr("good ones")
        )
        self._charts = (self.accuracy, self.cost, self.roc, self.reliability)
        for chart in self._charts:
            chart.setParent(self)
            chart.clicked.connect(self.clicked)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # Two beside each other where there is room, else below each other.

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        rows = len(self._charts) // self._columns(width)
        return rows * self._least.height() + (rows - 1) * _GAP

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        width = self._least.width()
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def sizeHint(self) -> QSize:  # noqa: N802
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    @property
    def _least(self) -> QSize:
        """What each chart must have."""
        hints = [chart.minimumSizeHint() for chart in self._charts]
        return QSize(max(hint.width() for hint in hints), max(hint.height() for hint in hints))

    def _columns(self, width: int) -> int:
        return 2 if width >= 2 * self._least.width() + _GAP else 1

    def _arrange(self) -> None:
        columns = self._columns(self.width())
        rows = len(self._charts) // columns
        wide = (self.width() - (columns - 1) * _GAP) // columns
        high = (self.height() - (rows - 1) * _GAP) // rows
        for number, chart in enumerate(self._charts):
            left, top = number % columns * (wide + _GAP), number // columns * (high + _GAP)
            at = QRect(left, top, wide, high)
            chart.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), at))

    # What they show

    def show_result(self, result: DialResult | None, chosen: GridPoint | None) -> None:
        """Show what was measured, or nothing."""
        points = result.points if result else ()
        self.accuracy.show_series(*self._accuracy(points))
        self.cost.show_series(*self._cost(points))
        found = result.calibrations if result else {}
        shown = chosen if chosen in found else max(found, key=lambda at: found[at].auc or 0, default=None)
        roc, bins = (found[shown].roc, found[shown].bins) if shown is not None else ((), ())
        guess = Series("", "muted", (0, 1), (0, 1), dashed=True)
        name, order, score = self._name(shown) if shown is not None else "", "", ""
        if shown is not None:
            auc, brier = found[shown].auc, found[shown].brier
            order = f"{name}, AUC {words.number(auc, 3)}" if auc is not None else name
            score = f"{name}, Brier {words.number(brier, 3)}"
        self.roc.show_series(
            *([guess] if roc else ()),
            Series(
                order,
                "accent",
                [each.kept_bad for each in roc],
                [each.kept_good for each in roc],
                markers=False,
            ),
        )
        self.reliability.show_series(
            *([guess] if bins else ()),
            Series(
                score,
                "accent",
                [each.predicted for each in bins],
                [each.good.value for each in bins],
                [each.good.low for each in bins],
                [each.good.high for each in bins],
            ),
        )

    def _name(self, point: GridPoint) -> str:
        if point.waits:
            return self.tr("budget {0}, %Ln Wait(s)", "", point.waits).format(point.budget)
        return self.tr("budget {0}").format(point.budget)

    def _accuracy(self, points: tuple[CurvePoint, ...]) -> list[Series]:
        """Accuracy for each number of Waits; with one of them recall and discard rate too."""
        found = []
        waits = sorted({each.point.waits for each in points if each.point.budget} or {0})
        for number, count in enumerate(waits):
            line = [each for each in points if each.point.waits == count or not each.point.budget]
            name = self.tr("accuracy")
            if len(waits) > 1:
                name = self.tr("accuracy, %Ln Wait(s)", "", count)
            found.append(_line(name, _ROLES[number % len(_ROLES)], line))
        if len(waits) == 1:
            for name, role, part in (
                (self.tr("recall of the good"), "advance", "recall"),
                (self.tr("discard of the bad"), "reject", "discard"),
            ):
                line = [each for each in points if getattr(each, part)]
                if line:
                    found.append(_line(name, role, line, part))
        return found

    def _cost(self, points: tuple[CurvePoint, ...]) -> list[Series]:
        found = []
        for number, count in enumerate(sorted({each.point.waits for each in points})):
            line = [each for each in points if each.point.waits == count]
            found.append(
                Series(
                    self.tr("%Ln Wait(s)", "", count),
                    _ROLES[number % len(_ROLES)],
                    [each.point.budget for each in line],
                    [each.tokens for each in line],
                    keys=[each.point for each in line],
                )
            )
        return found


def _line(name: str, role: str, line: list[CurvePoint], part: str = "accuracy") -> Series:
    shares = [getattr(each, part) for each in line]
    return Series(
        name,
        role,
        [each.tokens for each in line],
        [share.value for share in shares],
        [share.low for share in shares],
        [share.high for share in shares],
        [each.point for each in line],
    )
