"""The workbench's engine: loaded when it is needed, ended in whatever state it is, and begun anew."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.core.budget import ThinkingBudget
from app.core.errors import ModelError
from app.core.sampling import SamplingParams
from app.engine.contract import EngineSettings, EngineStopped, Exactness
from app.engine.host import EngineCrashed, LlamaEngine
from app.service import models, paths
from app.service.events import Opened
from app.service.installed import InstalledModel
from app.service.kept_engine import Loading
from app.service.kinds import ENGINE_CRASHED, RUN_INTERRUPTED
from app.service.model_choice import Chosen, choose_default
from app.service.plan_settings import PlanSettings
from app.service.screens import Screen
from app.service.think import ThinkPrompt
from app.service.workbench import RowChanged, RunEvent
from app.store import Store
from tests.support.in_child import await_death
from tests.support.screens import SETTINGS, Bench, check_whole, demo_rows, kinds

ROWS = 6


@pytest.fixture(autouse=True)
def quick_engines() -> None:
    """As they are: how long an engine's process takes to start, and who learns of its end, is tested here."""


@pytest.fixture(scope="module")
def shared_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """None whose engine another file has started."""
    with Bench(Store.open(tmp_path_factory.mktemp("bench") / "winnow.sqlite")) as made:
        yield made


def take_pass(run: Iterator[RunEvent]) -> RowChanged:
    """The next pass that a run completes."""
    return next(event for event in run if isinstance(event, RowChanged))


def test_killed_in_a_run_it_is_begun_anew_and_nothing_is_lost(
    bench: Bench, wanted: PlanSettings, uninterrupted: dict[str, Any]
) -> None:
    run = bench.start(demo_rows(ROWS), wanted)
    for _ in range(3):
        take_pass(run)
    (summary,) = bench.summaries()
    assert bench.child
    psutil.Process(bench.child).kill()
    with pytest.raises(EngineCrashed) as crash:
        list(run)
    if sys.platform != "win32":
        assert crash.value.exit_code == -signal.SIGKILL
    assert kinds(bench.store.entries())[-1] == ENGINE_CRASHED
    id = summary.id
    done = len(Screen.load(bench.store, id).passes)
    assert 3 <= done < 2 * ROWS
    made = len(bench.engines)
    events = list(bench.resume(id))
    assert isinstance(events[0], Loading)
    assert len(bench.engines) == made + 1
    assert sum(isinstance(event, RowChanged) for event in events) == 2 * ROWS - done
    check_whole(bench.store, id, uninterrupted)


def test_one_that_died_while_nothing_ran_is_not_missed(bench: Bench, wanted: PlanSettings) -> None:
    list(bench.start(demo_rows(1), wanted))
    assert bench.child
    psutil.Process(bench.child).kill()
    await_death(bench.child)
    list(bench.start(demo_rows(1), wanted))
    assert [summary.state for summary in bench.summaries()] == ["complete", "complete"]


def test_configured_otherwise_it_is_ended(bench: Bench, wanted: PlanSettings) -> None:
    list(bench.start(demo_rows(1), wanted))
    child = bench.child
    assert child
    bench.configure(replace(SETTINGS, model=Path("none.gguf")))
    assert not psutil.pid_exists(child)
    with pytest.raises(ModelError, match=r"There is no model file none\.gguf"):
        list(bench.start(demo_rows(1), wanted))
    assert bench.child is None
    assert len(bench.summaries()) == 1


def test_a_file_that_is_not_what_was_pinned_runs_nothing(
    bench: Bench, wanted: PlanSettings, tmp_path: Path
) -> None:
    own = Path(shutil.copyfile(paths.DEMO_MODEL, tmp_path / "own.gguf"))
    list(models.add(bench.store, own))
    bench.configure(replace(SETTINGS, model=own, exact=False))
    list(bench.start(demo_rows(1), wanted))
    data = bytearray(own.read_bytes())
    data[-1] ^= 1
    own.write_bytes(data)
    bench.configure(replace(SETTINGS, model=own, exact=False, parallel=3))
    with pytest.raises(ModelError, match="is not the one that was installed: its SHA-256"):
        list(bench.start(demo_rows(1), wanted))
    assert bench.child is None
    assert len(bench.summaries()) == 1
    # Pinned as it is now, it is used.
    list(models.add(bench.store, own))
    list(bench.start(demo_rows(1), wanted))
    assert [summary.state for summary in bench.summaries()] == ["complete", "complete"]


def test_without_a_model_of_its_own_the_stores_default_runs(
    bench: Bench, wanted: PlanSettings, tmp_path: Path
) -> None:
    own = Path(shutil.copyfile(paths.DEMO_MODEL, tmp_path / "own.gguf"))
    id = _installed(bench.store, own).id
    quick = replace(SETTINGS, model=Path("none.gguf"), exact=False)
    bench.configure(quick, own_model=False)
    assert bench.model() == Chosen(paths.DEMO_MODEL)
    list(bench.start(demo_rows(1), wanted))
    child = bench.child
    assert child
    bench.choose_default(id)
    assert bench.model().path == own
    assert not psutil.pid_exists(child)
    list(bench.start(demo_rows(1), wanted))
    assert [bench.open(each.id).plan.model for each in bench.summaries()] == [paths.DEMO_MODEL.name, own.name]
    # It is checked against its pin too, and another store has another default.
    own.write_bytes(own.read_bytes()[:-1] + b"!")
    bench.configure(replace(quick, parallel=3), own_model=False)
    with pytest.raises(ModelError, match="is not the one that was installed: its SHA-256"):
        list(bench.start(demo_rows(1), wanted))
    own.unlink()
    with pytest.raises(ModelError, match="is not there any more"):
        bench.cost(1, wanted)
    bench.change_store(lambda: Store.open(tmp_path / "other.sqlite"))
    assert bench.model() == Chosen(paths.DEMO_MODEL)
    assert bench.cost(1, wanted).tokens > 0


def _installed(store: Store, path: Path) -> InstalledModel:
    *_, model = models.add(store, path)
    assert isinstance(model, InstalledModel)
    return model


class Watched(Bench):
    """Notes which of its engines' processes run whenever another engine is made."""

    def __init__(self, store: Store) -> None:
        self.others = _engines()
        self.met: list[set[int]] = []
        super().__init__(store)

    @property
    def running(self) -> set[int]:
        """Its engines' processes; those of other tests' engines are not."""
        return _engines() - self.others

    def _made(self, settings: EngineSettings) -> LlamaEngine:
        self.met.append(self.running)
        return super()._made(settings)


def _engines() -> set[int]:
    """All engines' processes."""
    own = (each for each in multiprocessing.active_children() if each.name == "winnow-engine")
    return {each.pid for each in own if each.pid}


def test_a_change_of_model_never_leaves_two_in_memory_and_unloading_none(
    wanted: PlanSettings, tmp_path: Path
) -> None:
    path = tmp_path / "winnow.sqlite"
    own = Path(shutil.copyfile(paths.DEMO_MODEL, tmp_path / "own.gguf"))
    with Watched(Store.open(path)) as bench:
        bench.configure(replace(SETTINGS, exact=False), own_model=False)
        list(bench.start(demo_rows(1), wanted))
        (first,) = bench.running
        # Another program chooses another default: that is met when the next screen loads.
        with Store.open(path) as other:
            choose_default(other, _installed(other, own).id)
        assert bench.running == {first}
        for event in bench.start(demo_rows(1), wanted):
            if isinstance(event, Loading):
                assert first not in bench.running
                assert len(bench.running) <= 1
        (second,) = bench.running
        assert not psutil.pid_exists(first)
        # One by hand, as it was recorded: the model of the first screen again, and then the default.
        list(bench.replay(bench.summaries()[0].id, None, prefill=True))
        (third,) = bench.running
        list(bench.think(ThinkPrompt("Why?", "", ThinkingBudget(4), SamplingParams(), 0, 4)))
        (fourth,) = bench.running
        assert len({first, second, third, fourth}) == 4
        assert bench.met == [set()] * 4
        bench.choose_default("winnow-demo")
        assert bench.running == set()
        assert not psutil.pid_exists(fourth)
        list(bench.start(demo_rows(1), wanted))
        assert len(bench.running) == 1
    assert bench.running == set()


def test_leaving_it_while_it_loads_ends_its_process(bench: Bench, wanted: PlanSettings) -> None:
    bench.configure(replace(SETTINGS, parallel=3))
    with closing(bench.start(demo_rows(1), wanted)) as run:
        while not bench.child:
            assert isinstance(next(run), Loading)
        child = bench.child
    assert not psutil.pid_exists(child)
    assert bench.child is None
    assert bench.store.head() is None


def test_it_is_stopped_from_another_thread_while_it_loads(bench: Bench, wanted: PlanSettings) -> None:
    bench.configure(replace(SETTINGS, parallel=3))
    bench.stop_engine()  # There is none.
    run = bench.start(demo_rows(1), wanted)
    while not bench.child:
        assert isinstance(next(run), Loading)
    child = bench.child
    with ThreadPoolExecutor(1) as another:
        another.submit(bench.stop_engine).result()
    with pytest.raises(EngineStopped):
        list(run)
    assert not psutil.pid_exists(child)
    assert bench.child is None
    assert bench.store.head() is None


def test_it_is_loaded_as_it_was_configured_and_ended_with_the_workbench(
    wanted: PlanSettings, tmp_path: Path
) -> None:
    with Bench(Store.open(tmp_path / "own.sqlite")) as own:
        own.configure(replace(SETTINGS, parallel=3, exact=False))
        events = list(own.start(demo_rows(1), wanted))
        (opened,) = (event.opened for event in events if isinstance(event, Opened))
        assert (opened.parallel, opened.exactness) == (3, Exactness.BEST_EFFORT)
        shares = [event.share for event in events if isinstance(event, Loading)]
        assert shares == sorted(shares)
        child = own.child
        assert child
        assert psutil.pid_exists(child)
    assert not psutil.pid_exists(child)


def test_stopped_in_a_run_it_is_no_crash(bench: Bench, wanted: PlanSettings) -> None:
    run = bench.start(demo_rows(2), wanted)
    for event in run:
        if isinstance(event, Opened):
            break
    with ThreadPoolExecutor(1) as another:
        another.submit(bench.stop_engine).result()
    with pytest.raises(EngineStopped):
        list(run)
    last = bench.store.head()
    assert last
    assert last.kind == RUN_INTERRUPTED
    assert ENGINE_CRASHED not in kinds(bench.store.entries())
