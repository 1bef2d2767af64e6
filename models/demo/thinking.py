"""What the demo model is taught to think and to answer about a hypothesis, as text."""

from __future__ import annotations

from collections.abc import Sequence

from phrases import LOOK_AHEAD
from world import CHECKS, T_HURDLE, UNIVERSES, YEARS_NEEDED, Facts

ALL_DONE = "all seven checks are done."


def needed_at_first(facts: Facts) -> int:
    """Checks after which thinking stops by itself if none failed."""
    return UNIVERSES[facts.universe]


def needed_per_wait(facts: Facts) -> int:
    """Checks after which thinking stops again once it was asked for more."""
    return 2 if UNIVERSES[facts.universe] == 2 else 1


def tenths(value: int) -> str:
    """A number given in tenths, with its decimal point."""
    return f"{value / 10:.1f}"


def check_line(facts: Facts, check: int) -> str:
    """One check as a line of thought: the numbers, the hurdle, the judgement; without its newline."""
    fine = facts.passes()[check]
    hurdle = tenths(T_HURDLE[facts.variants])
    body = (
        f"best of {facts.variants} variants needs {hurdle}, here t {tenths(facts.t)}",
        f"gross {facts.gross} bps, costs {facts.cost} bps",
        facts.look_ahead,
        facts.survivorship,
        f"{facts.holding} needs {YEARS_NEEDED[facts.holding]} years, tested over {facts.years}",
        f"with {facts.factor} controlled, the effect {'remains' if facts.remains else 'is gone'}",
        f"{facts.payer} pay for it" if facts.payer else "none is given",
    )[check]
    return f"{CHECKS[check]}: {body}. {'Pass' if fine else 'Fail'}."


def failure(facts: Facts, check: int) -> str:
    """Why a failed check rejects the hypothesis, as a clause."""
    return (
        f"t {tenths(facts.t)} is too low for the best of {facts.variants} variants",
        f"costs {facts.cost} bps exceed gross {facts.gross} bps",
        f"look-ahead, since {facts.look_ahead}",
        f"survivorship, since {facts.survivorship}",
        f"over {facts.years} years, too short for a {facts.holding} horizon",
        f"{facts.factor} explains the effect",
        "no economic mechanism is given",
    )[check]


def reason(facts: Facts, verdict: str, done: Sequence[int]) -> str:
    """The sentence after `Reason:`, from the checks that were done alone."""
    if verdict == "reject":
        return capital_first(failure(facts, first_failure(facts, done))) + "."
    if verdict == "unsure":
        return "Too few checks were done to decide."
    if len(done) == len(CHECKS):
        return "All seven checks pass."
    return "No failure in the checks that were done." if done else "No check was done yet."


def first_failure(facts: Facts, done: Sequence[int]) -> int:
    """The failed check that came first."""
    return next(check for check in done if not facts.passes()[check])


def capital_first(text: str) -> str:
    """The text with its first letter in upper case, except for a number's `t`."""
    return text if text.startswith("t ") else text[:1].upper() + text[1:]


def confounds(facts: Facts) -> str:
    """The deep form's confounds."""
    if facts.remains:
        return f"{capital_first(facts.factor)} was controlled and the effect remains."
    return f"{capital_first(facts.factor)} produces the same result."


def data_availability(facts: Facts) -> str:
    """The deep form's data availability."""
    timing = (
        "Point-in-time inputs" if facts.look_ahead in LOOK_AHEAD[True] else "Inputs are not point-in-time"
    )
    return f"{timing}; {facts.survivorship}; {facts.years} years."


def spurious(facts: Facts) -> str:
    """The deep form's way in which the result could be spurious."""
    return f"The best of {facts.variants} variants at t {tenths(facts.t)}, by luck."


def next_test(facts: Facts, done: Sequence[int]) -> str:
    """The deep form's decisive next test: of the check that failed, or in new data."""
    failed = [check for check in done if not facts.passes()[check]]
    if not failed:
        return f"Trade {facts.signal} on paper in {facts.universe}, with costs {facts.cost} bps."
    return (
        "Test the one best variant in data that were never searched.",
        f"Repeat it net of costs {facts.cost} bps.",
        "Repeat it with inputs as they were known at the time.",
        "Repeat it with the dead names included.",
        f"Repeat it over at least {YEARS_NEEDED[facts.holding]} years.",
        f"Repeat it neutral to {facts.factor}.",
        "Find out who pays before any further test.",
    )[failed[0]]
