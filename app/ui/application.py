"""The window's composition root: the one place that knows engine, store and services together."""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
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
from app.ui.look import Look
from app.ui.models.desk import Desk
from app.ui.preferences import Preferences, PreferencesModel
from app.ui.service_thread import ServiceThread, UnforeseenError
from app.ui.views.main_window import MainWindow

KNOWN_ERROR = 3
translate = QCoreApplication.translate


class Application:
    """One window over one workbench. Made once the QApplication is there."""

    def __init__(self, qt: QApplication) -> None:
        qt.setApplicationName("Winnow")
        qt.setDesktopFileName("winnow")
        self.preferences = PreferencesModel(settings_file(), qt)
        language.speak(qt, self.preferences.value.language)
        self.look = Look(qt, self.preferences)
        self.service = ServiceThread(self._workbench, paths.log_file, qt)
        self.desk = Desk(self.service, self.preferences, qt)
        self.service.broken.connect(self._no_workbench)
        self.preferences.changed.connect(self._preferences_changed)
        QTimer.singleShot(0, self.service.start)
        self.window = MainWindow(self.desk, self.look, kv_types=tuple(KV_TYPES), version=__version__)

    def close(self) -> None:
        """End the services and let go of the window; after `window.close()`."""
        self.service.close()
        for part in (self.window, self.desk, self.look, self.service, self.preferences):
            part.deleteLater()
        # While there is still an event loop to say goodbye to.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

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
            lambda settings: LlamaEngine(settings, paths.log_file()),
            engine_settings(value),
            paths.thinking_formats,
        )

    def _no_workbench(self, error: Exception) -> None:
        self.desk.problems.show(translate("Application", "The store cannot be opened"), error)

    def _preferences_changed(self, before: Preferences, now: Preferences) -> None:
        if before.language != now.language:
            self.window.say("info", translate("Application", "The language changes at the next start."))
        problems = self.desk.problems
        try:
            settings = engine_settings(now)
        except ModelError as error:
            problems.show(translate("Application", "These settings cannot be"), error)
            return
        self.service.call(
            lambda bench: bench.configure(settings),
            None,
            lambda error: problems.show(
                translate("Application", "The engine's settings were not changed"), error
            ),
        )
        if before.store != now.store:
            from app.store import Store

            where = now.store or paths.default_store()

            def show_store(_none: None) -> None:
                self.desk.show(None)
                self.desk.history.refresh()

            self.service.call(
                lambda bench: bench.change_store(lambda: Store.open(where)),
                show_store,
                lambda error: problems.show(translate("Application", "The store cannot be opened"), error),
            )


def settings_file() -> Path:
    """Where the preferences are kept."""
    return paths.home() / "settings.ini"


def engine_settings(value: Preferences) -> EngineSettings:
    """How models are loaded under these preferences.

    Raises:
        ModelError: they cannot be.
    """
    return EngineSettings(
        model=Path(value.model).absolute() if value.model else paths.DEMO_MODEL,
        gpu_layers=None if value.gpu_layers < 0 else value.gpu_layers,
        threads=value.threads or None,
        parallel=value.parallel,
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
        signal.signal(number, lambda *_: application.window.close())
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
