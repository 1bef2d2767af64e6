"""Which model the window runs: the one that is set, else the store's default, else the demo model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.service import paths
from app.service.model_choice import Chosen
from app.ui.models.problems import Problems
from app.ui.preferences import PreferencesModel
from app.ui.service_thread import ServiceThread

_NOTE = "used_model"


class UsedModel(QObject):
    """Views show it by its file.

    Attributes:
        path: None where the store's default is not there. Until the store is read, as it was at the last end.
    """

    changed = Signal()

    def __init__(
        self,
        service: ServiceThread,
        preferences: PreferencesModel,
        problems: Problems,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service, self._preferences, self._problems = service, preferences, problems
        set_or_last = preferences.value.model or preferences.note(_NOTE)
        self.path: Path | None = Path(set_or_last).absolute() if set_or_last else paths.DEMO_MODEL
        self._wanted = 0
        self._told = ""
        preferences.changed.connect(self.refresh)

    @property
    def is_set(self) -> bool:
        """Whether the user has set one, so that the default does not matter."""
        return bool(self._preferences.value.model)

    @property
    def is_demo(self) -> bool:
        """Whether it is the demo model."""
        return self.path == paths.DEMO_MODEL

    def use(self, path: Path, *, by_default: bool = False) -> None:
        """Run this model from now on; `by_default`: because it is the default, and so whichever that is."""
        model = "" if by_default else str(path)
        self._preferences.set(replace(self._preferences.value, model=model))
        self._take(path.absolute())  # The store says the same, in a moment.

    def refresh(self) -> None:
        """Bring it up to date: another one is set, or the store or its default may be another."""
        self._wanted += 1
        wanted = self._wanted
        if self.is_set:
            self._take(Path(self._preferences.value.model).absolute())
            return

        def take(chosen: Chosen) -> None:
            if wanted == self._wanted:
                self._take(chosen.path)

        def fail(error: Exception) -> None:
            # Where there is no store, that is told already.
            if wanted == self._wanted and self._service.whole:
                self._take(None)
                if str(error) != self._told:
                    self._problems.show(self.tr("The default model cannot be used"), error)
                self._told = str(error)

        self._service.call(lambda bench: bench.default_model(), take, fail)

    def _take(self, path: Path | None) -> None:
        if path is not None:
            self._told = ""
        if path == self.path:
            return
        self.path = path
        self._preferences.keep_note(_NOTE, str(path or ""))
        self.changed.emit()
