"""Sections 7 and 9: how many trials there were, and how a stranger checks all of this."""

from __future__ import annotations

from collections import Counter

from app.report.blocks import Block, Column, Facts, Items, Paragraph, Section, Table, code, muted, own, said
from app.report.facts import Report
from app.report.words import LONGEST, moment, name_of, number, time

_NOT_A_TEST = (
    "This counts what was looked at; it tests nothing. No verdict of a model and no P(advance) is a "
    "p-value, and no number in this report is to be compared with these hurdles.",
    "They are for a study that comes after: a t-statistic from its own data, of any one of these "
    "hypotheses, is read against the number of hypotheses it was picked from. The discarded ones count, "
    "for they were looked at.",
    "It is the least that can be said. Variants tried outside this store, and those behind a published "
    "t-statistic, are not in it and raise the hurdle.",
)


def trials(report: Report) -> Section:
    """How many hypotheses were ever looked at, and the hurdle that this implies."""
    found = report.trials
    counts = Facts(
        (
            ("Screened so far", (own(f"{found.distinct:,} distinct hypotheses"),)),
            (
                "Listed so far",
                (own(f"{found.listed:,} distinct hypotheses, in the lists of {found.screens:,} screens"),),
            ),
            ("Passes completed", (own(f"{found.passes:,}"),)),
            ("Counted through", (own(f"entry {found.through:,} of the ledger"),)),
        )
    )
    lead = own(
        "Over all lists ever screened in this store, whatever became of them. Two hypotheses are the same "
        "where their texts are, after Unicode compatibility folding, case folding and collapsing of white "
        "space."
    )
    table = Table(
        f"|t| that M = {found.distinct:,} tests ask for, two-sided, at a level of {found.level:g} together",
        (
            Column("Correction", 1.5),
            Column("k = 1", 0.6, number=True),
            Column("k = M", 0.6, number=True),
            Column("Formula", 3),
            Column("Source", 2.4),
        ),
        tuple(
            (
                (own(hurdle.correction.title),),
                (own(f"{hurdle.first:.2f}"),),
                (own(f"{hurdle.last:.2f}"),),
                (own(hurdle.correction.formula),),
                (own(hurdle.correction.source),),
            )
            for hurdle in found.hurdles
        ),
    )
    method = own(
        "|t| = Φ⁻¹(1 - p/2), the normal limit of the t distribution. All three: C. R. Harvey, Y. Liu and H. "
        "Zhu, “… and the Cross-Section of Expected Returns”, Review of Financial Studies 29 (2016), 5-68. "
        "Bonferroni and Holm bound the chance of a single false discovery; Benjamini-Hochberg-Yekutieli "
        "bounds the expected share of false ones among the discoveries, whatever their dependence."
    )
    blocks: list[Block] = [Paragraph(lead), counts]
    if found.hurdles:
        blocks += [table, Paragraph(method)]
    blocks.append(Items(tuple(own(text) for text in _NOT_A_TEST)))
    return Section("trials", own("Trials ledger"), tuple(blocks))


def verification(report: Report) -> Section:
    """How to check that this is what happened."""
    head = report.head
    steps = Items(
        (
            (
                *own(
                    "Each entry's hash is the SHA-256 of its number, its kind, its time, its content and "
                    "the hash of the entry before, so the head below stands for every entry up to it. Note "
                    "it elsewhere."
                ),
            ),
            (*own("The store's chain and every body: "), *code("main.py verify STORE")),
            (
                *own("That a store still holds what this report tells: "),
                *code(f"main.py verify STORE --head {head.hash}"),
            ),
            (
                *own("That the model says the same again, token by token: "),
                *code(f"main.py replay --screen {report.screen_id}"),
            ),
            own(
                "Exports of this screen are entries too. They are not told here, so that a screen as it "
                "stands always gives the same report."
            ),
        )
    )
    facts = Facts((("Head", (own(f"entry {head.seq:,}, {moment(head.at)}"), code(head.hash))),))
    table = Table(
        f"The entries of this screen: {len(report.entries):,}",
        (
            Column("Entry", 0.5, number=True),
            Column("Time (UTC)", 1.4),
            Column("Kind", 1.3),
            Column("SHA-256", 4.3),
        ),
        tuple(
            ((own(f"{e.seq:,}"),), (own(time(e.at)),), (said(e.kind, LONGEST),), (code(e.hash),))
            for e in report.entries
        ),
    )
    return Section("verification", own("How to verify"), (steps, facts, *_replays(report), table))


def _replays(report: Report) -> tuple[Block, ...]:
    """How the replays so far came out; one by one where they were not identical."""
    found = Counter(each.grade for each in report.replays)
    if not found:
        return (Paragraph(own("No pass of this screen has been replayed yet.")),)
    counts = ", ".join(f"{count:,} {grade}" for grade, count in sorted(found.items()))
    told = Paragraph(own(f"Replays so far, as the ledger has them: {counts}."))
    others = [each for each in report.replays if each.grade != "identical"]
    if not others:
        return (told,)
    rows = {row.hypothesis.id: row for row in report.rows}
    table = Table(
        f"Replays that were not identical: {len(others):,}",
        (
            Column("Entry", 0.5, number=True),
            Column("Time (UTC)", 1.2),
            Column("Hypothesis", 2.2),
            Column("Pass", 0.7),
            Column("Grade", 1.1),
            Column("Why", 3),
        ),
        tuple(
            (
                number(each.seq),
                (own(time(each.at)),),
                (name_of(rows[each.hypothesis]),),
                (own(each.kind.value),),
                (own(each.grade), muted(each.how)),
                (said(each.why, LONGEST),),
            )
            for each in others
        ),
    )
    return told, table
