"""What is stopped before its run began goes on with the model that it was sealed with."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from app.engine.host import LlamaEngine
from app.service import kinds, paths
from app.store import Store
from tests.support.command import Outcome, refused

Inside = Callable[..., Outcome]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model that is not the demo model, at a path that needs quotes."""
    path = tmp_path / "my models" / "it's.gguf"
    path.parent.mkdir()
    path.write_bytes(paths.DEMO_MODEL.read_bytes() + bytes(32))
    return path


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """The first labelled demo rows."""
    lines = paths.DEMO_LABELLED.read_text(encoding="utf-8").splitlines(keepends=True)[:5]
    path = tmp_path / "rows.csv"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def interrupted(*_: object, **_more: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("command", "more", "sealed"),
    [
        ("screen", ["--triage-budget", 8, "--deep-budget", 8], kinds.PLAN_SEALED),
        ("dial", ["--budgets", "0,8"], kinds.DIAL_SEALED),
    ],
)
def test_it_is_named_in_the_advice_and_taken_without_it(
    inside: Inside,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    model: Path,
    rows: Path,
    command: str,
    more: list[object],
    sealed: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    given = [command, rows, "--store", "s.sqlite", "--model", "my models/it's.gguf", "--kv-type", "f32"]
    with monkeypatch.context() as stopped:
        stopped.setattr(LlamaEngine, "open", interrupted)
        outcome = inside(*given, "--no-exact", *more)
    advice = refused_last(outcome).partition("go on with: ")[2]
    with Store.open(tmp_path / "s.sqlite") as store:
        (entry,) = store.entries(kind=sealed)
    id = entry.payload.get("screen_id") or entry.payload["dial_id"]
    assert entry.payload["load"] == {"model": str(model), "kv_type": "f32", "exact": False}
    expected = ["main.py", command, "--resume", id, "--model", str(model), "--store", "s.sqlite"]
    assert shlex.split(advice) == expected

    resumed = inside(command, "--resume", id, "--store", "s.sqlite", "--json")
    assert resumed.code == 0, resumed.err
    with Store.open(tmp_path / "s.sqlite") as store:
        started = (kinds.RUN_STARTED, kinds.DIAL_RUN_STARTED)
        (run,) = [entry for entry in store.entries(subject=id) if entry.kind in started]
    assert run.payload["engine"]["model"]["path"] == str(model)
    assert run.payload["engine"]["load"]["kv_type"] == "f32"
    assert run.payload["engine"]["exactness"] == "best-effort"


def refused_last(outcome: Outcome) -> str:
    """The sentence after the remarks."""
    assert outcome.code == 3, outcome.err
    assert outcome.out == ""
    return outcome.err.strip().splitlines()[-1]


def test_where_it_is_gone_that_is_told(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, model: Path, rows: Path
) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr(LlamaEngine, "open", interrupted)
        inside("screen", rows, "--model", model)
    model.unlink()
    assert f"There is no model file {model}" in refused(inside("screen", "--resume", "last"))
