"""A person's verdicts, with undo: each step, back or forth, is an entry of its own in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.core.plan import Verdict
from app.service.judgement import Judgement
from app.service.rows import Row
from app.ui import words
from app.ui.models.problems import Problems
from app.ui.models.screen_model import ScreenModel
from app.ui.service_thread import ServiceThread

Place = tuple[str, str]  # a screen's id and a hypothesis'


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict and its reason; a verdict of None is none."""

    verdict: Verdict | None
    reason: str = ""


class Judgements(QObject):
    """Sets judgements and takes them back; a step can be undone once it is in the ledger."""

    # A screen's id, and a Row of it as it stands now.
    judged = Signal(str, object)

    def __init__(self, service: ServiceThread, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service, self._problems = service, problems
        self.stack = QUndoStack(self)
        # What was asked for and is not in the table yet.
        self._asked: dict[Place, list[Opinion]] = {}

    def judge(self, screen: ScreenModel, hypothesis_id: str, opinion: Opinion) -> None:
        """Set a judgement, or with a verdict of None remove it."""
        place, row = (screen.id, hypothesis_id), screen.rows.place_of(hypothesis_id)
        if row is None or not screen.id:
            return
        asked = self._asked.get(place)
        before = asked[-1] if asked else _opinion(screen.rows.row(row).judgement)
        if before != opinion:
            self._write(place, opinion, lambda: self.stack.push(_Judge(self, place, before, opinion)))

    def repeat(self, place: Place, opinion: Opinion) -> None:
        """Write an earlier judgement again, as a step back or forth."""
        self._write(place, opinion, lambda: None)

    def forget(self) -> None:
        """Let no step be undone any more, such as those of another store."""
        self.stack.clear()

    def name(self, hypothesis_id: str, opinion: Opinion) -> str:
        """What a step is called in the menu."""
        name = words.plain_label(hypothesis_id)
        if opinion.verdict is None:
            return self.tr("{0}: no verdict").format(name)
        return self.tr("{0}: {1}").format(name, words.verdict(opinion.verdict.value))

    def _write(self, place: Place, opinion: Opinion, then: Callable[[], None]) -> None:
        self._asked.setdefault(place, []).append(opinion)

        def take(row: Row) -> None:
            self._settled(place)
            self.judged.emit(place[0], row)
            then()

        def fail(error: Exception) -> None:
            self._settled(place)
            self.forget()
            self._problems.show(self.tr("Your verdict was not recorded"), error)

        self._service.call(lambda bench: bench.judge(*place, opinion.verdict, opinion.reason), take, fail)

    def _settled(self, place: Place) -> None:
        self._asked[place].pop(0)
        if not self._asked[place]:
            del self._asked[place]


class _Judge(QUndoCommand):
    """A step that is in the ledger already when it is pushed."""

    def __init__(self, owner: Judgements, place: Place, before: Opinion, after: Opinion) -> None:
        super().__init__(owner.name(place[1], after))
        self._owner, self._place = owner, place
        self._before, self._after = before, after
        self._pushed = False

    def redo(self) -> None:
        if self._pushed:
            self._owner.repeat(self._place, self._after)
        self._pushed = True

    def undo(self) -> None:
        self._owner.repeat(self._place, self._before)


def _opinion(judgement: Judgement | None) -> Opinion:
    return Opinion(judgement.verdict, judgement.reason) if judgement else Opinion(None)
