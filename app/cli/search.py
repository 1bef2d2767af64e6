"""`search`: the traces in which words stand."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from app.cli import options
from app.cli.show import Console, errors_console, output_console, plain, print_json
from app.core.wording import words
from app.service.search import Found, Hit, Search, Snippet

_NAME_WIDTH = 14
_MARK = "bold"


def search(
    text: Annotated[
        str, typer.Argument(help="Words that must all stand in a trace; the last one may be a beginning.")
    ] = "",
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Show the N newest.")] = 20,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the search index anew first.")] = False,
    store: options.StoreAt = None,
    json: options.AsJson = False,
) -> None:
    """Find the traces that have all of some words in their thinking, their answer or their hypothesis."""
    if not words(text) and not rebuild:
        raise typer.BadParameter("give a word to look for.", param_hint="TEXT")
    with options.open_store(store) as opened:
        search = Search(opened)
        if rebuild:
            search.indexing.again()
        _complete(search, errors_console())
        found = search.find(text, limit)
        location = opened.location
    if json:
        hits = [hit.document() for hit in found.hits]
        print_json({"store": location, "query": text, "total": found.total, "hits": hits})
    elif words(text):
        _show(found, location)
    else:
        output_console().print(plain(f"The search index of {location} was made anew."))


def _complete(search: Search, console: Console) -> None:
    """Index what is not indexed yet, as in a store of an older version."""
    left = search.indexing.step()
    if not left:
        return
    with console.status("") as status:
        while left:
            status.update(f"making the search index: {left:,} traces left")
            left = search.indexing.step()


def _show(found: Found, location: str) -> None:
    console = output_console()
    if not found.hits:
        console.print(plain(f"No trace in {location} has all of these words."))
        return
    told = f"{found.total:,} traces in {location}" if found.total != 1 else f"1 trace in {location}"
    if found.total > len(found.hits):
        told += f", the {len(found.hits):,} newest:"
    table = Table(title=plain(told), title_justify="left", box=None, padding=(0, 2, 1, 0))
    for heading in ("trace", "at", "list", "hypothesis", "verdict"):
        table.add_column(heading, no_wrap=True)
    table.add_column("text")
    for hit in found.hits:
        name = plain(hit.list_name or "by hand")
        name.truncate(_NAME_WIDTH, overflow="ellipsis")
        at = hit.at[:16].replace("T", " ")
        table.add_row(hit.trace_id, at, name, _hypothesis(hit), hit.verdict or "", _marked(hit.snippet))
    console.print(table)


def _hypothesis(hit: Hit) -> Text:
    return plain(f"{hit.hypothesis} {hit.kind.value}" if hit.hypothesis and hit.kind else "")


def _marked(snippet: Snippet) -> Text:
    """The words that were looked for stand out; `plain` keeps every character's place."""
    text = plain(snippet.text)
    for start, end in snippet.marks:
        text.stylize(_MARK, start, end)
    return text
