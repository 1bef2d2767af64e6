"""What went wrong, as the window shows it: what happened, what to do, details folded away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.core.errors import KnownError
from app.core.sentence import Sentence
from app.ui import words
from app.ui.background import UnforeseenError


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that the user can do about it at once."""

    label: str
    act: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """One error; `details` is for a report to the developers."""

    title: str
    message: str
    details: str = ""
    remedies: tuple[Remedy, ...] = ()


class Problems(QObject):
    """Where all view-models bring their errors."""

    raised = Signal(object)
    # What is no error but should be known, as text; from any thread.
    advised = Signal(str)

    def advise(self, told: Sentence) -> None:
        """Show what the services have to say."""
        self.advised.emit(words.sentence(told))

    def show(self, title: str, error: Exception, remedies: tuple[Remedy, ...] = ()) -> None:
        """Show an error under a title."""
        if isinstance(error, UnforeseenError):
            message = self.tr(
                "Winnow does not know this error. What was completed is kept; the details are in {0}."
            ).format(error.log)
            self.raised.emit(Problem(title, message, str(error), remedies))
        else:
            assert isinstance(error, KnownError)
            self.raised.emit(Problem(title, words.sentence(error), "", remedies))
