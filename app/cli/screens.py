"""`screens`: what a store holds."""

from __future__ import annotations

from rich.table import Table

from app.cli import options
from app.cli.show import output_console, plain, print_json
from app.service.summaries import summaries

_NAME_WIDTH = 14


def screens(store: options.StoreAt = None, json: options.AsJson = False) -> None:
    """List the screens in a store, with their state."""
    with options.open_store(store) as opened:
        found = summaries(opened)
        if json:
            rows = [
                {"screen_id": s.id, "at": s.at, "list": s.list_name, "state": s.state, "counts": s.counts}
                for s in found
            ]
            print_json({"store": opened.location, "screens": rows})
            return
        console = output_console()
        if not found:
            console.print(
                plain(f"{opened.location} holds no screen yet; start one with: main.py screen LIST")
            )
            return
        table = Table(
            title=plain(f"Screens in {opened.location}"), title_justify="left", box=None, padding=(0, 2, 0, 0)
        )
        for heading in ("screen", "at", "list", "state", "triaged", "advance"):
            table.add_column(heading, justify="right" if heading in ("triaged", "advance") else "left")
        for s in found:
            triaged = f"{s.counts['triaged']}/{s.hypotheses}"
            at = s.at[:16].replace("T", " ")
            name = plain(s.list_name)
            name.truncate(_NAME_WIDTH, overflow="ellipsis")
            doubted = s.counts.get("doubted", 0)  # Not counted before there was such a thing.
            state = f"{s.state}, {doubted} in doubt" if doubted else s.state
            table.add_row(s.id, at, name, state, triaged, str(s.counts["advanced"]))
        console.print(table)
