"""The report's charts as geometry: what is drawn where, and what it says in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from app.report.blocks import Chart, Dot, Label, Rect, Stroke
from app.report.facts import Pass, Row
from app.report.flow import Flow
from app.report.plain import one_line

_WIDTH = 640.0
_LINE = 16.0
_PAD = 10.0
_TITLE_LENGTH = 80

Mark = Rect | Stroke | Label | Dot


def flow_chart(counts: Flow) -> Chart:
    """The list's way through the screen: what went on at the left, what did not at the right."""
    stages = (
        (
            ("Received", counts.received),
            (("Duplicates", counts.duplicates), ("Unreadable", counts.unreadable)),
        ),
        (("Screened", counts.screened), (("Triage failed or not done", counts.triage_missing),)),
        (
            ("Triaged", counts.triaged),
            (("Rejected by triage", counts.rejected), ("of them audited by the deep pass", counts.audited)),
        ),
        (("Survived triage", counts.survivors), (("Deep pass failed or not done", counts.deep_missing),)),
        (("Deep pass of survivors", counts.deep), ()),
    )
    marks: list[Mark] = []
    top = 0.0
    for number, (stage, aside) in enumerate(stages):
        height = 2 * _PAD + _LINE * max(1, len(aside))
        middle = top + height / 2
        marks += _box(0, top, 250, height, (stage,))
        if aside:
            marks.append(Stroke(250, middle, 318, middle, "line", arrow=True))
            marks += _box(320, top, _WIDTH - 320, height, aside)
        if number:
            marks.append(Stroke(125, top - 20, 125, top - 2, "line", arrow=True))
        top += height + 20
    marks.append(Stroke(125, top - 20, 125, top - 2, "line", arrow=True))
    width = (_WIDTH - 30) / 4
    ends = (
        ("Kept", "kept", counts.kept, counts.kept_by_human),
        ("Undecided", "undecided", counts.undecided, counts.undecided_by_human),
        ("Discarded", "discarded", counts.discarded, counts.discarded_by_human),
    )
    for number, (name, of, model, human) in enumerate(ends):
        lines = ((name, model + human), ("by the model", model), ("by a person", human))
        marks += _box(number * (width + 10), top, width, 2 * _PAD + 3 * _LINE, lines, of)
    lines = (
        ("No verdict", counts.failed + counts.open),
        ("failed", counts.failed),
        ("not done", counts.open),
    )
    marks += _box(3 * (width + 10), top, width, 2 * _PAD + 3 * _LINE, lines, "failed")
    told = (
        f"Of {counts.received} rows received, {counts.screened} were screened, {counts.triaged} triaged; "
        f"{counts.survivors} survived triage and {counts.deep} of these got the deep pass. In the end "
        f"{counts.kept + counts.kept_by_human} are kept, {counts.undecided + counts.undecided_by_human} "
        f"undecided, {counts.discarded + counts.discarded_by_human} discarded, and "
        f"{counts.failed + counts.open} without a verdict."
    )
    return Chart("Flow", told, _WIDTH, top + 2 * _PAD + 3 * _LINE, tuple(marks))


def tokens_chart(rows: Sequence[Row]) -> Chart | None:
    """Thinking tokens of both passes, a bar for each hypothesis in the list's order; None without a pass."""
    spent = [(tokens_of(row.triage), tokens_of(row.deep)) for row in rows]
    sums = [sum(pair) for pair in spent]
    if not any(row.passes for row in rows):
        return None
    left, bottom, height = 48.0, 200.0, 180.0
    ticks = _ticks(max(*sums, 1))
    scale = height / ticks[-1]
    step = (_WIDTH - left) / len(rows)
    marks: list[Mark] = []
    for tick in ticks:
        y = bottom - tick * scale
        marks += [Stroke(left, y, _WIDTH, y, "grid"), Label(left - 6, y + 4, f"{tick:,}", "end")]
    for number, (row, (triage, deep)) in enumerate(zip(rows, spent, strict=True)):
        x, wide = left + number * step + step * 0.1, step * 0.8
        title = f"{one_line(row.hypothesis.id, _TITLE_LENGTH)}: triage {triage:,}, deep {deep:,}"
        if triage:
            marks.append(Rect(x, bottom - triage * scale, wide, triage * scale, "triage", title))
        if deep:
            marks.append(Rect(x, bottom - (triage + deep) * scale, wide, deep * scale, "deep", title))
    marks += [
        Label(left, bottom + 18, "1"),
        Label(_WIDTH, bottom + 18, f"{len(rows):,}", "end"),
        Label((left + _WIDTH) / 2, bottom + 18, "hypotheses in the list's order", "middle"),
        *_legend(left, bottom + 32, (("triage", "triage pass"), ("deep", "deep pass"))),
    ]
    told = (
        f"Thinking tokens spent on each of {len(rows)} hypotheses, both passes together: from {min(sums):,} "
        f"to {max(sums):,}, median {median(sums):,.0f}, {sum(sums):,} in all."
    )
    return Chart("Thinking tokens spent per hypothesis", told, _WIDTH, bottom + 48, tuple(marks))


def agreement_chart(rows: Sequence[Row], threshold: float | None) -> Chart | None:
    """P(advance) of triage against that of the deep pass; None where no hypothesis has both."""
    both = [(row, row.triage, row.deep) for row in rows if row.triage and row.deep]
    if not both:
        return None
    left, top, side = 48.0, 10.0, 300.0
    bottom = top + side
    marks: list[Mark] = []
    for tenth in range(0, 11, 2):
        at, text = side * tenth / 10, f"{tenth / 10:.1f}"
        marks += [
            Stroke(left, bottom - at, left + side, bottom - at, "grid"),
            Stroke(left + at, top, left + at, bottom, "grid"),
            Label(left - 6, bottom - at + 4, text, "end"),
            Label(left + at, bottom + 16, text, "middle"),
        ]
    marks.append(Stroke(left, bottom, left + side, top, "even"))
    if threshold is not None:
        marks.append(Stroke(left + threshold * side, top, left + threshold * side, bottom, "threshold"))
    for row, triage, deep in both:
        title = (
            f"{one_line(row.hypothesis.id, _TITLE_LENGTH)}: triage {triage.p_advance:.2f}, "
            f"deep {deep.p_advance:.2f}, {deep.verdict.value}"
        )
        x, y = left + triage.p_advance * side, bottom - deep.p_advance * side
        marks.append(Dot(x, y, deep.verdict.value, title))
    marks += [
        Label(left + side / 2, bottom + 34, "P(advance) in triage", "middle"),
        Label(left + side + 14, top + 10, "P(advance) in the deep pass (upwards)"),
        Label(left + side + 14, top + 40, "Verdict of the deep pass:"),
        *_verdict_legend(left + side + 20, top + 60),
    ]
    if threshold is not None:
        marks.append(Label(left + side + 14, top + 130, f"Upright line: survival at {threshold:g}"))
    lower = sum(deep.p_advance < triage.p_advance for _, triage, deep in both)
    told = (
        f"P(advance) of {len(both)} hypotheses with both passes: the deep pass gave less than triage to "
        f"{lower} and as much or more to {len(both) - lower}."
    )
    return Chart("P(advance): triage against the deep pass", told, _WIDTH, bottom + 42, tuple(marks))


def tokens_of(done: Pass | None) -> int:
    """Thinking tokens that a pass itself spent; what it continued was spent by the one before."""
    if done is None:
        return 0
    return int(done.settings["thinking_tokens"]) - int(done.settings["continued_tokens"])


def _box(
    x: float, y: float, width: float, height: float, lines: Sequence[tuple[str, int]], of: str = "box"
) -> Iterator[Mark]:
    """A box whose lines are names with their counts."""
    yield Rect(x, y, width, height, of)
    first = y + (height - _LINE * len(lines)) / 2 + _LINE * 0.75
    for number, (name, count) in enumerate(lines):
        baseline = first + number * _LINE
        yield Label(x + _PAD, baseline, name, of="name" if number == 0 else "label")
        yield Label(x + width - _PAD, baseline, f"{count:,}", "end", "name" if number == 0 else "label")


def _legend(x: float, y: float, entries: Sequence[tuple[str, str]]) -> Iterator[Mark]:
    for number, (of, text) in enumerate(entries):
        yield Rect(x + number * 110, y, 10, 10, of)
        yield Label(x + number * 110 + 16, y + 9, text)


def _verdict_legend(x: float, y: float) -> Iterator[Mark]:
    for number, name in enumerate(("advance", "unsure", "reject")):
        yield Dot(x, y + number * 20, name)
        yield Label(x + 14, y + number * 20 + 4, name)


def _ticks(most: int) -> list[int]:
    """About five round numbers from 0 to at least `most`."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * 5 >= most:
                return list(range(0, most + step, step))
        size *= 10
