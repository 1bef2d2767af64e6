"""Labelled lists: a column of labels, or of expected answers, beside the hypotheses or questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from app.core.errors import ListError
from app.core.hypothesis import Hypothesis, HypothesisList, RejectedRow
from app.core.labelled import Labelled, LabelledList
from app.core.sentence import Sentence
from app.intake.assemble import RawList
from app.intake.columns import LABEL, key
from app.intake.read import read_rows

GOOD = frozenset({"good", "advance", "1", "true", "yes", "y", "t", "keep", "accept", "accepted", "pass"})
BAD = frozenset({"bad", "reject", "0", "false", "no", "n", "f", "drop", "discard", "rejected", "fail"})
ANSWERS = ("answer", "expectedanswer", "expected", "correctanswer", "finalanswer", "target", "solution")
"""Names of a column of expected answers, the surest first."""

_SHOWN, _LABEL = 500, 60  # characters of a row, and of a label, that are kept to show it


def read_labelled(path: Path) -> LabelledList:
    """Read a labelled list of any known format; see `read_rows` and `labelled`."""
    return labelled(read_rows(path))


def labelled(rows: RawList, roles: Mapping[str, str] | None = None) -> LabelledList:
    """The list with its labels, or where it has no column of labels, with its expected answers.

    Rows without a label that can be read are kept apart with the reason.

    Args:
        roles: as `RawList.assemble` takes them.

    Raises:
        ListError: there is neither column, or no row with a usable label or answer.
    """
    source = rows.assemble(roles)
    if any(role == LABEL for _, role in source.columns):
        return _sorted_out(source, [_with_label(each) for each in source.hypotheses])
    column = _answer_column(name for name, _ in source.columns)
    if column is None:
        raise ListError(
            "{} has no labels, so nothing can be measured on it; add a column 'label' with good or bad, or a "
            "column 'answer' with the expected answers.",
            source.name,
        )
    source = rows.assemble({**(roles or {}), column: LABEL})
    return _sorted_out(source, [_with_answer(each) for each in source.hypotheses])


def good_or_bad(label: str) -> bool | None:
    """What a label says; None where that cannot be told. 1.0 and 0.0 are as spreadsheets write 1 and 0."""
    text = " ".join(label.casefold().split()).removesuffix(".0")
    return True if text in GOOD else False if text in BAD else None


def _answer_column(names: Iterable[str]) -> str | None:
    found = [(ANSWERS.index(key(name)), name) for name in names if key(name) in ANSWERS]
    return min(found)[1] if found else None


def _with_label(hypothesis: Hypothesis) -> Labelled | RejectedRow:
    label = hypothesis.label or ""
    good = good_or_bad(label)
    if good is not None:
        return Labelled(hypothesis, good)
    if not label:
        return _left_out(hypothesis, Sentence("no label"))
    neither = Sentence(
        "the label {!r} is none of good, bad, advance, reject, 1, 0, true, false, yes, no", label[:_LABEL]
    )
    return _left_out(hypothesis, neither)


def _with_answer(hypothesis: Hypothesis) -> Labelled | RejectedRow:
    if hypothesis.label:
        return Labelled(hypothesis, answer=hypothesis.label)
    return _left_out(hypothesis, Sentence("no expected answer"))


def _left_out(hypothesis: Hypothesis, reason: Sentence) -> RejectedRow:
    return RejectedRow(hypothesis.row, reason, hypothesis.statement[:_SHOWN])


def _sorted_out(source: HypothesisList, read: list[Labelled | RejectedRow]) -> LabelledList:
    items = tuple(each for each in read if isinstance(each, Labelled))
    left_out = tuple(each for each in read if isinstance(each, RejectedRow))
    if not items:
        raise ListError(
            "{0} holds not one usable label (row {1}: {2}); mend the column of labels.",
            source.name,
            left_out[0].row,
            left_out[0].reason,
        )
    return LabelledList(replace(source, hypotheses=tuple(i.hypothesis for i in items)), items, left_out)
