"""A screen's verdicts as CSV, which no spreadsheet computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from app.core.hypothesis import Hypothesis
from app.report.plain import visible
from app.service.screens import Screen

_HEADINGS = (
    *("id", "title", "statement", "row", "final_verdict", "human_verdict", "human_reason"),
    *("triage_verdict", "triage_p_advance", "triage_thinking_tokens", "triage_budget"),
    *("deep_verdict", "deep_p_advance", "deep_thinking_tokens", "deep_budget"),
    *("reason", "error", "screen_id", "model_sha256"),
)
# What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def verdicts_csv(screen: Screen) -> bytes:
    """A row for each hypothesis, in UTF-8 with the mark that tells a spreadsheet so."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADINGS)
    for hypothesis in screen.source.hypotheses:
        writer.writerow(_cell(value) for value in _row(screen, hypothesis))
    return out.getvalue().encode("utf-8-sig")


def _row(screen: Screen, hypothesis: Hypothesis) -> Iterator[Any]:
    judgement, failure = screen.judgements.get(hypothesis.id), screen.failure_of(hypothesis)
    triage, deep = screen.triage_of(hypothesis), screen.deep_of(hypothesis)
    yield from (hypothesis.id, hypothesis.title, hypothesis.statement, hypothesis.row)
    yield screen.final_verdict(hypothesis)
    yield from (judgement.verdict.value, judgement.reason) if judgement else ("", "")
    for record in (triage, deep):
        table = record.table() if record else {}
        yield from (table.get(key, "") for key in ("verdict", "p_advance", "thinking_tokens", "budget"))
    deciding = deep or triage
    yield dict(deciding.fields).get("reason", "") if deciding else ""
    yield failure.message if failure else ""
    yield from (screen.id, screen.plan.model_sha256)


def _cell(value: Any) -> Any:
    """A text without control characters; one that a spreadsheet would compute is made a text for it, too."""
    if not isinstance(value, str):
        return value
    text = visible(value)
    return "'" + text if text.startswith(_FORMULA) else text
