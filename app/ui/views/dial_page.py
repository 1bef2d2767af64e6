"""The dial measured on the user's own work: what is asked, the curves, and what they show in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QProgressBar,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.core.dial_plan import DialGoals
from app.core.errors import BudgetError
from app.core.labelled import LabelledList
from app.dial.outcome import GridPoint
from app.service.dial_csv import dial_csv
from app.service.dial_session import DialShown
from app.service.plan_settings import Dial
from app.ui import words
from app.ui.look import Look
from app.ui.models.desk import Desk, list_filter
from app.ui.models.dial_model import Asked
from app.ui.views.behind_dialog import BehindDialog
from app.ui.views.dial_curves import Curves
from app.ui.views.dial_words import limits, said
from app.ui.views.flow import Flow, Scrolled, Sheet
from app.ui.views.points_table import PointsTable
from app.ui.views.seed_field import SeedField
from app.ui.views.widgets import Fold, add_row, button, card, form, label

_BUDGETS, _WAITS = "0, 16, 32, 64, 128, 256", "0"


class DialPage(QWidget):
    """What is asked on the left; curves, points and conclusions on the right."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk, self._model = look, desk, desk.dial
        self.choose = button(self.tr("Choose a labelled list…"))
        look.dress(self.choose, "open")
        self.demo = button(self.tr("Labelled sample list"))
        self.name = label(self.tr("No labelled list yet."), wrap=True)
        self.budgets, self.waits = QLineEdit(_BUDGETS), QLineEdit(_WAITS)
        self.budgets.setCursorPosition(0)
        self.seeds, self.seed = QSpinBox(), SeedField()
        self.seeds.setRange(1, 100)
        self.temperature = _real(0.0, 5.0, 0.0)
        goals = DialGoals()
        self.recall = _real(0.5, 0.999, goals.recall, 3)
        self.confidence = _real(0.5, 0.999, goals.confidence, 3)
        self.margin = _real(0.001, 0.5, goals.margin, 3)
        self.start = button(self.tr("Measure"), primary=True)
        look.dress(self.start, "start", "on_accent")
        self.go_on = button(self.tr("Go on"))
        look.dress(self.go_on, "start")
        self.stop = button(self.tr("Stop"))
        look.dress(self.stop, "stop")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress of the measurement"))
        self.told = label("", "muted", wrap=True)
        self.curves = Curves(look)
        self.points = PointsTable()
        self.says = label(wrap=True, selectable=True)
        self.use = button(self.tr("Use this point"))
        self.use_certificate = button(self.tr("Use the certificate"), primary=True)
        look.dress(self.use_certificate, "check", "on_accent")
        self.traces = button(self.tr("Traces behind it…"))
        self.keep = button(self.tr("Export…"))
        look.dress(self.keep, "export")
        self._lay_out()
        self._connect()
        self._state_changed()
        self._show()
        self._model.show_last()

    def take_file(self, path: Path) -> None:
        """Read a labelled list."""
        self._model.read(path)

    # How it is built

    def _lay_out(self) -> None:
        source, inside = card()
        inside.addWidget(label(self.tr("Labelled list"), "heading"))
        inside.addWidget(self.name)
        inside.addWidget(Flow(self.choose, self.demo))
        grid, within = card()
        within.addWidget(label(self.tr("Grid"), "heading"))
        fields = form()
        within.addLayout(fields)
        wanted, below = card()
        below.addWidget(label(self.tr("To be shown"), "heading"))
        goals = form()
        below.addLayout(goals)
        for to, text, field, tip in (
            (fields, self.tr("Budgets"), self.budgets, self.tr("Thinking tokens, rising, with commas")),
            (fields, self.tr("Waits"), self.waits, self.tr("Numbers of Waits, rising, with commas")),
            (fields, self.tr("Temperature"), self.temperature, self.tr("0 is greedy")),
            (fields, self.tr("Repetitions"), self.seeds, self.tr("Seeds; above one the temperature counts")),
            (fields, self.tr("Seed"), self.seed, ""),
            (goals, self.tr("Recall"), self.recall, self.tr("Share of the good that triage is to keep")),
            (goals, self.tr("Confidence"), self.confidence, self.tr("Of the certificate")),
            (goals, self.tr("Margin"), self.margin, self.tr("A difference in accuracy that counts as none")),
        ):
            add_row(to, text, field)
            field.setAccessibleName(text)
            if tip:
                field.setToolTip(tip)
        asked = Sheet()
        left = QVBoxLayout(asked)
        left.setContentsMargins(16, 12, 8, 12)
        for part in (label(self.tr("Dial"), "title"), source, grid, wanted):
            left.addWidget(part)
        left.addWidget(Flow(self.start, self.go_on, self.stop))
        left.addWidget(self._progress)
        left.addWidget(self.told)
        left.addStretch(1)
        bounds = QWidget()
        lines = QVBoxLayout(bounds)
        lines.setContentsMargins(0, 0, 0, 0)
        for text in limits():
            lines.addWidget(label(text, "muted", wrap=True))
        shown = Sheet()
        right = QVBoxLayout(shown)
        right.setContentsMargins(8, 12, 16, 12)
        right.addWidget(self.says)
        right.addWidget(Flow(1, self.keep, self.traces, self.use, self.use_certificate))
        right.addWidget(self.curves, 1)
        right.addWidget(self.points)
        right.addWidget(Fold(self._look, bounds, self.tr("What this does not show")))
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        sides.addWidget(Scrolled(asked, self.tr("What is measured")))
        sides.addWidget(Scrolled(shown, self.tr("What was measured"), wide=False))
        sides.setStretchFactor(1, 1)
        sides.setSizes([360, 900])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sides)

    def _connect(self) -> None:
        model = self._model
        self.choose.clicked.connect(self._choose)
        self.demo.clicked.connect(model.read_demo)
        self.start.clicked.connect(self._measure)
        self.go_on.clicked.connect(model.go_on)
        self.stop.clicked.connect(model.stop)
        self.use.clicked.connect(self._use)
        self.use_certificate.clicked.connect(self._use_certificate)
        self.traces.clicked.connect(lambda: self._behind(self.points.point))
        self.keep.clicked.connect(self._keep)
        self.points.chosen.connect(self._chosen)
        self.points.opened.connect(self._behind)
        self.curves.clicked.connect(self._behind)
        for changed in (
            model.state_changed,
            self._desk.playground.state_changed,
            self._desk.replays.state_changed,
            self._desk.runs.running_changed,
        ):
            changed.connect(self._state_changed)
        model.shown_changed.connect(self._show)

    # What it shows

    def _state_changed(self) -> None:
        model, desk = self._model, self._desk
        free = desk.runs.running is None and not desk.playground.busy and not desk.replays.busy
        if model.source:
            self.name.setText(self._list_told(model.source))
        unfinished = bool(model.shown and not model.shown.complete)
        self.start.setEnabled(free and not model.busy and model.source is not None)
        self.start.setToolTip("" if free else self.tr("Something runs; wait for its end."))
        self.go_on.setVisible(unfinished and not model.busy)
        self.go_on.setEnabled(free)
        self.stop.setEnabled(model.busy)
        self._progress.setVisible(model.busy)
        if model.busy and model.loading is not None:
            self._progress.setRange(0, 100)
            self._progress.setValue(round(100 * model.loading.share))
            self.told.setText(words.waits_for(model.loading))
        elif progress := model.progress:
            self._progress.setRange(0, max(progress.total, 1))
            self._progress.setValue(progress.done)
            told = self.tr("%Ln reading(s) of {0}", "", progress.done).format(words.number(progress.total))
            if progress.eta is not None and model.busy:
                told += self.tr(", {0} left").format(words.duration(progress.eta))
            self.told.setText(told)
        elif not model.busy:
            self.told.setText(
                self.tr(
                    "Each item is run at every budget; where one trace begins as another, it is run once."
                )
            )

    def _list_told(self, source: LabelledList) -> str:
        told = words.isolated(source.source.name) + ": "
        if source.questions:
            told += self.tr("%Ln question(s)", "", len(source.items))
        else:
            told += self.tr("{0} good, {1} bad").format(words.number(source.good), words.number(source.bad))
        left_out = len(source.unlabelled) + len(source.source.duplicates) + len(source.source.unreadable)
        if left_out:
            told += self.tr("; %Ln row(s) left out", "", left_out)
        return told

    def _show(self) -> None:
        shown = self._model.shown
        result = shown.result if shown else None
        self.says.setText(said(shown))
        self.curves.show_result(result, self.points.point)
        self.points.show_points(result.points if result else (), result.comparisons if result else ())
        self.keep.setEnabled(result is not None)
        self._chosen()

    def _chosen(self) -> None:
        point, shown = self.points.point, self._model.shown
        for each in (self.traces, self.use):
            each.setEnabled(point is not None)
        self.use_certificate.setEnabled(bool(shown and shown.certificate))
        self.curves.show_result(shown.result if shown else None, point)

    # What it does

    def _choose(self) -> None:
        start = self._desk.preferences.note("folder", str(Path.home()))
        pattern = self.tr("Labelled lists ({0})").format(list_filter())
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a labelled list"), start, pattern)
        if name:
            self._desk.preferences.keep_note("folder", str(Path(name).parent))
            self._model.read(Path(name))

    def _measure(self) -> None:
        try:
            asked = Asked(
                budgets=_numbers(self.budgets.text()),
                waits=_numbers(self.waits.text()),
                seeds=self.seeds.value(),
                seed=self.seed.seed,
                temperature=self.temperature.value(),
                goals=replace(
                    DialGoals(),
                    recall=self.recall.value(),
                    confidence=self.confidence.value(),
                    margin=self.margin.value(),
                ),
            )
        except BudgetError as error:
            self._desk.problems.show(self.tr("The grid cannot be measured"), error)
            return
        self._model.measure(asked)

    def _use(self) -> None:
        """Set the screen's triage as the chosen point has it."""
        plan, point = self._desk.plan, self.points.point
        if point is not None:
            plan.set(replace(plan.settings, triage=Dial(point.budget, point.waits), certificate=""))
            self._tell_set()

    def _use_certificate(self) -> None:
        """Set the screen's triage as the certificate has it."""
        if (shown := self._model.shown) and shown.certificate:
            self._desk.plan.use_certificate(shown.certificate)
            self._tell_set()

    def _tell_set(self) -> None:
        self.told.setText(self.tr("The triage dial of the screen page is set so."))

    def _behind(self, point: GridPoint | None) -> None:
        if point is not None:
            dialog = BehindDialog(self._look, self._model, point, self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _keep(self) -> None:
        shown = self._model.shown
        folder = self._desk.preferences.note("folder", str(Path.home()))
        patterns = {
            self.tr("Points as CSV (*.csv)"): ".csv",
            self.tr("Curves as a picture (*.png)"): ".png",
            self.tr("Curves as a drawing (*.svg)"): ".svg",
        }
        name, kind = QFileDialog.getSaveFileName(
            self, self.tr("Export the measurement"), str(Path(folder) / "dial.csv"), ";;".join(patterns)
        )
        if name and shown and shown.result:
            path = Path(name) if Path(name).suffix else Path(name + patterns.get(kind, ".csv"))
            try:
                self._write(path, shown)
            except OSError as error:
                why = error.strerror or str(error)
                problem = BudgetError("{0} cannot be written ({1}); choose another place.", path, why)
                self._desk.problems.show(self.tr("The measurement cannot be exported"), problem)
            else:
                self.told.setText(self.tr("Exported to {0}.").format(words.isolated(str(path))))

    def _write(self, path: Path, shown: DialShown) -> None:
        """Raises OSError."""
        match path.suffix.lower():
            case ".png":
                if not self.curves.grab().save(str(path), "PNG"):
                    raise OSError(0, self.tr("the picture cannot be written"))
            case ".svg":
                with path.open("wb"):
                    pass  # The generator says nothing of a place that cannot be written.
                size = self.curves.size()
                generator = QSvgGenerator()
                generator.setFileName(str(path))
                generator.setSize(QSize(size))
                generator.setViewBox(QRect(0, 0, size.width(), size.height()))
                painter = QPainter(generator)
                self.curves.render(painter, QPoint())
                painter.end()
            case _:
                assert shown.result
                path.write_bytes(dial_csv(shown.result))


def _numbers(text: str) -> tuple[int, ...]:
    """Numbers with commas between them. Raises BudgetError."""
    try:
        found = tuple(int(part) for part in text.replace(" ", "").split(",") if part)
    except ValueError:
        raise BudgetError("{!r} are not whole numbers with commas between them.", text) from None
    if any(number < 0 for number in found):
        raise BudgetError("{!r} has a number below 0; a budget is 0 or more.", text)
    return tuple(sorted(set(found)))


def _real(least: float, most: float, value: float, decimals: int = 2) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setDecimals(decimals)
    made.setRange(least, most)
    made.setSingleStep(0.05 if decimals == 2 else 0.01)
    made.setValue(value)
    return made
