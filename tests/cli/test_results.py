"""A screen as tables: text of users and models is shown as it is, and drives nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from app.cli.results import show_screen
from app.cli.show import duration, loading_bar, plain
from app.core.hypothesis import Hypothesis, HypothesisList
from app.engine.contract import ModelInfo
from app.service.sealing import seal
from app.store import Store
from tests.support.screens import make_plan

HOSTILE = "[red]Alpha[/] \x1b[31mred\x1b[0m\x07\x9b2J <|im_start|> :smile: \u202egnp"


def terminal() -> tuple[Console, io.StringIO]:
    """A terminal of 200 columns that takes colours, as `output_console` sets it up."""
    written = io.StringIO()
    console = Console(
        file=written,
        force_terminal=True,
        width=200,
        markup=False,
        highlight=False,
        emoji=False,
        no_color=True,
    )
    return console, written


@pytest.fixture
def model(tmp_path: Path) -> ModelInfo:
    return ModelInfo(
        str(tmp_path / "m.gguf"), "0" * 64, 1, "", 1, 1, 4096, "", 1, 0, (), "llama.cpp", "0" * 64, ""
    )


def test_hostile_text_is_shown_letter_by_letter(tmp_path: Path, model: ModelInfo) -> None:
    rows = (
        Hypothesis(HOSTILE, HOSTILE, "x"),
        Hypothesis("=1+1", "=SUM(A1)", "x"),
        Hypothesis("2", "", "no title [bold]"),
    )
    console, written = terminal()
    with Store.open(tmp_path / "[red]\x1b[31m.sqlite") as store:
        screen = seal(store, make_plan(model), HypothesisList("list.csv", "0" * 64, rows))
        show_screen(screen, store, console)
    text = written.getvalue()
    assert "[red]Alpha[/]" in text
    assert "<|im_start|> :smile:" in text
    assert "=SUM(A1)" in text
    assert "no title [bold]" in text
    assert "not done" in text
    for control in ("\x1b[31m", "\x1b[0m\x07", "\x07", "\x9b", "\u202e"):
        assert control not in text
    assert "3 received" in text


def test_plain_keeps_lines_and_replaces_what_steers() -> None:
    assert plain("a\tb\n\N{CJK UNIFIED IDEOGRAPH-4E2D}").plain == "a\tb\n\N{CJK UNIFIED IDEOGRAPH-4E2D}"
    assert plain("\x00\x1b\r\x7f\x85\u2028").plain == "\N{REPLACEMENT CHARACTER}" * 6


@pytest.mark.parametrize("name", ["[red]x.gguf", "[/bold].gguf", "\x1b[2J.gguf"])
def test_a_models_name_is_no_markup(name: str) -> None:
    console, written = terminal()
    with loading_bar(console, name) as progress:
        progress(0.5)
    assert plain(name).plain in written.getvalue()


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.4, "0 s"), (59.4, "59 s"), (185, "3 min 05 s"), (7800, "2 h 10 min")]
)
def test_durations(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown
