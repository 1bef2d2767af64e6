"""What of Qt is garbage is collected on the window's thread, whoever allocates."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtWidgets import QWidget

from tests.support.window import Hand

ENOUGH = 200_000


class Cycle(QWidget):
    """Garbage that only the collector frees."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def test_widgets_are_freed_on_the_windows_thread_alone(hand: Hand) -> None:
    freed_on: list[int] = []
    weakref.finalize(Cycle(), lambda: freed_on.append(threading.get_ident()))
    # Python would collect many times over of this.
    hand.desk.service.call(lambda _bench: [[] for _ in range(ENOUGH)], None, lambda _error: None)
    hand.settle()
    assert set(freed_on) <= {threading.get_ident()}
    hand.until(lambda: freed_on)
    assert freed_on == [threading.get_ident()]


def test_python_collects_again_when_the_window_is_closed(hand: Hand) -> None:
    assert not gc.isenabled()
    hand.application.collector.close()
    assert gc.isenabled()
