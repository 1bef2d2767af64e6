"""A screen as tables for a person: who survived and why, what it cost, where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.table import Table

from app.cli.show import Console, duration, plain
from app.service.audit import audit_of
from app.service.paths import DEMO_MODEL
from app.service.records import PassRecord
from app.service.screens import Screen

if TYPE_CHECKING:
    from app.store import Store

DEMO_WARNING = "The demo model's verdicts mean nothing outside its own made-up world."


def show_screen(screen: Screen, store: Store, console: Console) -> None:
    """The survivors with their reasons, then the counts, the cost and the screen's id."""
    shown = [h for h in screen.source.hypotheses if screen.final_verdict(h) in ("advance", "unsure", None)]
    if shown:
        console.print(_survivors(screen))
    else:
        console.print("No hypothesis survived.")
    failed = [h for h in screen.source.hypotheses if screen.final_verdict(h) == "error"]
    for hypothesis in failed:
        if failure := screen.failure_of(hypothesis):
            console.print(plain(f"{hypothesis.id}: error: {failure.message}", "red"))
    counts, usage = screen.counts(), screen.usage()
    if counts["rejected"]:
        console.print(
            "Why the others were rejected: --json, also with --resume, has every pass with its reason."
        )
    console.print(
        "{received} received, {duplicates} duplicates, {unreadable} unreadable; {triaged} triaged, "
        "{survivors} survived triage, {deep} deep passes; {advanced} advance, {unsure} unsure, "
        "{rejected} rejected, {errors} errors".format(**counts)
    )
    _show_audit(screen, console)
    console.print(
        f"{usage['thinking_tokens']:,.0f} thinking and {usage['answer_tokens']:,.0f} answer tokens in "
        f"{duration(usage['seconds'])}; {screen.exactness}"
    )
    console.print(plain(f"screen {screen.id} in {store.location}"))
    if screen.plan.model == DEMO_MODEL.name:
        console.print(DEMO_WARNING, style="yellow")


def _show_audit(screen: Screen, console: Console) -> None:
    """What the audit sample says of all rejects."""
    found = audit_of(screen)
    if found.total and found.left:
        console.print(
            f"audit: the deep pass would advance {found.missed} of {found.done} audited rejects; of all "
            f"{found.rejects}, {found.total[0]} to {found.total[1]} (95 %), so {found.left[0]} to "
            f"{found.left[1]} more may be among those not audited"
        )


def _survivors(screen: Screen) -> Table:
    table = Table(title="Survivors", title_justify="left", box=SIMPLE)
    table.add_column("id", no_wrap=True)
    table.add_column("title", ratio=2)
    table.add_column("verdict", no_wrap=True)
    table.add_column("P", justify="right", no_wrap=True)
    table.add_column("tokens", justify="right", no_wrap=True)
    table.add_column("reason", ratio=3)
    for hypothesis in screen.source.hypotheses:
        verdict = screen.final_verdict(hypothesis)
        if verdict not in ("advance", "unsure", None):
            continue
        record = screen.deep_of(hypothesis) or screen.triage_of(hypothesis)
        table.add_row(
            plain(hypothesis.id),
            plain(hypothesis.title or hypothesis.statement[:60]),
            plain(verdict or "not done", "green" if verdict == "advance" else "yellow"),
            f"{record.assessment.p_advance:.2f}" if record else "",
            _tokens(record),
            plain(dict(record.fields).get("reason", "") if record else ""),
        )
    return table


def _tokens(record: PassRecord | None) -> str:
    if record is None:
        return ""
    budget = record.generation["budget"]["max_tokens"]
    return f"{record.generation['thinking_tokens']:,}/{budget:,}"
