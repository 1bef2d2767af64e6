"""The task that runs with a model: how far it is, how to stop it, and what it came to."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from app.service.installed import InstalledModel
from app.service.model_tasks import Stop, Stopped
from app.service.models import Verified
from app.ui import model_words, words
from app.ui.look import Look
from app.ui.models.models_model import Doing, ModelsModel, Removed
from app.ui.views.flow import Flow
from app.ui.views.widgets import button, label

_STEPS = 1000


class TaskCard(QFrame):
    """Hidden where there is nothing to tell."""

    def __init__(self, look: Look, model: ModelsModel) -> None:
        super().__init__()
        self._model = model
        self._chosen = ""
        self.setProperty("card", True)
        self.told = label("", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the task"))
        self.remark = label("", "muted", wrap=True)
        self.pause = button(self.tr("Pause"))
        self.cancel = button(self.tr("Cancel"), tip=self.tr("What has arrived is removed"))
        look.dress(self.pause, "pause")
        look.dress(self.cancel, "cancel")
        self._buttons = Flow(self.pause, self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        for part in (self.told, self.bar, self.remark, self._buttons):
            layout.addWidget(part)
        self.pause.clicked.connect(model.pause)
        self.cancel.clicked.connect(lambda: model.cancel(self._chosen))

    def show_task(self, chosen: str) -> None:
        """Bring it up to date; a paused download can be cancelled while its model is the chosen one."""
        self._chosen = chosen
        model, task = self._model, self._model.task
        paused = chosen in model.paused
        stopping = bool(task and task.switch.asked)
        self.bar.setVisible(task is not None)
        self.pause.setVisible(task is not None)
        self.pause.setEnabled(not stopping)
        downloads = task.doing is Doing.DOWNLOAD if task else False
        self.pause.setText(self.tr("Pause") if downloads else self.tr("Stop"))
        self.cancel.setVisible(downloads or (paused and task is None))
        self.cancel.setEnabled(not stopping)
        self._buttons.setVisible(task is not None or paused)
        if progress := model.progress:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(round(_STEPS * progress.done / max(progress.size, 1)))
        else:
            self.bar.setRange(0, 0)
        told = self._told()
        self.told.setText(told)
        self.told.setVisible(bool(told))
        remark = words.sentence(model.remark) if model.remark else ""
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))
        self.setVisible(task is not None or bool(told) or paused)

    def _told(self) -> str:
        model, task = self._model, self._model.task
        if task is None:
            return self._came_to()
        entry = model.entry(task.name)
        title = words.isolated(entry.title if entry else task.name)
        if task.switch.asked:
            return self.tr("{0}: stopping…").format(title)
        if model.progress:
            return f"{title}: {model_words.progress(model.progress)}"
        if task.doing is Doing.DOWNLOAD:
            return self.tr("{0}: asking the Hub…").format(title)
        return self.tr("{0}: reading…").format(title)

    def _came_to(self) -> str:
        """What the last task came to, in a sentence."""
        match self._model.outcome:
            case InstalledModel() as found:
                return self.tr("{0} is installed.").format(words.isolated(found.title))
            case Verified() as found:
                title = words.isolated(found.model.title)
                if found.ok:
                    return self.tr("{0} is what was installed, byte for byte.").format(title)
                return self.tr("{0} is not what was installed.").format(title)
            case Stopped(Stop.CANCEL):
                return self.tr("The download is cancelled.")
            case Stopped(size=0):
                return self.tr("Stopped.")
            case Stopped() as stopped:
                done, size = model_words.size(stopped.done), model_words.size(stopped.size)
                return self.tr("Stopped at {0} of {1}.").format(done, size)
            case Removed(title, deleted):
                if deleted:
                    text = self.tr("{0} is forgotten, and %Ln file(s) deleted.", "", len(deleted))
                    return text.format(words.isolated(title))
                return self.tr("{0} is forgotten.").format(words.isolated(title))
        return ""
