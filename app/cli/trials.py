"""`trials`: how many distinct hypotheses a store's screens have looked at, and the t-hurdle that implies."""

from __future__ import annotations

from rich.box import SIMPLE
from rich.table import Table

from app.cli import options
from app.cli.show import output_console, plain, print_json
from app.core.hurdles import LEVEL
from app.service.trials import trials as count


def trials(level: options.Level = LEVEL, store: options.StoreAt = None, json: options.AsJson = False) -> None:
    """Count the distinct hypotheses ever screened, and say what t-hurdle that implies for a later study."""
    with options.open_store(store) as opened:
        found = count(opened, level)
        location = opened.location
    hurdles = [(each.correction, each.first, each.last) for each in found.hurdles]
    if json:
        print_json(
            {
                "store": location,
                "distinct": found.distinct,
                "listed": found.listed,
                "screens": found.screens,
                "passes": found.passes,
                "through": found.through,
                "level": found.level,
                "hurdles": [
                    {
                        "correction": of.title,
                        "first": first,
                        "last": last,
                        "formula": of.formula,
                        "source": of.source,
                    }
                    for of, first, last in hurdles
                ],
            }
        )
        return
    console = output_console()
    console.print(
        plain(
            f"{found.distinct:,} distinct hypotheses screened, of {found.listed:,} listed in "
            f"{found.screens:,} screens; {found.passes:,} passes; {location}"
        )
    )
    if not hurdles:
        return
    table = Table(
        title=f"|t| that so many tests ask for, two-sided, at a level of {level:g} for all together",
        title_justify="left",
        box=SIMPLE,
    )
    table.add_column("correction")
    table.add_column("first", justify="right")
    table.add_column("last", justify="right")
    table.add_column("formula")
    for of, first, last in hurdles:
        table.add_row(of.title, f"{first:.2f}", f"{last:.2f}", of.formula)
    console.print(table)
    console.print(
        "The hurdles are for t-statistics of a later study's own data. A model's verdict is not a test, and "
        "no P(advance) is to be compared with them."
    )
