"""A model's file that is written to while it is mapped ends the engine; one that is replaced does not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from shutil import copyfile

import pytest

from app.core.budget import ThinkingBudget
from app.core.errors import ModelError
from app.engine.contract import Chunk, Completed, Event, ModelChangedError
from app.engine.held import HeldFiles
from app.engine.host import LlamaEngine
from tests.support.in_child import completed, run, settings, until
from tests.support.in_process import Bench

CONTEXT = 2048


def overwrite(path: Path) -> None:
    """What `dd conv=notrunc` does: other bytes at a place of the same file, here in the weights' middle."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(bytes(4096))


@pytest.fixture
def parts(tmp_path: Path) -> tuple[Path, Path]:
    """Two parts of a file."""
    made = tmp_path / "a", tmp_path / "b"
    for n, path in enumerate(made):
        path.write_bytes(bytes([n]) * 10_000)
        os.utime(path, (1_000, 1_000))
    return made


@pytest.fixture
def held(parts: tuple[Path, Path]) -> Iterator[HeldFiles]:
    made = HeldFiles(parts)
    yield made
    made.close()


def test_the_digest_is_of_all_parts(held: HeldFiles, parts: tuple[Path, Path]) -> None:
    shares: list[float] = []
    expected = sha256(parts[0].read_bytes() + parts[1].read_bytes()).hexdigest()
    assert held.size == 20_000
    assert held.sha256(shares.append) == expected
    assert shares == [0.5, 1.0]
    held.check_loaded()


@pytest.mark.parametrize("number", [0, 1])
def test_each_part_is_held(held: HeldFiles, parts: tuple[Path, Path], number: int) -> None:
    overwrite(parts[number])
    with pytest.raises(ModelChangedError, match="was written to while it was in use") as changed:
        held.check()
    assert changed.value.path == str(parts[number])


def test_a_part_that_grows_is_changed(held: HeldFiles, parts: tuple[Path, Path]) -> None:
    with parts[0].open("ab") as file:
        file.write(b"x")
    os.utime(parts[0], (1_000, 1_000))
    with pytest.raises(ModelChangedError):
        held.check()


@pytest.mark.skipif(os.name == "nt", reason="an open file is not removed there")
@pytest.mark.parametrize("replaced", [False, True])
def test_what_lies_at_the_path_matters_only_until_it_is_loaded(
    held: HeldFiles, parts: tuple[Path, Path], *, replaced: bool
) -> None:
    if replaced:
        other = parts[0].with_name("other")
        copyfile(parts[0], other)
        other.replace(parts[0])
    else:
        parts[0].unlink()
    held.check()
    with pytest.raises(ModelChangedError, match="was replaced while it was loaded"):
        held.check_loaded()


def test_a_part_that_cannot_be_read_is_told(parts: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        HeldFiles((parts[0], tmp_path / "missing"))


@pytest.fixture
def model(model_files: dict[str, Path], tmp_path: Path) -> Path:
    """A file that may be written to."""
    return Path(copyfile(model_files["q8_0"], tmp_path / "model.gguf"))


@pytest.fixture
def engine(model: Path) -> Iterator[LlamaEngine]:
    made = LlamaEngine(settings(model))
    made.load()
    yield made
    made.close()


def test_nothing_that_was_computed_since_is_told(engine: LlamaEngine, model: Path, bench: Bench) -> None:
    engine.open(CONTEXT)
    for n in range(4):
        engine.submit(f"r{n}", bench.request(budget=ThinkingBudget(1500, min_tokens=1500), seed=n))
    until(engine, lambda events: any(isinstance(event, Chunk) for event in events))
    overwrite(model)
    told: list[Event] = []
    with pytest.raises(ModelChangedError) as changed:
        until(engine, lambda events: bool(told.extend(events)))
    assert changed.value.path == str(model)
    assert not any(isinstance(event, Completed) for event in told)
    with pytest.raises(ModelChangedError):
        engine.events(0)
    assert engine.process_id is None


def test_it_is_held_from_the_loading_on_and_not_only_in_a_run(engine: LlamaEngine, model: Path) -> None:
    overwrite(model)
    with pytest.raises(ModelChangedError):
        engine.open(CONTEXT)


@pytest.mark.skipif(os.name == "nt", reason="an open file is not removed there")
def test_a_file_that_is_replaced_or_removed_stays_what_it_was(
    engine: LlamaEngine, model: Path, bench: Bench, tmp_path: Path
) -> None:
    engine.open(CONTEXT)
    request = bench.request(budget=ThinkingBudget(40), seed=1)
    before = completed(run(engine, {"a": request}))["a"]
    other = tmp_path / "other"
    other.write_bytes(b"another file")
    other.replace(model)
    assert completed(run(engine, {"b": request}))["b"].sha256 == before.sha256
    model.unlink()
    assert completed(run(engine, {"c": request}))["c"].sha256 == before.sha256
