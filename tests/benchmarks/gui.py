"""How the window feels, in figures: the event loop's latency while traces stream, and what takes how long.

Run on idle cores: uv run tests/benchmarks/gui.py (off screen, or under a display with QT_QPA_PLATFORM=xcb).
The latency is the delay of a 1 ms timer beyond its due time, measured for as long as 16 sequences stream.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.trace import Segment, SpanReason
from app.service.plan_settings import Dial
from app.ui.application import Application
from app.ui.models.imports import ImportPreview
from app.ui.models.run_state import RunState
from app.ui.views.trace_text import TraceText

ROOT = Path(__file__).parents[2]
ROWS, TRACE_TOKENS, PARALLEL = 10_000, 32_000, 16
STREAM_SECONDS = 20.0
STALL_MS = 50
_CHECK_MS = 20


class Latency:
    """The delays of a 1 ms timer, in ms."""

    def __init__(self) -> None:
        self.delays: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        self.delays.append(max(self._clock.nsecsElapsed() / 1e6 - 1, 0.0))
        self._clock.restart()

    def figures(self) -> tuple[float, float, float]:
        """Median, 99th percentile and maximum."""
        ordered = sorted(self.delays)
        return statistics.median(ordered), ordered[int(len(ordered) * 0.99)], ordered[-1]


def until(qt: QApplication, condition: Callable[[], object], seconds: float = 120) -> None:
    """Let the event loop run, asleep where there is nothing to do, until something holds."""
    loop, end = QEventLoop(), perf_counter() + seconds
    timer = QTimer(interval=_CHECK_MS)
    timer.timeout.connect(lambda: (condition() or perf_counter() > end) and loop.quit())
    timer.start()
    loop.exec()
    if not condition():
        raise TimeoutError


def many(rows: int) -> HypothesisList:
    """A list of that many made-up rows."""
    made = (
        Hypothesis(f"H-{n:05}", f"Title {n}", f"Costs are {n % 40} bps. " * 6, row=n) for n in range(rows)
    )
    return HypothesisList("many.csv", "0" * 64, tuple(made))


def streaming(qt: QApplication, application: Application) -> None:
    """Sixteen sequences stream into the wall, one of them into the detail view."""
    desk = application.desk
    application.preferences.set(
        replace(application.preferences.value, parallel=PARALLEL, exact=False, theme="light")
    )
    screen = desk.use(many(400))
    desk.plan.set(replace(desk.plan.settings, triage=Dial(3000, 64), deep=Dial(0, 0)))
    desk.runs.start(screen)
    until(qt, lambda: screen.state is RunState.RUNNING and len(screen.live) == PARALLEL)
    application.window.screen_page.table.select(next(iter(screen.live))[0])
    latency = Latency()
    before = screen.progress.tokens if screen.progress else 0
    start = perf_counter()
    latency.start()
    until(qt, lambda: perf_counter() - start > STREAM_SECONDS or not desk.runs.running)
    latency.stop()
    seconds = perf_counter() - start
    tokens = (screen.progress.tokens if screen.progress else 0) - before
    median, p99, most = latency.figures()
    print(f"- streaming: {PARALLEL} sequences, {tokens / seconds:,.0f} tokens/s for {seconds:.0f} s")
    print(f"- event loop's delay: median {median:.2f} ms, p99 {p99:.2f} ms (wanted 16), max {most:.1f} ms")
    desk.runs.stop()
    until(qt, lambda: desk.runs.running is None)


def long_list(qt: QApplication, application: Application) -> None:
    """A list of ten thousand rows opens and scrolls."""
    desk, page = application.desk, application.window.screen_page
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.csv"
        lines = (f"H-{n},Title {n},Costs of {n % 40} bps exceed the edge number {n}" for n in range(ROWS))
        path.write_text("id,title,hypothesis\n" + "\n".join(lines), encoding="utf-8")
        start = perf_counter()
        ready: list[ImportPreview] = []
        desk.imports.ready.connect(ready.append)
        desk.imports.ready.disconnect(application.window.dialogs.preview)
        desk.read(path)
        until(qt, lambda: ready)
        assert ready[0].found
        desk.use(ready[0].found)
        until(qt, lambda: page.table.table.model().rowCount() == ROWS)
        qt.processEvents()
        page.table.table.grab()
        print(f"- {ROWS:,} rows open, from file to table: {perf_counter() - start:.2f} s (wanted 1)")
    bar = page.table.table.verticalScrollBar()
    stalls = []
    for step in range(400):
        start = perf_counter()
        bar.setValue(round(bar.maximum() * ((step * 37) % 400) / 400))
        page.table.table.viewport().repaint()
        qt.processEvents()
        stalls.append((perf_counter() - start) * 1000)
    print(f"- scrolling them: worst frame {max(stalls):.1f} ms of {len(stalls)} (wanted {STALL_MS})")
    start = perf_counter()
    page.table.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    print(f"- sorting them by title: {(perf_counter() - start) * 1000:.0f} ms")
    start = perf_counter()
    page.table._filter.search("number 77")
    print(f"- searching them: {(perf_counter() - start) * 1000:.0f} ms")


def long_trace(qt: QApplication, application: Application) -> None:
    """A long trace opens."""
    view = TraceText(application.look, "a long trace")
    view.resize(500, 700)
    view.show()
    qt.processEvents()
    sentence = "Costs: gross 34 bps, costs 20 bps, so `edge - cost` is 14 and it passes.\n"
    words = [Segment(sentence * (TRACE_TOKENS // 26 // 8), None), Segment("Wait", SpanReason.WAIT)] * 8
    start = perf_counter()
    view.show_segments(words)
    qt.processEvents()
    view.grab()
    spent = (perf_counter() - start) * 1000
    letters = len(view.toPlainText())
    print(f"- a trace of {TRACE_TOKENS:,} tokens ({letters:,} letters) opens: {spent:.0f} ms (wanted 200)")
    view.deleteLater()


STARTS = """
import os, sys, time
start = float(sys.argv[1])
sys.path.insert(0, {root!r})
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.ui.application import Application
qt = QApplication([])
application = Application(qt)
def seen():
    print(time.time() - start)
    application.window.close()
QTimer.singleShot(0, seen)
application.window.show()
application.window.grab()
qt.exec()
application.close()
"""


def start_up() -> None:
    """From the start of the process to a window that is drawn; the median of five warm ones."""
    import time

    took = []
    for _ in range(6):
        command = [sys.executable, "-c", STARTS.format(root=str(ROOT)), str(time.time())]
        took.append(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    print(f"- window drawn after the start: median {statistics.median(took[1:]):.2f} s (wanted 1.5)")


def main() -> None:
    """Measure everything once."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WINNOW_HOME"] = folder
        print(f"\n## Window ({os.environ['QT_QPA_PLATFORM']})\n")
        start_up()
        qt = QApplication([])
        application = Application(qt)
        application.window.resize(1440, 900)
        application.window.show()
        streaming(qt, application)
        long_list(qt, application)
        long_trace(qt, application)
        application.window.close()
        application.close()


if __name__ == "__main__":
    main()
