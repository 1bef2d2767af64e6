"""The dialogs of the window, and what follows from what they return."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from app.service import paths
from app.service.compare import Comparison
from app.service.summaries import ScreenSummary
from app.ui.look import Look
from app.ui.models.desk import Desk, list_filter
from app.ui.models.imports import ImportPreview
from app.ui.views.actions import Actions
from app.ui.views.check_dialog import CheckDialog
from app.ui.views.compare_dialog import CompareDialog
from app.ui.views.import_dialog import ImportDialog
from app.ui.views.plan_dialog import PlanDialog
from app.ui.views.replay_dialog import ReplayDialog
from app.ui.views.settings_dialog import SettingsDialog
from app.ui.views.texts import ShortcutsDialog, TextDialog, limits_of_the_dial


class Dialogs(QWidget):
    """Opens dialogs over a window; each does not block the window's thread and is kept until it is closed."""

    def __init__(
        self, desk: Desk, look: Look, window: QWidget, kv_types: tuple[str, ...], version: str
    ) -> None:
        super().__init__(window)
        self.hide()
        self._desk, self._look, self._window = desk, look, window
        self._kv_types, self._version = kv_types, version

    def choose_list(self, then: Callable[[Path], None]) -> None:
        """Ask for a list."""
        start = self._desk.preferences.note("folder", str(Path.home()))
        patterns = ";;".join((self.tr("Lists ({0})").format(list_filter()), self.tr("All files (*)")))
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a list of hypotheses"), start, patterns
        )
        if name:
            self._desk.preferences.keep_note("folder", str(Path(name).parent))
            then(Path(name))

    def choose_model(self, then: Callable[[Path], None]) -> None:
        """Ask for a model."""
        start = self._desk.preferences.value.model or str(Path.home())
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Model file"), start, "GGUF (*.gguf)")
        if name:
            then(Path(name))

    def choose_bundle(self, then: Callable[[Path], None]) -> None:
        """Ask for a bundle."""
        start = self._desk.preferences.note("folder", str(Path.home()))
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Import a signed record"), start, self.tr("Signed records (*.zip)")
        )
        if name:
            then(Path(name))

    def choose_export(self, list_name: str, then: Callable[[Path], None]) -> None:
        """Ask where results or a report go, and as what."""
        folder = Path(self._desk.preferences.note("folder", str(Path.home())))
        proposed = str(folder / f"{Path(list_name).stem}-results.csv")
        suffixes = {
            self.tr("Verdicts as CSV (*.csv)"): ".csv",
            self.tr("Report as HTML (*.html)"): ".html",
            self.tr("Report as PDF (*.pdf)"): ".pdf",
            self.tr("Report as Markdown (*.md)"): ".md",
            self.tr("All data as JSON (*.json)"): ".json",
            self.tr("The whole record, signed (*.zip)"): ".zip",
        }
        name, chosen = QFileDialog.getSaveFileName(
            self._window, self.tr("Export results or a report"), proposed, ";;".join(suffixes)
        )
        if name:
            path = Path(name)
            then(path if path.suffix else path.with_suffix(suffixes.get(chosen, ".csv")))

    def preview(self, preview: ImportPreview) -> None:
        """Show what was read of a list; accepted, it is used."""
        dialog = ImportDialog(self._look, preview, self._window)

        def use() -> None:
            if preview.found:
                self._desk.use(preview.found)

        dialog.accepted.connect(use)
        dialog.finished.connect(preview.deleteLater)
        self._open(dialog)

    def plan(self) -> None:
        """The other settings of the plan."""
        plan = self._desk.plan

        def show(formats: tuple[str, ...]) -> None:
            dialog = PlanDialog(plan.settings, formats, self._window)
            dialog.accepted.connect(lambda: plan.set(dialog.settings))
            self._open(dialog)

        self._desk.formats(show)

    def settings(self) -> None:
        """The settings of the program."""
        preferences = self._desk.preferences
        dialog = SettingsDialog(
            preferences.value,
            running=self._desk.runs.running is not None or self._desk.by_hand,
            kv_types=self._kv_types,
            parent=self._window,
        )
        dialog.accepted.connect(lambda: preferences.set(dialog.value))
        self._open(dialog)

    def use_model(self, path: Path) -> None:
        """Run this model from now on."""
        self._desk.used.use(path)

    def compare(self, first: ScreenSummary, second: ScreenSummary, found: Comparison) -> None:
        """Two screens side by side."""
        self._open(CompareDialog(self._look, first, second, found, self._window))

    def replay(self, screen_id: str, hypotheses: list[str] | None) -> None:
        """Replay passes of a screen."""
        self._open(ReplayDialog(self._look, self._desk.replays, screen_id, hypotheses, self._window))

    def check(self) -> None:
        """Whether a record holds."""
        store = self._desk.preferences.value.store or str(paths.default_store())
        self._open(CheckDialog(self._look, self._desk.checks, store, self._window))

    def keys(self, actions: Actions) -> None:
        """All keys."""
        more = [
            (self.tr("Turn a dial by one step, by a doubling"), self.tr("arrows, page keys")),
            (self.tr("Follow a trace again"), self.tr("Ctrl+End")),
            (self.tr("Fold or unfold"), self.tr("space")),
            (self.tr("Next field"), self.tr("tab")),
        ]
        self._open(ShortcutsDialog([*actions.keys_by_menu(), (self.tr("Within views"), more)], self._window))

    def limits(self) -> None:
        """What the dial cannot do."""
        self._open(TextDialog(self.tr("What the dial cannot do"), limits_of_the_dial(), self._window))

    def about(self) -> None:
        """What this is."""
        paragraphs = (
            self.tr(
                "Winnow {0} screens research hypotheses with a reasoning model on your own hardware."
            ).format(self._version),
            self.tr(
                "The method is that of “s1: Simple test-time scaling” (arXiv 2501.19393). Inference is by "
                "llama.cpp, the window by Qt (LGPL). Winnow is under the Apache License 2.0."
            ),
            self.tr("The demo model's verdicts mean nothing outside its own made-up world."),
            self.tr("Records: {0}").format(self._desk.preferences.value.store or paths.default_store()),
            self.tr("Log: {0}").format(paths.log_file()),
        )
        self._open(TextDialog(self.tr("About Winnow"), paragraphs, self._window))

    def ask_to_close(self, stop: Callable[[], None]) -> None:
        """Something runs: close nevertheless?"""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        if self._desk.dial.busy:
            title = self.tr("The dial is being measured")
            later = self.tr("What was measured is kept. The rest can go on from the Dial page.")
        elif self._desk.runs.running:
            title = self.tr("A screen is running")
            later = self.tr(
                "What was completed is kept. The rest is offered to be resumed at the next start."
            )
        else:
            title, later = self.tr("The model is at work"), self.tr("What was completed is kept.")
        box.setWindowTitle(title)
        box.setText(self.tr("Stop it and close?"))
        box.setInformativeText(later)
        close = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        close.clicked.connect(stop)
        self._open(box)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
