"""`screens`: what a store holds."""

from __future__ import annotations

from rich.box import SIMPLE
from rich.table import Table

from app.cli import options
from app.cli.show import output_console, plain, print_json
from app.service.screens import Screen, screen_ids


def screens(store: options.StoreAt = None, json: options.AsJson = False) -> None:
    """List the screens in a store, with their state."""
    with options.open_store(store) as opened:
        found = [Screen.load(opened, id) for id in screen_ids(opened)]
        if json:
            rows = [
                {"screen_id": s.id, "at": s.at, "list": s.source.name, "state": s.state, "counts": s.counts()}
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
            title=plain(f"Screens in {opened.location}"), title_justify="left", box=SIMPLE, pad_edge=False
        )
        table.add_column("screen", no_wrap=True, width=12)
        table.add_column("at", no_wrap=True, width=16)
        table.add_column("list", no_wrap=True, overflow="ellipsis", ratio=1)
        table.add_column("state", no_wrap=True, width=10)
        for name in ("triaged", "deep", "advance"):
            table.add_column(name, justify="right", no_wrap=True, width=len(name))
        for s in found:
            counts = s.counts()
            triaged = f"{counts['triaged']}/{len(s.source.hypotheses)}"
            at = s.at[:16].replace("T", " ")
            numbers = (triaged, str(counts["deep"]), str(counts["advanced"]))
            table.add_row(s.id, at, plain(s.source.name), s.state, *numbers)
        console.print(table)
