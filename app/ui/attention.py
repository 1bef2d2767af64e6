"""Telling the user from outside the window: the taskbar's progress, and a notification at the end."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.ui import icons

_DESKTOP_FILE = "application://winnow.desktop"
_SHOWN_MS = 10_000


class Attention(QObject):
    """Speaks for one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._percent = -1

    def progress(self, share: float | None) -> None:
        """Show the share that is done on the taskbar or dock, None for nothing under way."""
        percent = -1 if share is None else round(100 * share)
        if percent == self._percent:
            return
        self._percent = percent
        # macOS and Windows show a number on the icon; on Linux the launchers of KDE, Unity and Dash to Dock
        # listen to this signal and draw a bar.
        if sys.platform.startswith("linux"):
            self._launcher(share)
        elif isinstance(application := QApplication.instance(), QGuiApplication):
            application.setBadgeNumber(max(percent, 0))

    def notify(self, title: str, text: str) -> None:
        """Say that something has ended, unless the window has the user's eye."""
        if self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable():
            if self._tray is None:
                self._tray = QSystemTrayIcon(icons.application_icon(), self)
                self._tray.messageClicked.connect(self._raise)
                self._tray.activated.connect(self._raise)
            self._tray.show()
            self._tray.showMessage(title, text, icons.application_icon(), _SHOWN_MS)

    def _raise(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
        if self._tray:
            self._tray.hide()

    def _launcher(self, share: float | None) -> None:
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        message = QDBusMessage.createSignal("/org/winnow", "com.canonical.Unity.LauncherEntry", "Update")
        shown = {"progress": float(share or 0.0), "progress-visible": share is not None}
        message.setArguments([_DESKTOP_FILE, shown])
        bus.send(message)
