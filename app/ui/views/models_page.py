"""The models there are: which fit, which are here, and what is done with the one that is selected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QMessageBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.service.model_tasks import ListedModel
from app.ui import model_words, words
from app.ui.look import Look
from app.ui.models.desk import Desk
from app.ui.models.models_table import ModelColumn, ModelsTable
from app.ui.views.fitted_table import FittedTable
from app.ui.views.flow import Flow, Scrolled, Sheet
from app.ui.views.hub_dialog import HubDialog
from app.ui.views.task_card import TaskCard
from app.ui.views.widgets import button, card, label

# In lines of text, so that they grow with the font.
_WIDTHS = {
    ModelColumn.TITLE: 8.6,
    ModelColumn.QUANTISATION: 7.4,
    ModelColumn.SIZE: 4.8,
    ModelColumn.THINKS: 6.6,
    ModelColumn.LICENCE: 5.6,
    ModelColumn.HERE: 6.0,
    ModelColumn.FITS: 7.4,
    ModelColumn.USED: 6.5,
}


class ModelsPage(QWidget):
    """A table of models, the selected one's details, and the task that runs."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._desk, self._model = desk, desk.models
        self._chosen = ""
        self._rows = ModelsTable(desk.models, desk.used)
        self.table = FittedTable(self.tr("Models"), self._rows, _WIDTHS)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.add = button(self.tr("Add a file…"), tip=self.tr("A GGUF is used where it lies"))
        self.hub = button(self.tr("From the Hub…"), tip=self.tr("Any GGUF of the Hub, private ones too"))
        self.download = button(self.tr("Download"))
        self.verify = button(self.tr("Verify"), tip=self.tr("Read every byte again and compare its SHA-256"))
        self.remove = button(self.tr("Remove…"))
        self.default = button(
            self.tr("Use as default"),
            tip=self.tr("What is run where no model is named, here and in the command line"),
        )
        self.use = button(self.tr("Use now"), primary=True)
        for each, icon in (
            (self.add, "open"),
            (self.hub, "download"),
            (self.download, "download"),
            (self.verify, "check"),
            (self.remove, "cross"),
        ):
            look.dress(each, icon)
        look.dress(self.use, "start", "on_accent")
        self.free = label("", "muted", wrap=True)
        self.task = TaskCard(look, desk.models)
        self.title = label("", "heading", wrap=True)
        self.details = label("", wrap=True, selectable=True)
        self.take_over = button(self.tr("Use these settings"))
        self.test_again = button(
            self.tr("Test again"),
            tip=self.tr(
                "Whether sequences side by side change a token is tested once and kept; this forgets it"
            ),
        )
        self._lay_out()
        self._connect()
        self._show()
        self._state_changed()

    @property
    def chosen(self) -> ListedModel | None:
        """The model that is selected."""
        rows = self.table.selectionModel().selectedRows()
        return self._rows.entry(rows[0].row()) if rows else None

    def select(self, id: str) -> None:
        """Select a model."""
        for place in range(self._rows.rowCount()):
            if self._rows.entry(place).id == id:
                self.table.selectRow(place)

    # How it is built

    def _lay_out(self) -> None:
        inside = Sheet()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(label(self.tr("Models"), "title"))
        layout.addWidget(self.free)
        layout.addWidget(self.table, 1)
        layout.addWidget(
            Flow(self.add, self.hub, 1, self.remove, self.verify, self.download, self.default, self.use)
        )
        layout.addWidget(self.task)
        self._about, about = card()
        about.addWidget(self.title)
        about.addWidget(self.details)
        about.addWidget(Flow(self.take_over, self.test_again))
        layout.addWidget(self._about)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scrolled(inside, self.tr("Models"), wide=False))

    def _connect(self) -> None:
        model, desk = self._model, self._desk
        self.add.clicked.connect(self._add)
        self.hub.clicked.connect(self._from_hub)
        self.download.clicked.connect(lambda: self._with(self._download))
        self.verify.clicked.connect(lambda: self._with(lambda entry: model.verify(entry.id)))
        self.default.clicked.connect(lambda: self._with(lambda entry: model.choose_default(entry.id)))
        self.use.clicked.connect(lambda: self._with(model.use))
        self.take_over.clicked.connect(lambda: self._with(model.take_over))
        self.test_again.clicked.connect(lambda: self._with(model.test_again))
        self.remove.clicked.connect(lambda: self._with(self._ask_to_remove))
        model.entries_changed.connect(self._show)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        for changed in (
            model.state_changed,
            desk.playground.state_changed,
            desk.replays.state_changed,
            desk.dial.state_changed,
            desk.runs.running_changed,
        ):
            changed.connect(self._state_changed)
        for changed in (desk.preferences.changed, desk.used.changed):
            changed.connect(lambda *_: self._state_changed())

    # What it shows

    def _show(self) -> None:
        """The models were read: the same one is selected, at first the one that is in use."""
        self.free.setText(model_words.free(self._model.machine) if self._model.machine else "")
        if self.chosen is None:
            used = next((each.id for each in self._model.entries if self._model.in_use(each)), "")
            self.select(self._chosen if self._model.entry(self._chosen) else used)
        self._selected()

    def _selected(self) -> None:
        entry = self.chosen
        if entry:
            self._chosen = entry.id
        self.title.setText(words.visible(entry.title) if entry else self.tr("Select a model."))
        self.details.setText(self._about_it(entry) if entry else "")
        self._state_changed()

    def _about_it(self, entry: ListedModel) -> str:
        lines = [words.visible(model_words.good_for(entry))]
        lines.append(model_words.kind(entry))
        if not entry.blocked:
            lines.append(model_words.proposal(entry))
        if entry.path:
            lines.append(self.tr("File: {0}").format(words.visible(entry.path)))
        elif entry.spec:
            lines.append(self.tr("On the Hub: {0}").format(words.visible(entry.spec.repo)))
        if entry.sha256:
            lines.append(self.tr("SHA-256: {0}").format(entry.sha256))
        return "\n".join(line for line in lines if line)

    def _state_changed(self) -> None:
        model, desk, entry = self._model, self._desk, self.chosen
        idle = model.task is None
        free = desk.runs.running is None and not desk.by_hand
        installed = bool(entry and entry.installed)
        used = bool(entry and model.in_use(entry))
        whole = bool(entry and entry.path and not entry.problem)
        runs = bool(entry and entry.path and not entry.blocked)
        paused = bool(entry and entry.id in model.paused)
        fetchable = bool(entry and entry.spec and entry.spec.repo and not whole)
        self.add.setEnabled(idle)
        self.hub.setEnabled(idle)
        self.download.setEnabled(idle and fetchable)
        self.download.setText(self.tr("Go on") if paused else self.tr("Download"))
        self.verify.setEnabled(idle and installed)
        self.remove.setEnabled(idle and installed and not used)
        self.remove.setToolTip(self.tr("It is in use; use another one first.") if installed and used else "")
        # Where none is set, another default is another model to run.
        choosable = free or desk.used.is_set
        self.default.setEnabled(choosable and runs and not (entry and entry.default))
        self.use.setEnabled(free and runs and not used)
        self.use.setToolTip("" if free else self.tr("Something runs; wait for its end."))
        self.take_over.setVisible(bool(entry and model.proposal(entry)))
        self.take_over.setEnabled(free)
        self.test_again.setVisible(whole)
        self.test_again.setEnabled(free)
        then = self.tr("Models are loaded so from now on; the settings are where to change it back.")
        self.take_over.setToolTip(then if free else self.tr("Something runs; wait for its end."))
        self.task.show_task(self._chosen)

    # What it does

    def _with(self, act: Callable[[ListedModel], object]) -> None:
        if entry := self.chosen:
            act(entry)

    def _download(self, entry: ListedModel) -> None:
        """Download a model; where no setting of it fits, that is asked first. One that is begun goes on."""
        if entry.fits is not False or entry.id in self._model.paused:
            self._model.download(entry.id)
            return
        box = self._question(
            self.tr("Download a model"),
            self.tr("Download {0}, though it does not fit?").format(words.isolated(entry.title)),
            model_words.proposal(entry),
        )
        download = box.addButton(self.tr("Download"), QMessageBox.ButtonRole.AcceptRole)
        download.clicked.connect(lambda: self._model.download(entry.id))
        self._ask(box, self.tr("Leave it"))

    def _add(self) -> None:
        start = self._desk.preferences.note("models", str(Path.home()))
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Add a model"), start, "GGUF (*.gguf)")
        if name:
            self._desk.preferences.keep_note("models", str(Path(name).parent))
            self._model.add(Path(name))

    def _from_hub(self) -> None:
        notes = self._desk.preferences
        dialog = HubDialog(notes.note("hub_repo"), notes.note("hub_file"), self)

        def start() -> None:
            repo, file = dialog.repo.text().strip(), dialog.file.text().strip()
            notes.keep_note("hub_repo", repo)
            notes.keep_note("hub_file", file)
            self._model.download_file(repo, file, dialog.token.text().strip())

        dialog.accepted.connect(start)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_to_remove(self, entry: ListedModel) -> None:
        if entry.installed and entry.installed.downloaded:
            more = self.tr("Winnow downloaded its file and deletes it.")
        else:
            more = self.tr("Winnow forgets it; its file stays where it is.")
        asked = self.tr("Remove {0}?").format(words.isolated(entry.title))
        box = self._question(self.tr("Remove a model"), asked, more)
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        remove.clicked.connect(lambda: self._model.remove(entry))
        self._ask(box, self.tr("Keep"))

    def _question(self, title: str, asked: str, more: str) -> QMessageBox:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(title)
        box.setText(asked)
        box.setInformativeText(more)
        return box

    def _ask(self, box: QMessageBox, stay: str) -> None:
        """Ask; to stay is what Enter and Escape do."""
        no = box.addButton(stay, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        box.finished.connect(box.deleteLater)
        box.open()
