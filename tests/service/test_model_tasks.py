"""Tasks with models that run beside a screen: each has the store for itself, and the switch ends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.service import model_tasks, paths
from app.service.installed import Installed, InstalledModel
from app.service.model_tasks import Loading, Stop, Stopped, Switch
from app.service.models import Verified
from app.store import Store
from tests.support.random_model import Shape, write_random_model

SMALL = Shape(vocabulary=320, unused=4, width=64, layers=2, heads=2, kv_heads=1, ffn=64, context=512)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WINNOW_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A model in parts, so that reading it comes in several events."""
    write_random_model(tmp_path / "own.gguf", SMALL, split=8)
    return min(tmp_path.glob("own-*.gguf"))


def test_a_task_writes_into_the_store_that_another_holds_open(home: Path, own: Path) -> None:
    with Store.open(home / "winnow.sqlite") as held:
        *_, model = model_tasks.add(home / "winnow.sqlite", own, Switch())
        assert isinstance(model, InstalledModel)
        assert Installed.read(held).models == (model,)
        *_, found = model_tasks.verify(home / "winnow.sqlite", model.id, Switch())
        assert isinstance(found, Verified)
        assert found.ok


@pytest.mark.parametrize("how", Stop)
def test_the_switch_ends_reading_and_nothing_is_installed(home: Path, own: Path, how: Stop) -> None:
    switch = Switch()
    switch.stop(how)
    events = list(model_tasks.add(home / "winnow.sqlite", own, switch))
    (stopped,) = events
    assert isinstance(stopped, Stopped)
    assert stopped.how is Stop.PAUSE
    assert 0 < stopped.done < stopped.size
    with Store.open(home / "winnow.sqlite") as store:
        assert Installed.read(store).models == ()


def test_what_is_left_of_downloads_is_found(home: Path) -> None:
    folder = home / "models" / "cortexso" / "simplescaling-s1"
    folder.mkdir(parents=True)
    (folder / "s1-32b-q4_k_m.gguf.part").write_bytes(b"12345")
    (folder / "s1-32b-q4_k_m.gguf.part.json").write_text("{}")
    (folder / "something else.gguf.part").write_bytes(b"123")
    assert model_tasks.begun(home / "models") == {"s1-32b": Stopped(Stop.PAUSE, 5, 19_900_000_000)}
    assert model_tasks.begun(home / "nothing") == {}


def test_models_are_listed_as_they_would_be_loaded(home: Path) -> None:
    machine = model_tasks.this_machine()
    assert machine.host > 0
    with Store.open(home / "winnow.sqlite") as store:
        known = Installed.read(store)
    found = model_tasks.listed(known, machine, Loading(2, 0, "q8_0", exact=False))
    demo = next(each for each in found if each.path == str(paths.DEMO_MODEL))
    assert demo.fit
    assert (demo.fit.asked.parallel, demo.fit.asked.kv_type, demo.fit.fits) == (2, "q8_0", True)
