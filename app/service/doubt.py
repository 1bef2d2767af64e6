"""What is in doubt: passes that ran while their model's file was written to, as the ledger tells of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.sentence import Sentence
from app.engine.contract import ModelChangedError
from app.service import kinds
from app.service.records import Json
from app.store import Entry

_NAMED = 6

Key = tuple[str, ...]


def why(error: ModelChangedError) -> Sentence:
    """Why one pass is in doubt."""
    return Sentence("in doubt: the model file {} was written to while it ran", error.path)


def payload(error: ModelChangedError, **what: Sequence[Json]) -> Json:
    """As a ledger entry's payload: `what` is in doubt, and why."""
    return {"message": str(why(error)), "model": error.path, **what}


def naming(error: ModelChangedError, doubted: Sequence[str]) -> ModelChangedError:
    """The error that ends a run, with what was running then: none of that is kept."""
    if not doubted:
        return error
    names = Sentence("{}", ", ".join(doubted[:_NAMED]))
    if len(doubted) > _NAMED:
        names = Sentence("{0} and {1} more", names, len(doubted) - _NAMED)
    return ModelChangedError(
        "The model file {0} was written to while it was in use, so what ran since the last good check is in "
        "doubt and not kept ({1}); put back what it was, and resume.",
        error.path,
        names,
    )


@dataclass(slots=True)
class Doubts:
    """What of a ledger is in doubt and was not done again, by an entry's subject, hypothesis and pass."""

    standing: dict[Key, int] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Follow the ledger in its order; an entry that is damaged tells nothing."""
        payload = entry.payload
        try:
            match entry.kind:
                case kinds.PASSES_DOUBTED:
                    self.standing.update({_pass(payload, one): entry.seq for one in payload["passes"]})
                case kinds.PASS_COMPLETED:
                    self.standing.pop(_pass(payload, payload), None)
                case kinds.DIAL_ITEMS_DOUBTED:
                    self.standing.update({_item(payload, one): entry.seq for one in payload["items"]})
                case kinds.DIAL_ITEM_COMPLETED:
                    self.standing.pop(_item(payload, payload), None)
        except (KeyError, TypeError):
            return

    def table(self) -> tuple[Json, ...]:
        """What is left, as JSON."""
        found = self.standing.items()
        return tuple({"seq": seq, "subject": key[0], "what": " ".join(key[1:])} for key, seq in found)


def _pass(payload: Json, one: Json) -> Key:
    return payload["screen_id"], one["hypothesis"], one["pass"]


def _item(payload: Json, one: Json) -> Key:
    return payload["dial_id"], one["hypothesis"], str(one["repetition"])
