"""`models`: the list, a local file from adding to removing, and `--model` by id and by default."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import EngineError
from app.engine.devices import Device, DeviceKind, Probe
from app.service import paths
from tests.support.architectures import write_architecture
from tests.support.command import Outcome, refused

Inside = Callable[..., Outcome]
GB = 10**9


@pytest.fixture(autouse=True)
def no_probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A GPU of 80 GB, so that nothing depends on the machine."""
    gpu = Device("CUDA0", "NVIDIA H100", "CUDA", DeviceKind.GPU, 80 * GB, 80 * GB)
    found = Probe("0", "c", "b", "s", ("CUDA", "CPU"), (gpu,), offloads=True)
    monkeypatch.setattr("app.cli.models.probe", lambda: found)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(paths.DEMO_MODEL, tmp_path / "Mine.gguf"))


def listed(inside: Inside) -> dict[str, dict[str, Any]]:
    outcome = inside("models", "list", "--json")
    assert outcome.code == 0
    return {model["id"]: model for model in outcome.document["models"]}


def test_the_list_says_what_there_is_and_what_fits(inside: Inside) -> None:
    found = listed(inside)
    assert next(iter(found)) == "s1-32b"
    s1, demo = found["s1-32b"], found["winnow-demo"]
    assert (s1["installed"], s1["path"], s1["sha256"]) == (False, None, None)
    assert s1["fits"] is True
    assert s1["best"]["gpu_layers"] == 65
    assert 20 * GB < s1["needs"]["gpu"] < 80 * GB
    assert (demo["installed"], demo["default"], demo["fits"]) == (True, True, True)
    assert demo["size"] == paths.DEMO_MODEL.stat().st_size
    table = inside("models", "list").out
    assert "80.0 GB of the GPU's" in table
    assert "winnow-demo (default)" in table
    assert "65 of 65 layers on the GPU" in " ".join(table.split())


def test_a_machine_whose_gpus_cannot_be_asked_has_none(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Probe:
        raise EngineError("llama.cpp does not load ({0}); install it again.", "why")

    monkeypatch.setattr("app.cli.models.probe", fail)
    outcome = inside("models", "list", "--json")
    assert outcome.code == 0
    assert "No GPU is counted: llama.cpp does not load" in outcome.err
    assert outcome.document["models"][0]["needs"]["gpu"] == 0


def test_a_local_file_from_adding_to_removing(inside: Inside, file: Path) -> None:
    added = inside("models", "add", file, "--json").document
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (added["id"], added["path"], added["sha256"]) == ("mine", str(file), sha256)
    assert (added["architecture"], added["quantisation"], added["downloaded"]) == ("qwen2", "Q8_0", False)
    row = listed(inside)["mine"]
    assert (row["sha256"], row["installed"], row["path"]) == (sha256, True, str(file))

    verified = inside("models", "verify", "mine", "--json")
    assert (verified.code, verified.document["ok"]) == (0, True)
    assert inside("models", "default", "mine", "--json").document["id"] == "mine"
    found = listed(inside)
    assert (found["mine"]["default"], found["winnow-demo"]["default"]) == (True, False)
    assert inside("models", "default", "winnow-demo", "--json").document["path"].endswith("winnow-demo.gguf")
    found = listed(inside)
    assert (found["mine"]["default"], found["winnow-demo"]["default"]) == (False, True)
    inside("models", "default", "mine")

    with file.open("r+b") as opened:
        opened.seek(-9, 2)
        opened.write(b"\x99" * 9)
    changed = inside("models", "verify", "mine")
    assert changed.code == 1
    assert "instead of" in changed.out

    assert inside("models", "remove", "mine", "--json").document == {
        "id": "mine",
        "deleted": [],
        "was_default": True,
    }
    assert file.exists()
    assert "mine" not in listed(inside)


def test_what_each_file_is_stands_in_the_list_and_where_it_is_added(
    inside: Inside, file: Path, tmp_path: Path
) -> None:
    keys = ("architecture", "thinking_format", "guessed", "usable", "why_not")
    added = inside("models", "add", file, "--json").document
    assert [added[key] for key in keys] == ["qwen2", "s1", True, True, None]
    assert "architecture qwen2, thinking format s1, which is a guess" in inside("models", "add", file).out
    found = listed(inside)
    assert [found["mine"][key] for key in keys] == ["qwen2", "s1", True, True, None]
    assert [found["winnow-demo"][key] for key in keys] == ["qwen2", "s1", False, True, None]
    for each in found.values():
        assert isinstance(each["usable"], bool)
        assert each["usable"] == (each["why_not"] is None)
    assert "s1 (guess)" in inside("models", "list").out
    encoder = write_architecture(tmp_path / "bert.gguf", "bert")
    for how in (["models", "add"], ["think", "x", "--model"]):
        assert "(architecture 'bert') is an encoder" in refused(inside(*how, encoder))
    (tmp_path / "catalogue.toml").write_text('[own]\npath = "bert.gguf"\n', encoding="utf-8")
    row = listed(inside)["own"]
    assert [row[key] for key in keys[:4]] == ["bert", None, False, False]
    assert "is an encoder" in row["why_not"]
    assert row["problem"] == ""
    told = inside("models", "list").out
    assert "own: bert.gguf (architecture 'bert') is an encoder" in told
    assert "not usable" in told


def test_a_damaged_file_is_said_in_the_list(inside: Inside, file: Path) -> None:
    inside("models", "add", file)
    file.write_bytes(file.read_bytes()[:90_000])
    model = listed(inside)["mine"]
    assert "ends before its weights do" in model["problem"]
    told = inside("models", "list").out
    assert "ends before its weights do" in told
    assert "damaged" in told


def test_what_is_gone_is_said_in_the_list(inside: Inside, file: Path, tmp_path: Path) -> None:
    inside("models", "add", file)
    file.unlink()
    (tmp_path / "catalogue.toml").write_text('[gone]\npath = "gone.gguf"\n', encoding="utf-8")
    found = listed(inside)
    assert found["mine"]["missing"]
    assert f"{file}, is not there any more; put it back, or forget it with: " in found["mine"]["problem"]
    assert found["gone"]["missing"]
    assert not found["winnow-demo"]["missing"]
    assert not found["s1-32b"]["missing"]
    told = inside("models", "list").out
    assert told.count("missing") == 2
    assert "damaged" not in told
    assert "main.py models remove mine" in told


def test_models_are_told_to_a_person_too(inside: Inside, file: Path) -> None:
    assert inside("models", "add", file, "--id", "own").out.startswith("own: ")
    assert "is what was installed" in inside("models", "verify", "own").out
    assert "is the default now" in inside("models", "default", "own").out
    renamed = inside("models", "add", file, "--id", "other").out
    assert renamed.startswith("own is called other now\nother: ")
    assert inside("models", "add", file, "--id", "own", "--json").document["renamed_from"] == "other"
    assert inside("models", "add", file, "--json").document["renamed_from"] is None
    removed = inside("models", "remove", "own").out
    assert "own is forgotten" in removed
    assert "The demo model is the default now" in removed
    inside("models", "add", file)
    assert "default" not in inside("models", "remove", "mine").out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["models", "add", "missing.gguf"], "There is no model file"),
        (["models", "add", "text.gguf"], "is not a GGUF file"),
        (["models", "add", "text.gguf", "--id", "A B"], "is not a GGUF file"),
        (["models", "verify", "none"], "No model 'none' is installed"),
        (["models", "remove", "none"], "No model 'none' is installed"),
        (["models", "default", "none"], "no model of that name"),
        (["models", "default", "s1-32b"], "main.py models download s1-32b"),
        (["models", "verify", "winnow-demo"], "Nothing is pinned of winnow-demo, which comes with"),
        (["think", "x", "--model", "none"], "no model of that name"),
        (["think", "x", "--model", "s1-32b"], "main.py models download s1-32b"),
        (["screen", "--model", "s1-32b"], "main.py models download s1-32b"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    inside: Inside, tmp_path: Path, arguments: list[str], why: str
) -> None:
    (tmp_path / "text.gguf").write_bytes(b"not a model\n" * 100)
    assert why in refused(inside(*arguments))


def test_an_own_catalogue_that_cannot_be_used_is_named(inside: Inside, tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text('[x]\nrepo = "a/b"\ncolour = 1\n', encoding="utf-8")
    sentence = refused(inside("models", "list"))
    assert "catalogue.toml" in sentence
    assert "'colour'" in sentence


def test_a_model_is_named_by_its_id_or_is_the_default(inside: Inside, file: Path, tmp_path: Path) -> None:
    inside("models", "add", file)
    options = ["--max-thinking", 4, "--answer-tokens", 4, "--no-exact", "--json"]
    by_id = inside("think", "x", "--model", "mine", *options)
    assert by_id.code == 0
    inside("models", "default", "mine")
    moved = file.rename(tmp_path / "moved.gguf")
    assert "is not there any more" in refused(inside("think", "x", *options))
    inside("models", "add", moved, "--id", "again")
    inside("models", "default", "again")
    assert inside("think", "x", *options).document["thinking_ids"] == by_id.document["thinking_ids"]
    # What was recorded with the file in its first place is replayed with it in its second.
    replayed = inside("replay", by_id.document["trace_id"], "--json")
    assert (replayed.code, replayed.document["identical"]) == (0, 1)


def test_a_pinned_file_that_changed_is_not_used(inside: Inside, file: Path) -> None:
    inside("models", "add", file)
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    assert "is not the one that was installed" in refused(
        inside("think", "x", "--model", "mine", "--no-exact")
    )
