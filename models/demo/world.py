"""The demo model's made-up world: quant hypotheses whose stated facts decide seven checks."""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import random
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from phrases import CONFOUNDS, COSTS, INTROS, LOOK_AHEAD, MECHANISM, SAMPLE, SURVIVORSHIP, TESTING, TITLES

CHECKS = (
    "multiple testing",
    "costs",
    "look-ahead",
    "survivorship",
    "sample length",
    "confounds",
    "mechanism",
)
# After how many checks without a failure thinking stops by itself: a habit, by universe.
UNIVERSES = {
    "US large caps": 2,
    "US small caps": 3,
    "European equities": 4,
    "Japanese equities": 3,
    "emerging-market equities": 5,
    "commodity futures": 4,
    "currency forwards": 2,
    "corporate bonds": 5,
}
# Bonferroni at 5 %, two-sided: the t-statistic needed after so many variants.
T_HURDLE = {5: 26, 10: 28, 30: 31, 80: 34, 200: 37}
YEARS_NEEDED = {"daily": 4, "weekly": 6, "monthly": 12, "quarterly": 18}
FACTORS = ("size", "value", "momentum", "low volatility", "carry", "market beta", "sector tilts", "liquidity")
SIGNALS = (
    "short interest",
    "analyst revisions",
    "order imbalance",
    "inventory growth",
    "news tone",
    "insider buying",
    "the skew of options",
    "seasonal demand",
    "past drawdowns",
    "dividend changes",
    "overnight gaps",
    "credit spreads",
    "supplier returns",
    "job postings",
    "shipping volume",
    "patent grants",
)
PAYERS = (
    "index funds",
    "pension funds",
    "hedgers",
    "retail traders",
    "insurers",
    "market makers",
    "issuers",
    "exporters",
)

SHARE_FAILING = 0.123  # a check's chance to fail, so that 0.877 ** 7 = 0.40 of the hypotheses are good
HELD_OUT_ONE_IN = 10


@dataclass(frozen=True, slots=True)
class Facts:
    """What a hypothesis states. `t` is in tenths; gross and cost in basis points a trade.

    `look_ahead` and `survivorship` are keys of their tables; `payer` is "" where no mechanism is given.
    """

    universe: str
    signal: str
    holding: str
    variants: int
    t: int
    gross: int
    cost: int
    look_ahead: str
    survivorship: str
    years: int
    factor: str
    remains: bool
    payer: str

    def passes(self) -> tuple[bool, ...]:
        """Whether each of CHECKS passes, in that order."""
        return (
            self.t >= T_HURDLE[self.variants],
            self.gross > self.cost,
            self.look_ahead in LOOK_AHEAD[True],
            self.survivorship in SURVIVORSHIP[True],
            self.years >= YEARS_NEEDED[self.holding],
            self.remains,
            bool(self.payer),
        )

    @property
    def good(self) -> bool:
        """A hypothesis is good if all seven checks pass."""
        return all(self.passes())

    @property
    def held_out(self) -> bool:
        """Whether these facts are kept from training: a tenth, by their hash alone, whatever the seed."""
        digest = hashlib.sha256(repr(astuple(self)).encode()).digest()
        return int.from_bytes(digest[:8], "big") % HELD_OUT_ONE_IN == 0


@dataclass(frozen=True, slots=True)
class Written:
    """Facts as an analyst wrote them; `details` are (name, text) as a list's further columns give them."""

    title: str
    statement: str
    details: tuple[tuple[str, str], ...]


def draw_facts(rng: random.Random, share_failing: float = SHARE_FAILING) -> Facts:
    """Facts drawn at random; failing numbers are clear of the hurdle."""
    fine = [rng.random() >= share_failing for _ in CHECKS]
    variants = rng.choice(tuple(T_HURDLE))
    cost = rng.choice((18, 20, 22, 25, 28, 30))
    holding = rng.choice(tuple(YEARS_NEEDED))
    need = YEARS_NEEDED[holding]
    return Facts(
        universe=rng.choice(tuple(UNIVERSES)),
        signal=rng.choice(SIGNALS),
        holding=holding,
        variants=variants,
        t=T_HURDLE[variants] + (rng.randint(3, 14) if fine[0] else -rng.randint(4, 14)),
        gross=rng.randint(cost + 8, cost + 34) if fine[1] else rng.randint(8, cost - 6),
        cost=cost,
        look_ahead=rng.choice(tuple(LOOK_AHEAD[fine[2]])),
        survivorship=rng.choice(tuple(SURVIVORSHIP[fine[3]])),
        years=rng.randint(need + 2, need + 14) if fine[4] else rng.randint(max(2, need // 3), need - 2),
        factor=rng.choice(FACTORS),
        remains=fine[5],
        payer=rng.choice(PAYERS) if fine[6] else "",
    )


def stream(
    seed: int, held_out: bool, share_failing: float = SHARE_FAILING
) -> Iterator[tuple[Facts, random.Random]]:
    """Endless facts of one side of the held-out rule, each with the generator that goes on to word it."""
    rng = random.Random(seed)
    while True:
        facts = draw_facts(rng, share_failing)
        if facts.held_out is held_out:
            yield facts, rng


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def sentences(facts: Facts, rng: random.Random) -> list[str]:
    """One sentence for each of CHECKS, in that order."""
    fine = facts.passes()
    return [
        rng.choice(TESTING).format(variants=facts.variants, t=f"{facts.t / 10:.1f}"),
        rng.choice(COSTS).format(gross=facts.gross, cost=facts.cost),
        rng.choice(LOOK_AHEAD[fine[2]][facts.look_ahead]),
        rng.choice(SURVIVORSHIP[fine[3]][facts.survivorship]),
        rng.choice(SAMPLE).format(years=facts.years),
        rng.choice(CONFOUNDS[fine[5]]).format(factor=facts.factor),
        rng.choice(MECHANISM[fine[6]]).format(payer=facts.payer, Payer=capital(facts.payer)),
    ]


def write(facts: Facts, rng: random.Random, columns: bool | None = None) -> Written:
    """The facts in an analyst's words, in random order: over several columns, or all in the statement."""
    names = {
        "universe": facts.universe,
        "signal": facts.signal,
        "Signal": capital(facts.signal),
        "holding": facts.holding,
    }
    intro = rng.choice(INTROS).format(**names)
    told = list(enumerate(sentences(facts, rng)))
    rng.shuffle(told)
    if columns is None:
        columns = rng.random() < 0.75
    if not columns:
        title = rng.choice(TITLES).format(**names) if rng.random() < 0.5 else ""
        return Written(title, " ".join([intro, *(text for _, text in told)]), ())
    homes: dict[str, list[str]] = {"statement": [intro], "rationale": [], "data": []}
    usual = ("statement", "statement", "data", "data", "data", "rationale", "rationale")
    for check, text in told:
        homes[usual[check] if rng.random() < 0.7 else rng.choice(tuple(homes))].append(text)
    details = [(name, " ".join(homes[name])) for name in ("rationale", "data") if homes[name]]
    details += [("universe", facts.universe), ("horizon", facts.holding)]
    return Written(rng.choice(TITLES).format(**names), " ".join(homes["statement"]), tuple(details))


def table(seed: int, rows: int, labelled: bool) -> str:
    """A CSV of held-out hypotheses with different facts, as text with plain newlines."""
    names = ["id", "title", "statement", "rationale", "data", "universe", "horizon"]
    names += ["label"] if labelled else []
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    seen: set[Facts] = set()
    for facts, rng in stream(seed, held_out=True):
        if facts in seen:
            continue
        seen.add(facts)
        written = write(facts, rng, columns=True)
        row = {"title": written.title, "statement": written.statement, **dict(written.details)}
        row["id"] = f"{'L' if labelled else 'H'}-{len(seen):03d}"
        if labelled:
            row["label"] = "advance" if facts.good else "reject"
        writer.writerow(row)
        if len(seen) == rows:
            break
    return out.getvalue()


def examples() -> dict[str, str]:
    """The example lists that the application ships, by file name."""
    return {"demo-hypotheses.csv": table(40, 40, False), "demo-labelled.csv": table(400, 400, True)}


def main() -> None:
    """Write the example lists."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, help="where to write them (resources/examples)")
    folder = parser.parse_args().folder
    for name, text in examples().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
