"""Section 1: what was screened and by whom, and what may not be concluded from it."""

from __future__ import annotations

from app.report.blocks import Block, Cell, Facts, Items, Paragraph, Run, Section, code, own, said
from app.report.facts import Outcome, Report
from app.report.words import LONGEST, moment

DEMO_WARNING = (
    "This screen ran on the demo model. Its verdicts mean nothing outside its own made-up world: nothing in "
    "this report says anything about a real hypothesis."
)
_LIMITS = (
    "A verdict is a model's opinion, not a statistical test. P(advance) is the probability that the model "
    "gives to the word advance at the place of the verdict, not the probability that a hypothesis is true.",
    "A trace is what the model wrote before its verdict; it need not be why it came to it.",
    "What a model was trained on may include how an idea fared later. A verdict is not out of sample.",
    "The method is that of “s1: Simple test-time scaling” (arXiv 2501.19393). Its published gains are on "
    "competition mathematics; that they carry over to these hypotheses is not shown here.",
    "Exact means that the same request gives the same token ids whatever runs beside it, on this machine "
    "and this build. It does not hold across processors, builds or model files, and it says nothing of "
    "whether a verdict is right.",
    "No compliance with any regulation is claimed. This is a record; what it is worth is for its reviewers.",
)


def scope(report: Report) -> Section:
    """What was screened, by whom, and what may not be concluded from it."""
    blocks: list[Block] = []
    if report.demo:
        blocks.append(Paragraph(own(DEMO_WARNING), warning=True))
    if not report.complete:
        blocks.append(Paragraph(own(_unfinished(report)), warning=True))
    usage = report.usage
    blocks += [
        Paragraph(
            own(
                "This report tells what a language model said of each hypothesis in one list, what people "
                "said, and under which settings. All of it is read from the ledger of the store."
            )
        ),
        Facts(
            (
                ("Screen", (code(report.screen_id),)),
                ("List", (said(report.source.name, LONGEST), code(f"SHA-256 {report.source.sha256}"))),
                ("Plan sealed", (own(moment(report.sealed_at)),)),
                ("Newest entry told", (own(f"{moment(report.head.at)}, entry {report.head.seq:,}"),)),
                ("State", (own("complete" if report.complete else "unfinished"),)),
                ("Operator", _operator(report)),
                (
                    "Spent",
                    (
                        own(
                            f"{usage['thinking_tokens']:,.0f} thinking and {usage['answer_tokens']:,.0f} "
                            f"answer tokens, {usage['prompt_tokens']:,.0f} prompt tokens, "
                            f"{usage['seconds']:,.0f} seconds of running"
                        ),
                    ),
                ),
            )
        ),
    ]
    limits = Section("limits", own("Limits"), (Items(tuple(own(text) for text in _LIMITS)),))
    return Section("scope", own("Scope, operator, limits"), tuple(blocks), (limits,))


def _unfinished(report: Report) -> str:
    outcomes = [row.outcome for row in report.rows]
    return (
        "This screen is unfinished: its last run did not come to its end. "
        f"{outcomes.count(Outcome.OPEN)} of {len(report.rows)} hypotheses have no verdict yet, and "
        f"{outcomes.count(Outcome.FAILED)} failed or were cancelled."
    )


def _operator(report: Report) -> Cell:
    accounts, hosts = report.accounts, report.hosts
    recorded = f"account {', '.join(accounts)}" if accounts else "no account recorded"
    recorded += f" on host {', '.join(hosts)}" if hosts else ", no host recorded"
    lines = [(Run("as recorded by the runs: "), *said(recorded, LONGEST))]
    if report.operator:
        lines.insert(0, (*said(report.operator, LONGEST), Run(" (as named for this report)")))
    return tuple(lines)
