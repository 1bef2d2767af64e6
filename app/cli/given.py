"""Which options a user gave: a resumed run takes none that would change what was sealed."""

from __future__ import annotations

from collections.abc import Container

import typer


def on_command_line(ctx: typer.Context, name: str) -> bool:
    """Whether a parameter was given, rather than left at its default."""
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def refuse_others(ctx: typer.Context, free: Container[str], because: str) -> None:
    """Raises typer.BadParameter where a parameter was given that is not a `free` one."""
    given = [name for name in ctx.params if name not in free and on_command_line(ctx, name)]
    if given:
        arguments = {"list_": "LIST", "labelled": "LABELLED"}
        names = ", ".join(arguments.get(name, "--" + name.replace("_", "-")) for name in given)
        raise typer.BadParameter(f"{because}; leave out {names}.")
