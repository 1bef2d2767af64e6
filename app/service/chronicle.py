"""What happened to a screen beside its verdicts: runs, failed attempts, what people said, replays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.core.plan import PassKind, Verdict
from app.report.facts import Attempt, Judgement, Replay, Run
from app.service import kinds
from app.store import Entry


def runs(entries: Iterable[Entry]) -> tuple[Run, ...]:
    """Every run that the ledger knows of, also one that never ended or never began."""
    found: list[Run] = []
    for entry in entries:
        payload = entry.payload
        if entry.kind == kinds.RUN_STARTED:
            host = payload.get("process", {}).get("host", "")
            found.append(Run(entry.seq, entry.at, payload.get("by", ""), host, payload["engine"]))
        elif entry.kind in kinds.RUN_ENDED:
            begun = found.pop() if found and not found[-1].ended else Run(None, "", "", "", {})
            found.append(
                replace(
                    begun,
                    ended=entry.kind,
                    ended_seq=entry.seq,
                    ended_at=entry.at,
                    seconds=payload["seconds"],
                    message=payload.get("message", ""),
                )
            )
    return tuple(found)


def attempts(entries: Sequence[Entry]) -> tuple[Attempt, ...]:
    """Every pass that failed, was cancelled or is in doubt, with what came of it later."""
    done = {
        (entry.payload["hypothesis"], entry.payload["pass"]): entry.seq
        for entry in entries
        if entry.kind == kinds.PASS_COMPLETED
    }
    found: list[Attempt] = []
    for entry in entries:
        if entry.kind in (kinds.PASS_FAILED, kinds.PASS_CANCELLED, kinds.PASSES_DOUBTED):
            payload = entry.payload
            cancelled, message = entry.kind == kinds.PASS_CANCELLED, payload["message"]
            for one in payload.get("passes", [payload]):
                hypothesis, kind = one["hypothesis"], one["pass"]
                seq = done.get((hypothesis, kind), 0)
                since = seq if seq > entry.seq else None
                found.append(
                    Attempt(entry.seq, entry.at, hypothesis, PassKind(kind), cancelled, message, since)
                )
    return tuple(found)


def judgements(entries: Iterable[Entry]) -> tuple[Judgement, ...]:
    """Everything that people said, also what they took back."""
    found: list[Judgement] = []
    standing: dict[str, int] = {}
    for entry in entries:
        if entry.kind != kinds.JUDGED:
            continue
        payload = entry.payload
        hypothesis = payload["hypothesis"]
        verdict = Verdict(payload["verdict"]) if payload["verdict"] else None
        if (place := standing.pop(hypothesis, None)) is not None:
            found[place] = replace(found[place], undone_by=entry.seq)
        if verdict:
            standing[hypothesis] = len(found)
        found.append(Judgement(entry.seq, entry.at, hypothesis, verdict, payload["reason"], payload["by"]))
    return tuple(found)


def replays(entries: Iterable[Entry]) -> tuple[Replay, ...]:
    """Every replay of the screen's passes."""
    return tuple(
        Replay(
            entry.seq,
            entry.at,
            entry.payload["hypothesis"],
            PassKind(entry.payload["pass"]),
            entry.payload["grade"],
            entry.payload["how"],
            entry.payload["why"],
        )
        for entry in entries
        if entry.kind == kinds.TRACE_REPLAYED
    )
