"""A real window over a real store and a real engine, and a hand that waits for what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.ui.application import Application, settings_file
from app.ui.look import Look
from app.ui.models.run_state import RunState
from app.ui.models.screen_model import ScreenModel
from app.ui.preferences import Preferences, PreferencesModel
from app.ui.views.banner import Banner
from app.ui.views.import_dialog import ImportDialog

# The engine's self-test is left out, and little runs beside the window: what is tested here is the window.
QUICK = Preferences(parallel=4, threads=1, exact=False, notify=False, language="en", theme="light")
WAIT_MS = 60_000
W = TypeVar("W", bound=QWidget)

SHORT_LIST = """id,title,hypothesis
A,Alpha,Costs of 20 bps exceed the gross edge of 10 bps.
B,Beta,"We stand at t 4.2 after 5 variants, and index funds pay for it."
C,Gamma,The dead names are left out of the sample.
"""


class Hand:
    """Drives one window."""

    def __init__(self, application: Application, qtbot: QtBot) -> None:
        self.application, self.qtbot = application, qtbot
        self.window, self.desk = application.window, application.desk
        self.page = application.window.screen_page

    def until(self, condition: Callable[[], object], milliseconds: int = WAIT_MS) -> None:
        """Let the window live until something holds."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=milliseconds)

    def drop(self, data: QMimeData) -> None:
        """Drop something on the window, as a drag from outside does."""
        place, action = QPoint(400, 300), Qt.DropAction.CopyAction
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(place, action, data, buttons, keys)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(QPointF(place), action, data, buttons, keys))

    def drop_file(self, path: Path) -> None:
        """Drop a file."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        self.drop(data)

    def dialog(self, kind: type[W]) -> W:
        """The dialog of a kind, once it is open."""
        found: list[W] = []

        def open_one() -> bool:
            found[:] = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind)]
            found[:] = [each for each in found if each.isVisible()]
            return bool(found)

        self.until(open_one)
        return found[0]

    def use_list(self, path: Path) -> ScreenModel:
        """Drop a list and accept its preview."""
        self.drop_file(path)
        self.dialog(ImportDialog).accept()
        self.until(lambda: self.desk.shown is not None)
        assert self.desk.shown
        return self.desk.shown

    def budgets(self, triage: int = 16, deep: int = 24, waits: int = 0) -> None:
        """Turn both dials down, by their exact entry."""
        panel = self.page.plan_panel
        panel.triage.budget.setValue(triage)
        panel.deep.budget.setValue(deep)
        panel.deep.waits.setValue(waits)

    def trigger(self, action: str) -> None:
        """Do what a menu's entry does; it must be enabled."""
        assert self.window.acts[action].isEnabled(), action
        self.window.acts[action].trigger()

    def focus(self, widget: QWidget) -> None:
        """Put the keyboard's focus there; off screen no window manager gives it back after a dialog."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        widget.setFocus()
        self.until(widget.hasFocus)

    def until_state(self, *states: RunState) -> None:
        """Until the shown list is in one of these states."""
        self.until(lambda: self.desk.shown is not None and self.desk.shown.state in states)

    def run_to_end(self) -> ScreenModel:
        """Start what is shown, and wait for its end."""
        self.trigger("start")
        self.until_state(RunState.COMPLETE)
        assert self.desk.shown
        return self.desk.shown

    def settle(self) -> None:
        """Until the services have done all that was asked of them."""
        done: list[bool] = []
        self.desk.service.call(lambda _bench: None, lambda _none: done.append(True), lambda _error: None)
        self.until(lambda: done)

    def close(self) -> None:
        """Stop what runs, close the window, and wait for the services' end."""
        for each in QApplication.topLevelWidgets():
            if isinstance(each, QDialog) and each.isVisible():
                each.reject()
        if self.desk.runs.running or self.desk.playground.busy:
            self.desk.runs.stop()
            self.desk.playground.stop()
            self.until(lambda: not self.desk.runs.running and not self.desk.playground.busy)
        self.window.close()
        self.application.close()

    @property
    def banners(self) -> list[Banner]:
        """The messages above the page."""
        return self.window.banners.banners

    def banner(self, text: str) -> Banner:
        """A message that holds a text, once it is there."""
        self.until(lambda: any(text in banner.accessibleName() for banner in self.banners))
        return next(banner for banner in self.banners if text in banner.accessibleName())


@contextmanager
def window(qtbot: QtBot, preferences: Preferences = QUICK, **more: object) -> Iterator[Hand]:
    """A window in the data folder that WINNOW_HOME names; closed at the end."""
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    PreferencesModel(settings_file()).set(replace(preferences, **more))  # type: ignore[arg-type]
    application = Application(qt)
    hand = Hand(application, qtbot)
    application.window.show()
    application.window.activateWindow()
    qtbot.waitUntil(application.window.isActiveWindow)
    try:
        yield hand
    finally:
        hand.close()


def look_of() -> tuple[Look, PreferencesModel]:
    """A look without a window, and the preferences that it follows."""
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    preferences = PreferencesModel(settings_file(), qt)
    preferences.set(QUICK)
    look = Look(qt, preferences)
    look.put_on()
    return look, preferences
