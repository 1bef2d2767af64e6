"""The command line's composition root: its commands, and what an error becomes."""

from __future__ import annotations

import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from app.cli.bundle import bundle
from app.cli.dial import dial
from app.cli.doctor import doctor
from app.cli.import_bundle import import_bundle
from app.cli.models import models
from app.cli.replay import replay
from app.cli.report import report
from app.cli.screen import screen
from app.cli.screens import screens
from app.cli.search import search
from app.cli.show import plain
from app.cli.think import think
from app.cli.trials import trials
from app.cli.verify import verify
from app.core.errors import KnownError
from app.core.text import is_unicode
from app.service import paths

USAGE = 2
KNOWN_ERROR = 3
BUG = 70
_INTERRUPTED = 130  # What typer makes of Ctrl-C inside a command.

app = typer.Typer(
    name="winnow",
    help="Screen research hypotheses in two passes under a thinking budget that you set, measure and defend. "
    "Without a command the window opens.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(screen)
app.command()(screens)
app.command()(search)
app.command()(think)
app.command()(replay)
app.command()(report)
app.command()(dial)
app.command()(trials)
app.command()(verify)
app.command()(bundle)
app.command()(doctor)
app.command("import")(import_bundle)
app.add_typer(models, name="models")


def run() -> int:
    """Run the command in `sys.argv`.

    Returns:
        0 done, 1 what was checked does not hold, 2 usage, 3 a known error or an interruption (one sentence on
        stderr), 70 a bug (traceback in the log).
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that lacks a character shows another instead of ending a finished run.
            stream.reconfigure(errors="replace")
    try:
        _refuse_bytes(sys.argv[1:])
        code = app(standalone_mode=False)
        sys.stdout.flush()
        if code == _INTERRUPTED:
            raise typer.Abort
    except typer.Abort:
        print("Stopped.", file=sys.stderr)
        return KNOWN_ERROR
    except TyperException as usage:
        message = str(plain(usage.format_message())).rstrip(". ")
        print(f"{message}. Add --help to see what there is.", file=sys.stderr)
        return USAGE
    except KnownError as error:
        print(plain(str(error)), file=sys.stderr)
        return KNOWN_ERROR
    except (BrokenPipeError, SystemExit):
        # typer makes SystemExit of a closed pipe, and of nothing else here.
        return _without_reader()
    except Exception:
        log = paths.log_file()
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exc(file=file)
        print(
            f"An error that Winnow does not know. What was completed is kept; the details are in {log}.",
            file=sys.stderr,
        )
        return BUG
    return code if isinstance(code, int) else 0


def _refuse_bytes(arguments: Sequence[str]) -> None:
    """Raises KnownError where one is not Unicode: nothing that comes of it could be recorded."""
    for argument in arguments:
        if not is_unicode(argument):
            raise KnownError(
                "The argument {!r} is not UTF-8; write it anew, or rename the file that it names.", argument
            )


def _without_reader() -> int:
    """The reader of our output left; keep the interpreter's last flush from complaining."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
