"""A person's verdicts, with undo: each step, back or forth, is an entry of its own in the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.core.plan import Verdict
from app.service.judgement import Judgement
from app.ui import words
from app.ui.models.problems import Problems
from app.ui.models.screen_model import ScreenModel
from app.ui.service_thread import ServiceThread


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict and its reason; a verdict of None is none."""

    verdict: Verdict | None
    reason: str = ""


class Judgements(QObject):
    """Sets judgements and takes them back."""

    def __init__(self, service: ServiceThread, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service, self._problems = service, problems
        self.stack = QUndoStack(self)

    def judge(self, screen: ScreenModel, hypothesis_id: str, opinion: Opinion) -> None:
        """Set a judgement, or with a verdict of None remove it."""
        place = screen.rows.place_of(hypothesis_id)
        if place is None or not screen.id:
            return
        before = _opinion(screen.rows.row(place).judgement)
        if before != opinion:
            self.stack.push(_Judge(self, screen, hypothesis_id, before, opinion))

    def record(self, screen: ScreenModel, hypothesis_id: str, opinion: Opinion) -> None:
        """Write a judgement and show it."""
        screen_id = screen.id
        self._service.call(
            lambda bench: bench.judge(screen_id, hypothesis_id, opinion.verdict, opinion.reason),
            screen.judged,
            lambda error: self._problems.show(self.tr("Your verdict was not recorded"), error),
        )

    def name(self, hypothesis_id: str, opinion: Opinion) -> str:
        """What a step is called in the menu."""
        name = words.plain_label(hypothesis_id)
        if opinion.verdict is None:
            return self.tr("{0}: no verdict").format(name)
        return self.tr("{0}: {1}").format(name, words.verdict(opinion.verdict.value))


class _Judge(QUndoCommand):
    def __init__(
        self, owner: Judgements, screen: ScreenModel, hypothesis_id: str, before: Opinion, after: Opinion
    ) -> None:
        super().__init__(owner.name(hypothesis_id, after))
        self._owner, self._screen, self._id = owner, screen, hypothesis_id
        self._before, self._after = before, after

    def redo(self) -> None:
        self._owner.record(self._screen, self._id, self._after)

    def undo(self) -> None:
        self._owner.record(self._screen, self._id, self._before)


def _opinion(judgement: Judgement | None) -> Opinion:
    return Opinion(judgement.verdict, judgement.reason) if judgement else Opinion(None)
