"""`models`: the commands about model files."""

from __future__ import annotations

import typer

from app.cli.models_download import download, token

models = typer.Typer(help="Model files on this machine.", no_args_is_help=True, rich_markup_mode=None)
models.command()(download)
models.command()(token)
