"""A screen as a file for other programs: its whole document as JSON, or its verdicts as CSV."""

from __future__ import annotations

import csv
import io
import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import StoreError
from app.core.hypothesis import Hypothesis
from app.core.provenance import sha256_hex
from app.service import kinds
from app.service.screens import Screen
from app.store import Draft

if TYPE_CHECKING:
    from app.store import Store

FORMATS = ("csv", "json")
_HEADINGS = (
    *("id", "title", "statement", "row", "final_verdict", "human_verdict", "human_reason"),
    *("triage_verdict", "triage_p_advance", "triage_thinking_tokens", "triage_budget"),
    *("deep_verdict", "deep_p_advance", "deep_thinking_tokens", "deep_budget"),
    *("reason", "error", "screen_id", "model_sha256"),
)
# What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def export(screen: Screen, store: Store, path: Path) -> None:
    """Write a screen to a file, by its suffix as CSV or JSON, and the export into the ledger.

    Raises:
        StoreError: the suffix is neither, or the file cannot be written.
    """
    kind = path.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise StoreError("{} is neither a .csv nor a .json file; name one of them.", path.name)
    text = _csv(screen) if kind == "csv" else json.dumps(screen.document(store), indent=1) + "\n"
    # A spreadsheet takes a CSV without the mark for an old code page.
    data = text.encode("utf-8-sig" if kind == "csv" else "utf-8")
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise StoreError(
            "{0} cannot be written ({1}); choose another place.", path, error.strerror
        ) from error
    payload = {"screen_id": screen.id, "format": kind, "file": path.name, "sha256": sha256_hex(data)}
    store.append([Draft(kinds.EXPORTED, payload)])


def _csv(screen: Screen) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADINGS)
    for hypothesis in screen.source.hypotheses:
        writer.writerow(_cell(value) for value in _row(screen, hypothesis))
    return out.getvalue()


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
    """A text that a spreadsheet would compute is made a text for it, too."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
