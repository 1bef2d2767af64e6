"""Section 8: every hypothesis in full, with every trace."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.trace import Segment
from app.report.blocks import (
    Block,
    Cell,
    Facts,
    Line,
    Paragraph,
    Passage,
    Run,
    Section,
    code,
    own,
    said,
    verdict,
)
from app.report.facts import Pass, Report, Row
from app.report.traces import trace_lines
from app.report.words import anchor_of, id_of, moment, title_of


def reading(report: Report) -> Section:
    """The traces."""
    lead = own(
        "What the model wrote, whole. What it did not write but was given stands between ⟦ and ⟧, with the "
        "reason: wait (more thinking), end and forced end (the delimiter before the answer; forced where "
        "the budget ended the thinking), literal and choice (the answer's form)."
    )
    return Section(
        "traces", own("Traces"), (Paragraph(lead),), tuple(_hypothesis(row) for row in report.rows)
    )


def _hypothesis(row: Row) -> Section:
    hypothesis = row.hypothesis
    texts: list[tuple[str, Cell]] = [("Title", (said(hypothesis.title),))] if hypothesis.title else []
    texts.append(("Statement", (said(hypothesis.statement),)))
    texts += [(_heading(name), (said(text),)) for name, text in hypothesis.details]
    texts.append(("Row in the list", (own(f"{hypothesis.row:,}"),)))
    if hypothesis.label is not None:
        texts.append(("Label (never shown to the model)", (said(hypothesis.label),)))
    blocks: list[Block] = [Facts(tuple(texts))]
    if not row.passes:
        blocks.append(Paragraph(own("No pass was completed.")))
    (id,) = id_of(row)
    return Section(
        anchor_of(row),
        (Run(id.text, id.style), Run(" "), *title_of(row)),
        tuple(blocks),
        tuple(_pass(row, done) for done in row.passes),
    )


def _heading(name: str) -> str:
    (run,) = said(name.capitalize(), 40)
    return run.text


def _pass(row: Row, done: Pass) -> Section:
    settings, trace = done.settings, done.trace
    seconds = settings["usage"]["prefill_seconds"] + settings["usage"]["decode_seconds"]
    sampling = ", ".join(f"{name} {value:g}" for name, value in settings["sampling"].items())
    facts: list[tuple[str, Cell]] = [
        (
            "Verdict",
            ((*verdict(done.verdict.value), Run(f", P(advance) {done.p_advance:.4f}")), *_shares(done)),
        ),
        *(
            (_heading(name.replace("_", " ")), (said(text),))
            for name, text in done.fields
            if name != "verdict"
        ),
        (
            "Thinking",
            (
                own(
                    f"{settings['thinking_tokens']:,} of {done.budget:,} tokens, ended "
                    f"{settings['thinking_ended']}, {settings['waits_used']} Waits"
                ),
            ),
        ),
        ("Seed, sampling", (own(f"{done.seed}; {sampling}"),)),
        ("Trace", (code(done.trace_id),)),
        ("SHA-256 of its ids", (code(done.trace_sha256),)),
        ("Ledger", (own(f"entry {done.seq:,}, {moment(done.at)}; took {seconds:,.2f} seconds"),)),
    ]
    thinking, answer = trace.segments()
    title = f"{done.kind.value.capitalize()} pass" + (", as an audit of the reject" if done.audited else "")
    return Section(
        f"{anchor_of(row)}-{done.kind.value}",
        own(title),
        (
            Facts(tuple(facts)),
            _passage("Thinking", thinking),
            _passage("Answer", answer),
        ),
    )


def _passage(title: str, segments: Sequence[Segment]) -> Passage:
    """A part of a trace, without the empty lines that it may begin and end with."""
    lines = trace_lines(segments)
    filled = [number for number, line in enumerate(lines) if any(piece.text.strip() for piece in line)]
    return Passage(title, lines[filled[0] : filled[-1] + 1] if filled else ())


def _shares(done: Pass) -> tuple[Line, ...]:
    """What share of the likelihood each option had."""
    field = done.trace.field("verdict")
    if field is None:
        return ()
    return (own(", ".join(f"{option.strip()} {share:.4f}" for option, share in field.probabilities)),)
