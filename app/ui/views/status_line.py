"""The window's last line: how far the run is, how fast, what is left, and whether sleep is held off."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar

from app.ui import icons, words
from app.ui.awake import Awake
from app.ui.look import Look
from app.ui.models.run_state import RunState
from app.ui.models.screen_model import ScreenModel
from app.ui.views.widgets import ElidedLabel, button


class StatusLine(QFrame):
    """Binds to the screen that runs, or tells of the one that is shown."""

    def __init__(self, look: Look, awake: Awake) -> None:
        super().__init__()
        self._look, self._awake = look, awake
        self.text = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self.bar.setAccessibleName(self.tr("Progress of the run"))
        self.show_running = button(self.tr("Show the run"))
        self._cup = QLabel()
        self._cup.setToolTip(self.tr("The machine does not sleep while this screen runs"))
        self._cup.setAccessibleName(self.tr("Sleep is held off"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.addWidget(self.bar)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.show_running)
        layout.addWidget(self._cup)
        look.changed.connect(self._redraw)
        awake.changed.connect(self._redraw)
        self._redraw()

    def show_state(self, running: ScreenModel | None, shown: ScreenModel | None) -> None:
        """Bring it up to date."""
        self.show_running.setVisible(running is not None and running is not shown)
        self.bar.setVisible(running is not None)
        if running is None:
            self.text.set_text(self._at_rest(shown))
            return
        self.bar.setValue(round(1000 * (share_done(running) or 0)))
        self.text.set_text(self._running(running))

    def _running(self, screen: ScreenModel) -> str:
        if screen.state is RunState.LOADING:
            return words.waits_for(screen.waits_for)
        progress = screen.progress
        if progress is None:
            return self.tr("Starting")
        told = self.tr("Triage {0} / {1} · survivors {2} · deep {3} / {4}").format(
            words.number(progress.triage_done),
            words.number(progress.triage_total),
            words.number(progress.survivors),
            words.number(progress.deep_done),
            words.number(progress.deep_known),
        )
        if progress.errors:
            told += self.tr(" · errors {0}").format(words.number(progress.errors))
        if screen.state is RunState.PAUSED:
            return self.tr("Paused · {0}").format(told)
        if screen.state is RunState.STOPPING:
            return self.tr("Stopping · {0}").format(told)
        told += self.tr(" · {0} tokens/s").format(words.number(progress.tokens_per_second))
        if progress.eta is not None:
            told += self.tr(" · {0} left").format(words.duration(progress.eta))
        return told

    def _at_rest(self, shown: ScreenModel | None) -> str:
        if shown is None:
            return self.tr("No list is open.")
        total = self.tr("%Ln hypothesis(es)", "", len(shown.source.hypotheses))
        if not shown.id:
            return total
        rows = shown.rows.rows
        counts = {
            verdict: sum(row.final == verdict for row in rows) for verdict in ("advance", "unsure", "reject")
        }
        told = ", ".join(f"{words.verdict(verdict)} {words.number(n)}" for verdict, n in counts.items())
        return self.tr("{0}: {1}; screen {2}").format(total, told, shown.id)

    def _redraw(self) -> None:
        self._cup.setVisible(self._awake.held)
        self._cup.setPixmap(icons.pixmap("awake", self._look.theme, "accent", 16))


def share_done(screen: ScreenModel) -> float | None:
    """The share of a run's passes that are done; None where it cannot be told."""
    progress = screen.progress
    if progress is None or not progress.triage_total:
        return None
    done = progress.triage_done + progress.deep_done
    return done / max(progress.triage_total + progress.deep_known, 1)
