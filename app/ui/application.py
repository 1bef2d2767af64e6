"""The window's composition root: the one place that knows engine, store and services together."""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from app import __version__
from app.core.errors import KnownError, ModelError
from app.engine.contract import KV_TYPES, EngineSettings
from app.engine.host import LlamaEngine
from app.service import paths
from app.service.workbench import Workbench
from app.ui import language
from app.ui.background import Background, UnforeseenError
from app.ui.collector import Collector
from app.ui.look import Look
from app.ui.models.desk import Desk
from app.ui.models.problems import Remedy
from app.ui.preferences import Preferences, PreferencesModel
from app.ui.service_thread import ServiceThread
from app.ui.views.main_window import MainWindow

KNOWN_ERROR = 3
# What of the preferences decides how models are loaded.
ENGINE_FIELDS = ("model", "parallel", "threads", "gpu_layers", "kv_type", "context", "exact")
translate = QCoreApplication.translate


class Application:
    """One window over one workbench. Made once the QApplication is there."""

    def __init__(self, qt: QApplication) -> None:
        qt.setApplicationName("Winnow")
        qt.setDesktopFileName("winnow")
        self.collector = Collector(qt)
        self.preferences = PreferencesModel(settings_file(), qt)
        language.speak(qt, self.preferences.value.language)
        self.look = Look(qt, self.preferences)
        refused = self._put_right()
        # As the workbench has it; another one that is set may turn out not to open.
        self._store = self.preferences.value.store
        self.service = ServiceThread(self._workbench, paths.log_file, qt)
        self.background = Background(paths.log_file, qt)
        self.desk = Desk(self.service, self.background, self.preferences, qt)
        self.service.broken.connect(self._no_workbench)
        self.preferences.changed.connect(self._preferences_changed)
        QTimer.singleShot(0, self.service.start)
        self.window = MainWindow(self.desk, self.look, kv_types=tuple(KV_TYPES), version=__version__)
        self.look.put_on()
        if refused:
            title = translate("Application", "These settings cannot be, and were put back")
            self.desk.problems.show(title, refused)

    def close(self) -> None:
        """End the services and let go of the window; after `window.close()`."""
        self.desk.close()
        self.service.close()
        self.background.close()
        for part in (self.window, self.desk, self.look, self.service, self.background, self.preferences):
            part.deleteLater()
        # While there is still an event loop to say goodbye to.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.collector.close()

    def unforeseen(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """A bug in the window itself: its traceback goes into the log, and the window lives on."""
        log = paths.log_file()
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(kind, error, trace, file=file)
        self.desk.problems.show(translate("Application", "Something went wrong"), UnforeseenError(error, log))

    def _workbench(self) -> Workbench:
        """On the services' thread, where the database's library is loaded too: the window is there first."""
        from app.store import Store

        value = self.preferences.value
        return Workbench(
            Store.open(value.store or paths.default_store()),
            lambda settings: LlamaEngine(
                settings, paths.log_file(), paths.findings(), self.desk.problems.advise
            ),
            engine_settings(value),
            paths.thinking_formats,
            own_model=bool(value.model),
            advise=self.desk.problems.advise,
        )

    def _no_workbench(self, error: Exception) -> None:
        settings = Remedy(
            translate("Application", "Choose another store"), lambda: self.window.dialogs.settings()
        )
        self.desk.problems.show(translate("Application", "The store cannot be opened"), error, (settings,))

    def _put_right(self) -> ModelError | None:
        """Take back settings of the engine that cannot be, such as of a file edited by hand."""
        value, usual = self.preferences.value, Preferences()
        try:
            engine_settings(value)
        except ModelError as error:
            self.preferences.set(replace(value, **{name: getattr(usual, name) for name in ENGINE_FIELDS}))
            return error
        return None

    def _preferences_changed(self, before: Preferences, now: Preferences) -> None:
        if before.language != now.language:
            self.window.say("info", translate("Application", "The language changes at the next start."))
        if now.store != self._store:
            self._change_store(now.store)
        if any(getattr(before, name) != getattr(now, name) for name in ENGINE_FIELDS):
            self._configure(before, now)

    def _configure(self, before: Preferences, now: Preferences) -> None:
        """Load models so from now on; where that is refused, the settings are what they were."""

        def refuse(error: Exception) -> None:
            kept = {name: getattr(before, name) for name in ENGINE_FIELDS}
            self.preferences.set(replace(self.preferences.value, **kept))
            title = translate("Application", "The engine's settings were not changed")
            self.desk.problems.show(title, error)

        try:
            settings = engine_settings(now)
        except ModelError as error:
            refuse(error)
            return
        own = bool(now.model)
        self.service.call(lambda bench: bench.configure(settings, own_model=own), None, refuse)

    def _change_store(self, wanted: str) -> None:
        """Use another store; where it cannot be opened, the one before stays."""
        from app.store import Store

        if not self.service.whole:
            self._store = wanted
            self.service.open_again()
            return
        where = wanted or paths.default_store()

        def take(_none: None) -> None:
            self._store = wanted
            self.desk.store_changed()

        def refuse(error: Exception) -> None:
            self.preferences.set(replace(self.preferences.value, store=self._store))
            self.desk.problems.show(translate("Application", "The store cannot be opened"), error)

        self.service.call(lambda bench: bench.change_store(lambda: Store.open(where)), take, refuse)


def settings_file() -> Path:
    """Where the preferences are kept."""
    return paths.home() / "settings.ini"


def engine_settings(value: Preferences) -> EngineSettings:
    """How models are loaded under these preferences; where none is set, the workbench says which.

    Raises:
        ModelError: they cannot be.
    """
    return EngineSettings(
        model=Path(value.model).absolute() if value.model else paths.DEMO_MODEL,
        gpu_layers=None if value.gpu_layers < 0 else value.gpu_layers,
        threads=value.threads or None,
        parallel=value.parallel,
        context=max(0, value.context) or None,
        kv_type=value.kv_type,
        exact=value.exact,
    )


def run() -> int:
    """Open the window and stay until it is closed.

    Returns:
        0 when it was closed, 3 where there is no display.
    """
    if not has_display():
        print(
            "There is no display for the window; run: main.py screen, and for all commands: main.py --help.",
            file=sys.stderr,
        )
        return KNOWN_ERROR
    qt = QApplication([sys.argv[0]])
    try:
        application = Application(qt)
    except KnownError as error:
        print(error, file=sys.stderr)
        return KNOWN_ERROR
    sys.excepthook = application.unforeseen
    for number in (signal.SIGINT, signal.SIGTERM):
        # Python comes to this at the window's next tick.
        signal.signal(number, lambda *_: application.window.stop_and_close())
    application.window.show()
    code = qt.exec()
    application.close()
    return code


def has_display() -> bool:
    """Whether there is a screen to draw on; only Linux and its like may have none."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    host, _, number = os.environ.get("DISPLAY", "").rpartition(":")
    number = number.partition(".")[0]
    if not number.isdigit():
        return False
    # Qt ends the process where the display that is named does not answer.
    family = socket.AF_INET if host else socket.AF_UNIX
    address = (host, 6000 + int(number)) if host else f"/tmp/.X11-unix/X{number}"
    with socket.socket(family) as probe:
        probe.settimeout(5)
        return probe.connect_ex(address) == 0
