"""Take the pictures in resources/screenshots/ again: every view, light and dark, of a real run of the demo.

Run: uv run packaging/screenshots.py, on a machine with a display; without one:
xvfb-run -s "-screen 0 1600x1000x24" uv run packaging/screenshots.py.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.plan import Verdict
from app.service.plan_settings import Dial
from app.ui.application import Application, settings_file
from app.ui.models.judgements import Opinion
from app.ui.models.run_state import RunState
from app.ui.preferences import PreferencesModel

FOLDER = Path(__file__).parents[1] / "resources" / "screenshots"
SIZE = (1440, 900)
LIST = """code,claim,why
Q1,Stocks with rising short interest fall over the next month,Short sellers are informed
Q1,Stocks with falling short interest rise,The same code again
Q2,,No claim at all
Q3,Order imbalance at the close predicts the next open,Index funds trade late
"""


class Photographer:
    """Drives one window and takes its pictures."""

    def __init__(self, application: Application, theme: str) -> None:
        self._application, self._theme = application, theme
        self.window, self.desk = application.window, application.desk
        self.window.resize(*SIZE)
        self.window.show()
        self.pause(0.5)

    def until(self, condition: Callable[[], object], seconds: float = 120) -> None:
        """Let the window live until something holds."""
        loop, end = QEventLoop(), monotonic() + seconds
        timer = QTimer(interval=20)
        timer.timeout.connect(lambda: (condition() or monotonic() > end) and loop.quit())
        timer.start()
        loop.exec()
        if not condition():
            raise TimeoutError

    def pause(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = monotonic() + seconds
        self.until(lambda: monotonic() > end)

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """One picture."""
        self.pause(0.4)
        (widget or self.window).grab().save(str(FOLDER / f"{name}-{self._theme}.png"))

    def dialog(self, name: str, opener: Callable[[], object]) -> None:
        """A picture of a dialog, which is closed again."""
        opener()
        self.until(lambda: self._open_dialogs())
        (shown,) = self._open_dialogs()
        self.take(name, shown)
        shown.reject()
        self.pause(0.2)

    def _open_dialogs(self) -> list[QDialog]:
        found = (each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog))
        return [each for each in found if each.isVisible()]


def shoot(theme: str) -> None:
    """All pictures under one theme."""
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    settings = PreferencesModel(settings_file())
    settings.set(replace(settings.value, theme=theme, language="en"))
    application = Application(qt)
    photographer = Photographer(application, theme)
    desk, window = photographer.desk, photographer.window
    photographer.take("first-start")
    desk.begin_demo()
    photographer.until(
        lambda: desk.shown and len(desk.shown.live) > 8 and desk.shown.progress.triage_done > 4
    )
    photographer.take("running")
    photographer.until(lambda: desk.shown and desk.shown.state is RunState.COMPLETE)
    assert desk.shown
    flipped = next(row for row in desk.shown.rows.rows if row.flipped)
    window.screen_page.table.select(flipped.hypothesis.id)
    desk.judge(Opinion(Verdict.ADVANCE, "The costs are those of last year; ours are half."))
    photographer.pause(0.5)
    photographer.take("screen")
    window.acts["again"].trigger()
    desk.plan.set(replace(desk.plan.settings, deep=Dial(32, 0)))
    photographer.pause(0.5)
    photographer.take("plan")
    window.acts["start"].trigger()
    photographer.until(lambda: desk.shown and desk.shown.state is RunState.COMPLETE)
    window.go("history")
    photographer.pause(0.5)
    window.history_page.table.selectAll()
    photographer.take("history")
    photographer.dialog("compare", window.history_page.compare.click)
    window.go("playground")
    window.playground_page.example.click()
    photographer.until(lambda: desk.playground.thought)
    photographer.take("playground")
    window.go("dial")
    window.dial_page.demo.click()
    photographer.until(window.dial_page.start.isEnabled)
    window.dial_page.start.click()
    photographer.until(lambda: desk.dial.busy)
    photographer.until(lambda: not desk.dial.busy and desk.dial.shown and desk.dial.shown.complete, 600)
    photographer.take("dial")
    window.dial_page.points.selectRow(2)
    photographer.dialog("behind", window.dial_page.traces.click)
    window.go("models")
    photographer.until(lambda: window.models_page.table.model().rowCount())
    window.models_page.table.selectRow(0)
    photographer.take("models")
    window.go("screen")
    photographer.dialog("check", window.dialogs.check)
    photographer.dialog("import", lambda: desk.imports.read_text(LIST, "pasted text"))
    photographer.dialog("settings", window.dialogs.settings)
    photographer.dialog("plan-settings", window.dialogs.plan)
    photographer.dialog("keyboard", lambda: window.dialogs.keys(window.acts))
    photographer.dialog("limits", window.dialogs.limits)
    window.close()
    application.close()


def main() -> None:
    """Both themes, each in a data folder of its own."""
    FOLDER.mkdir(exist_ok=True)
    QApplication([sys.argv[0]])
    for theme in ("light", "dark"):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["WINNOW_HOME"] = folder
            shoot(theme)


if __name__ == "__main__":
    main()
