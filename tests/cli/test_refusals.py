"""What cannot be done: an exit code and one sentence, never a traceback."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.engine.host import LlamaEngine
from app.service import paths
from tests.support.command import Command, Outcome, refused

Inside = Callable[..., Outcome]


@pytest.mark.parametrize("display", ["", ":987", "127.0.0.1:987", "nonsense"])
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_the_window_names_the_command_line(winnow: Command, display: str) -> None:
    variables = {"DISPLAY": display, "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    assert "main.py screen" in refused(winnow(**variables))


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["screen"],
        ["screens"],
        ["think"],
        ["verify"],
        ["bundle"],
        ["import"],
        ["search"],
        ["models"],
        ["doctor"],
        ["dial"],
    ],
)
def test_help_names_every_option(inside: Inside, command: list[str]) -> None:
    outcome = inside(*command, "--help")
    assert outcome.code == 0
    assert outcome.err == ""
    wanted = {
        "screen": "--triage-budget --deep-budget --triage-waits --deep-waits --threshold --audit-rejects "
        "--certificate --continue-trace --temperature --top-k --top-p --min-p --seed --parallel --store "
        "--resume --json",
        "think": "--max-thinking --min-thinking --waits --wait-text --answer-tokens --seed --temperature "
        "--top-k --top-p --min-p --system --format --model --json",
        "screens": "--store --json",
        "verify": "--head --fingerprint --key --json",
        "bundle": "--out --store --json",
        "import": "--fingerprint --store --json",
        "search": "--limit --rebuild --store --json",
        "models": "list add download verify remove default",
        "doctor": "--store --json",
        "dial": "--model --budgets --waits --seeds --recall --confidence --margin --keep-unsure --test-share "
        "--prompt --temperature --top-k --top-p --min-p --seed --format --separate --parallel --threads "
        "--gpu-layers --kv-type --exact --store --resume --json",
    }
    words = (
        wanted[command[0]].split()
        if command
        else ["screen", "screens", "think", "verify", "bundle", "import"]
    )
    assert set(words) <= set(outcome.out.replace(",", " ").split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["screen", "--bogus"],
        ["think"],
        ["think", "x", "--max-thinking", "-1"],
        ["think", "x", "--max-thinking", "many"],
        ["think", "x", "--min-thinking", "-1"],
        ["think", "x", "--waits", "-1"],
        ["think", "x", "--seed", "-1"],
        ["think", "x", "--seed", str(2**53)],
        ["think", "x", "--temperature", "nan"],
        ["think", "x", "--temperature", "-0.1"],
        ["think", "x", "--top-p", "1.5"],
        ["think", "x", "--min-p", "-1"],
        ["think", "x", "--answer-tokens", "0"],
        ["screen", "--threshold", "1.1"],
        ["screen", "--audit-rejects", "2"],
        ["dial", "--budgets", "many"],
        ["dial", "--budgets", ""],
        ["dial", "--waits", "-1"],
        ["dial", "--seeds", "0"],
        ["dial", "--seeds", "101"],
        ["dial", "list.csv", "--resume", "last"],
        ["dial", "--recall", "0.9", "--resume", "last"],
        ["screen", "--parallel", "0"],
        ["screen", "--parallel", "129"],
        ["screen", "--deep-budget", "-1"],
        ["screen", "list.csv", "--resume", "last"],
        ["screen", "--seed", "0", "--resume", "last"],
        ["screen", "--drop-unsure", "--continue-trace", "--deep-budget", "9", "--resume", "last"],
        ["screen", "--triage-prompt", "p.toml", "--resume", "last"],
        ["screen", "--format", "auto", "--resume", "last"],
    ],
)
def test_wrong_usage_exits_2(inside: Inside, arguments: list[str]) -> None:
    outcome = inside(*arguments)
    sentence = refused(outcome, 2)
    assert sentence == outcome.err.strip()
    assert sentence.endswith("Add --help to see what there is.")
    if "--resume" in arguments:
        assert "leave out" in sentence
        for word in arguments[1:]:
            if word.startswith("--") and word not in ("--resume", "--drop-unsure"):
                assert word in sentence


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["think", "x", "--max-thinking", "5", "--min-thinking", "6"], "exceeds the most"),
        (["think", "x", "--waits", "1", "--wait-text", ""], "The Wait text is empty"),
        (["think", "x", "--top-p", "0"], "top_p"),
        (["think", " \n "], "The prompt is empty"),
        (["think", ""], "The prompt is empty"),
        (["screen", "missing.csv"], "does not exist"),
        (["screen", "empty.csv"], "is empty"),
        (["screen", "blank.csv"], "blank.csv"),
        (["screen", "."], "."),
        (["screen", "--triage-prompt", "missing.toml"], "missing.toml"),
        (["screen", "--deep-prompt", "empty.csv"], "needs 'name'"),
        (["screen", "--continue-trace", "--deep-budget", "64"], "must exceed"),
        (["screen", "--resume", "last"], "holds no screen yet"),
        (["screen", "--resume", "abc"], "holds no screen yet"),
        (["screens", "--store", "text.sqlite"], "is not a database"),
        (["screens", "--store", "other.sqlite"], "other.sqlite"),
        (["screens", "--store", "nosuch://host/db"], "nosuch"),
        (["screen", "--model", "missing.gguf"], "There is no model file"),
        (["screen", "--model", "broken.gguf"], "broken.gguf ends before its weights do"),
        (["think", "x", "--model", "text.gguf"], "text.gguf is not a GGUF file"),
        (["dial", "--model", "text.gguf"], "text.gguf is not a GGUF file"),
        (["think", "x", "--model", "pointer.gguf"], "fetch the model itself with: git lfs pull"),
        (["think", "x", "--model", "m.gguf.part1of2"], "join all pieces in their order into m.gguf"),
        (["think", "x", "--model", "m.gguf.part2of2"], "join all pieces in their order into m.gguf"),
        (["think", "x", "--model", "./"], "is a folder"),
        (["think", "x", "--model", "empty.gguf"], "empty.gguf is not a GGUF file"),
        (["think", "x", "--model", "x" * 300], "no model of that name"),
        (["think", "x", "--model", "x" * 300 + ".gguf"], "cannot be read: File name too long"),
        (["think", "x", "--format", "klingon"], "There is no thinking format"),
        (["think", "x", "--format", "think"], "cannot be enforced"),
        (["think", "x", "--kv-type", "q9"], "There is no KV type"),
        (["think", "x", "--max-thinking", "1000000"], "lower the budget"),
    ],
)
def test_a_known_error_exits_3_with_one_sentence(
    inside: Inside, tmp_path: Path, arguments: list[str], why: str
) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "blank.csv").write_bytes(b"\n\n \n")
    (tmp_path / "text.sqlite").write_bytes(b"not a database\n" * 100)
    (tmp_path / "text.gguf").write_bytes(b"not a model\n" * 100)
    (tmp_path / "empty.gguf").touch()
    (tmp_path / "pointer.gguf").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
    model = paths.DEMO_MODEL.read_bytes()
    (tmp_path / "broken.gguf").write_bytes(model[:50_000])
    (tmp_path / "m.gguf.part1of2").write_bytes(model[:50_000])
    (tmp_path / "m.gguf.part2of2").write_bytes(model[50_000:])
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as other:
        other.execute("CREATE TABLE theirs (x)")
    assert why in refused(inside(*arguments))


@pytest.mark.skipif(os.name == "nt", reason="arguments are Unicode there")
@pytest.mark.parametrize(
    "arguments",
    [
        ["think", b"x\xff"],
        ["think", "x", "--waits", "1", "--wait-text", b"Wait\xff"],
        ["think", "x", "--system", b"\xff"],
        ["think", "x", "--model", b"m\xff.gguf"],
        ["screen", b"list\xff.csv"],
        ["screen", "--store", b"store\xff.sqlite"],
        ["screen", "--triage-prompt", b"p\xff.toml"],
        ["report", "last", "--out", "here", "--operator", b"\xff"],
        ["report", "last", "--out", b"\xff"],
        ["bundle", "last", "--out", b"\xff.zip"],
        ["dial", b"list\xff.csv"],
        ["models", "add", b"m\xff.gguf"],
        ["search", b"\xff"],
    ],
)
def test_an_argument_that_is_not_unicode_is_refused(inside: Inside, arguments: list[str | bytes]) -> None:
    sentence = refused(inside(*map(os.fsdecode, arguments)))
    assert "is not UTF-8" in sentence
    assert "\\udcff" in sentence


@pytest.mark.skipif(os.name == "nt", reason="arguments are Unicode there")
def test_a_wait_text_that_is_not_unicode_is_refused_before_anything_is_thought(winnow: Command) -> None:
    outcome = winnow("think", "x", "--waits", 1, "--wait-text", os.fsdecode(b"Wait\xff"))
    assert "is not UTF-8" in refused(outcome)
    assert not winnow.store.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among files, and names that are text")
@pytest.mark.parametrize("how", [["think", "x"], ["models", "add"]])
def test_what_is_no_file_and_a_name_that_is_no_text_are_refused(
    inside: Inside, tmp_path: Path, how: list[str]
) -> None:
    """A pipe would be waited for, a device read without an end."""
    option = ["--model"] if how[0] == "think" else []
    os.mkfifo(tmp_path / "pipe.gguf")
    for name in ("pipe.gguf", "/dev/zero"):
        assert "is a device or a pipe" in refused(inside(*how, *option, name))
    if sys.platform != "darwin":
        (tmp_path / "caf\udce9.gguf").write_bytes(paths.DEMO_MODEL.read_bytes())
        assert "is not UTF-8" in refused(inside(*how, *option, "caf\udce9.gguf"))


def test_a_screen_whose_rows_are_all_too_long_is_refused(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text("statement\n" + "costs exceed the gross edge and " * 2000 + "\n")
    outcome = inside("screen", "long.csv", "--json", "--parallel", 2)
    assert outcome.code == 3
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    assert "more than the model's context" in outcome.err.splitlines()[-1]


def test_a_prompt_that_is_not_text_is_refused(winnow: Command) -> None:
    assert "not UTF-8" in refused(winnow("think", "-", stdin=b"\xff\xfe\xff"))


def test_a_name_cannot_drive_the_terminal(inside: Inside) -> None:
    sentence = refused(inside("screen", "\x1b[31m[red]x.csv"))
    assert "[red]x.csv does not exist" in sentence
    assert "\x1b" not in sentence


def test_an_unforeseen_error_goes_to_the_log(
    inside: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def boom(*_: object) -> None:
        raise RuntimeError("the sky fell")

    monkeypatch.setattr("app.cli.screens.summaries", boom)
    outcome = inside("screens")
    log = tmp_path / "logs" / "winnow.log"
    assert outcome.code == 70
    assert outcome.out == ""
    assert str(log) in outcome.err
    assert "Traceback" not in outcome.err
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "RuntimeError: the sky fell" in written


@pytest.mark.parametrize("arguments", [["screen"], ["think", "x"]])
def test_ctrl_c_while_the_model_loads_exits_3(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(LlamaEngine, "load", interrupted)
    assert "Stopped" in refused(inside(*arguments))


@pytest.mark.parametrize("arguments", [["screens"], ["screens", "--json"]])
def test_a_reader_that_leaves_is_no_error(winnow: Command, arguments: list[str]) -> None:
    process = winnow.begin(*arguments)
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert err == ""
