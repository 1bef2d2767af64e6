"""A real screen to which everything happened that a report tells of, and texts that it must survive."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from app.core.hypothesis import Hypothesis, HypothesisList, RejectedRow
from app.core.plan import PassKind, SurvivalRule, Verdict
from app.core.trace import Span, SpanReason
from app.report.facts import Pass, Replay, Report
from app.service.events import PassDone
from app.service.judgement import judge
from app.service.screens import Screen
from app.service.sealing import seal
from app.store import Store
from tests.support.screens import Loaded, demo_rows, make_plan, start, too_long

MARKUP = "</style></svg><script>alert(1)</script><img src=x onerror=alert(1)>"
FORMULA = "=cmd|' /C calc'!A0"
SPECIAL = "<|im_start|>answer"
BIDI = "\u202egnp.exe\u2066\u200f hidden\u200btext"
CONTROL = "\0\1\x1b[31mred\x7f\x85\r\ttab\ufffe"
LINKS = "[x](javascript:alert(1)) https://e.example www.e.example a@e.example <https://e.example> ![i](i.png)"
TICKS = "`one` ``` | two\n```\n# head\n---\n1. item"
TYPST = '#read("/etc/passwd") $x$ *b* _i_ @ref <label> \\u{1f600} #{1+1} // no'
JINJA = "{{ 7 * 7 }} {% raw %} &lt;b&gt;"
SCRIPTS = "中文 日本語 한국어 العربية ١٢٣ עברית हिन्दी ไทย 😀 e\u0301"
LONG = "x" * 20_000
HOSTILE = (MARKUP, FORMULA, SPECIAL, BIDI, CONTROL, LINKS, TICKS, TYPST, JINJA, SCRIPTS)


def eventful_screen(store: Store, loaded: Loaded) -> Screen:
    """Duplicates, unreadable rows, failures, cancellations, judgements taken back, audited rejects.

    Of eight rows, the last is too long for any budget; the first is cancelled in the first run, which is then
    left before its end, and done in the second; there the second row is cancelled for good.
    """
    rows = demo_rows(7)
    source = replace(
        rows,
        hypotheses=(*rows.hypotheses, too_long("L", 41)),
        duplicates=(RejectedRow(42, "the same text as row 2", "Order imbalance again", 2),),
        unreadable=(RejectedRow(43, "no hypothesis in it", ";;"), RejectedRow(44, "too few columns", "x")),
    )
    plan = make_plan(loaded[1], survival=SurvivalRule(threshold=0.68), audit_fraction=0.9)
    sealed = seal(store, plan, source)
    first, second, third, fourth = source.hypotheses[:4]
    run = start(sealed, store, loaded)
    with closing(run.events()) as events:
        run.pause(True)
        run.cancel(first.id)
        run.pause(False)
        next(event for event in events if isinstance(event, PassDone))
    run = start(Screen.load(store, sealed.id), store, loaded)
    run.cancel(second.id)
    list(run.events())
    for hypothesis, verdict, reason in (
        (third, Verdict.ADVANCE, "Perhaps."),
        (third, None, ""),
        (third, Verdict.REJECT, "The desk tried it in 2019."),
        (fourth, Verdict.REJECT, "No."),
        (fourth, Verdict.UNSURE, "Ask again."),
        (first, Verdict.ADVANCE, "Good."),
        (first, None, ""),
    ):
        judge(store, sealed.id, hypothesis.id, verdict, reason)
    return Screen.load(store, sealed.id)


def hostile_list() -> HypothesisList:
    """Hostile text in every field that a list has."""
    hypotheses = tuple(
        Hypothesis(
            id=f"{text}{number}",
            title=text,
            statement=f"{text} leads by a day.",
            details=(("rationale", text), (text[:20], text)),
            row=number,
            label=text,
        )
        for number, text in enumerate(HOSTILE, 1)
    )
    return HypothesisList(
        name=MARKUP,
        sha256="0" * 64,
        hypotheses=(*hypotheses, Hypothesis("long", LONG, LONG, (("data", LONG),), 99)),
        duplicates=tuple(RejectedRow(100, text, text, 1) for text in HOSTILE),
        unreadable=tuple(RejectedRow(101, text, text) for text in (*HOSTILE, LONG)),
        columns=tuple((text, text) for text in HOSTILE),
    )


def hostile_screen(store: Store, loaded: Loaded) -> Screen:
    """A screen of that list, judged in hostile words."""
    screen = seal(store, make_plan(loaded[1], triage=8, deep=8, waits=0), hostile_list())
    list(start(screen, store, loaded).events())
    for hypothesis, text in zip(screen.source.hypotheses, HOSTILE, strict=False):
        judge(store, screen.id, hypothesis.id, Verdict.REJECT, text)
    return Screen.load(store, screen.id)


def with_hostile_model(report: Report) -> Report:
    """The report as if the model, the engine and the operator had written hostile text too."""

    def of(done: Pass | None) -> Pass | None:
        if done is None:
            return None
        wait = Span(0, (1,), SpanReason.WAIT, TICKS, len(MARKUP))
        thinking = MARKUP + TICKS + "\n".join((*HOSTILE, LONG))
        trace = replace(done.trace, thinking_text=thinking, answer_text=BIDI, spans=(wait,))
        return replace(done, trace=trace, fields=tuple((name, MARKUP + TICKS) for name, _ in done.fields))

    id = report.rows[0].hypothesis.id
    return replace(
        report,
        operator=MARKUP,
        accounts=(MARKUP, BIDI),
        hosts=(CONTROL,),
        rows=tuple(replace(row, triage=of(row.triage), deep=of(row.deep)) for row in report.rows),
        runs=tuple(replace(run, host=MARKUP, message=CONTROL) for run in report.runs),
        attempts=tuple(replace(each, message=MARKUP + LONG) for each in report.attempts),
        replays=(Replay(999, report.head.at, id, PassKind.DEEP, "diverged", MARKUP, TICKS + BIDI),),
    )
