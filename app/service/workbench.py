"""Everything that the window does, on one thread: a store, an engine that stays loaded, and open screens."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias, TypeVar

from app.core.errors import EngineError, ModelError, StoreError
from app.core.hypothesis import Hypothesis, HypothesisList
from app.core.plan import PassKind, Verdict
from app.core.sentence import Sentence
from app.core.thinking import ChosenFormat, ThinkingFormat
from app.core.trace import Trace
from app.engine.contract import Chunk, Engine, EngineSettings, OpenInfo, PromptProgress
from app.service import compare, cost, export, judgement, kinds, paths, recorded
from app.service.certificates import IssuedCertificate, certificates, resolve_certificate, use
from app.service.compare import Comparison
from app.service.cost import Cost, Experience
from app.service.events import Live, Opened, PassDone, PassNotDone, ScreenEvent
from app.service.imported import refuse_imported, screen_entries
from app.service.installed import Installed
from app.service.kept_engine import KeptEngine, Loading, Ready
from app.service.model_choice import Chosen, choose, choose_default
from app.service.opening import SelfTest
from app.service.plan_settings import PlanSettings
from app.service.progress import Progress
from app.service.records import Json, PassRecord, trace_from_body, whole
from app.service.replay import ReplayBegun, Replayed, replay
from app.service.resuming import Stopped, as_before, recorded_model
from app.service.rows import Row, Snapshot, Standing, row_of
from app.service.screening import ScreenRun
from app.service.screens import Screen
from app.service.sealing import begin
from app.service.search import Found, Search
from app.service.self_test import forget_self_test
from app.service.summaries import ScreenSummary, summaries
from app.service.think import ThinkPrompt, Thought, think
from app.service.verification import BUNDLE_SUFFIX

if TYPE_CHECKING:
    from app.core.labelled import LabelledList
    from app.dial.outcome import GridPoint
    from app.service.bundles import BundleVerification
    from app.service.dial import DialDraft
    from app.service.dial_events import DialEvent
    from app.service.dial_records import Reading
    from app.service.dial_session import Behind, DialShown
    from app.store import Store

T = TypeVar("T")

_KEPT_OPEN = 4


@dataclass(frozen=True, slots=True)
class Sealed:
    """A new screen is in the ledger, or an old one goes on."""

    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class RowChanged:
    """A pass of this row ended, and how the row stands now."""

    row: Row
    kind: PassKind


RunEvent = Loading | SelfTest | Sealed | Opened | Standing | RowChanged | Live | Progress
ReplayEvent = Loading | SelfTest | ReplayBegun | Replayed
DialStream: TypeAlias = "Loading | DialEvent | DialShown"
ThinkEvent = Loading | ChosenFormat | SelfTest | OpenInfo | PromptProgress | Chunk | Thought


@dataclass(frozen=True, slots=True)
class StoredPass:
    """A completed pass as it was recorded: its trace, and the ledger entry as JSON."""

    trace: Trace
    record: Json


class Workbench:
    """For one thread. A run is a generator; the methods that steer it are called between its steps."""

    def __init__(
        self,
        store: Store,
        make_engine: Callable[[EngineSettings], Engine],
        settings: EngineSettings,
        formats: Callable[[], tuple[ThinkingFormat, ...]],
        *,
        own_model: bool = True,
        advise: Callable[[Sentence], None] | None = None,
    ) -> None:
        """Loads nothing yet.

        Args:
            make_engine: makes an engine that is not loaded yet.
            settings, own_model: as `configure` takes them.
            formats: reads the thinking formats.
            advise: as `KeptEngine` takes it.
        """
        self.store = store
        self._settings, self._own, self._formats = settings, own_model, formats
        self._engine, self._advise = KeptEngine(make_engine, advise), advise
        self._screens: dict[str, Screen] = {}
        self._run: ScreenRun | None = None
        self._running: Screen | None = None
        self._by_hand = False
        self._experience: tuple[Path, Experience] | None = None
        self._search = Search(store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the engine and close the store."""
        self._engine.drop()
        self.store.close()

    def change_store(self, open_store: Callable[[], Store]) -> None:
        """Open another store, use it from now on, and close this one.

        Raises:
            EngineError: something runs; the other store was not opened.
            StoreError: it cannot be opened; this one stays.
        """
        if self._busy:
            raise EngineError("The store cannot change while something runs; stop it first.")
        store = open_store()
        self.store.close()
        self.store = store
        self._screens.clear()
        self._search = Search(store)
        self._default_changed()

    def configure(self, settings: EngineSettings, *, own_model: bool = True) -> None:
        """Load models so from now on; an engine that is loaded otherwise is ended.

        Args:
            own_model: whether to run the settings' model; else it is the store's default or the demo model.

        Raises:
            EngineError: something runs.
        """
        if (settings, own_model) == (self._settings, self._own):
            return
        if self._busy:
            raise EngineError("The engine's settings cannot change while something runs; stop it first.")
        self._settings, self._own = settings, own_model
        self._experience = None
        self._engine.drop()

    def model(self) -> Chosen:
        """The model that runs next, as the store has it now. Raises ModelError where it is not there."""
        if not self._own:
            return self.default_model()
        path = self._settings.model
        return Chosen(path, Installed.read(self.store).at(path))

    def default_model(self) -> Chosen:
        """The model where none is named: the store's default, else the demo model. Raises ModelError."""
        return choose(self.store, None)

    def forget_self_test(self, sha256: str | None) -> None:
        """Test the model of that digest, or each, when it next runs. Raises EngineError while one runs."""
        if self._busy:
            raise EngineError("Something is running; wait for its end, or stop it first.")
        forget_self_test(paths.findings(), sha256)
        self._engine.drop()

    def choose_default(self, id: str) -> None:
        """Take this model wherever none is named. Raises ModelError where it is not there."""
        choose_default(self.store, id)
        self._default_changed()

    def _default_changed(self) -> None:
        """Another store or another default: a model that may not be meant any more does not stay loaded."""
        self._experience = None
        if not self._own and not self._busy:
            self._engine.drop()

    @property
    def _busy(self) -> bool:
        """Whether a screen runs, a prompt is thought about, traces are replayed, or the model loads."""
        return self._engine.loading or self._by_hand or self._run is not None

    # Screens

    def summaries(self) -> list[ScreenSummary]:
        """All screens of the store, oldest first."""
        return summaries(self.store)

    def open(self, screen_id: str) -> Snapshot:
        """A screen as it stands. Raises StoreError where there is none."""
        return Snapshot.of(self._read(screen_id))

    def start(self, source: HypothesisList, wanted: PlanSettings) -> Generator[RunEvent, None, None]:
        """Seal a new screen and run it.

        Raises:
            KnownError: its plan cannot be run, or its run ended before its end.
        """
        draft = wanted.draft()
        ready = yield from self._own_model()
        held = resolve_certificate(self.store, wanted.certificate) if wanted.certificate else None
        screen = begin(self.store, draft, source, ready.engine, ready.model, self._formats(), ready.settings)
        if held:
            screen.take(use(self.store, screen.id, held))
        yield from self._run_screen(screen, ready)

    def resume(self, screen_id: str) -> Generator[RunEvent, None, None]:
        """Go on with what is not done of a screen, failures included, as it was sealed."""
        refuse_imported(self.store, screen_id)
        screen = self._read(screen_id)
        ready = yield from self._recorded_model(screen, as_before(screen, self._settings))
        yield from self._run_screen(self._read(screen_id), ready)

    def stop_engine(self) -> None:
        """End the engine at once, from any thread: whoever waits for it goes on."""
        self._engine.stop()

    def silent_for(self) -> float:
        """Seconds since the engine was last seen to get on with its work; from any thread."""
        return self._engine.silent_for()

    def pause(self, paused: bool) -> None:
        """Stop or resume the run's computing."""
        if self._run:
            self._run.pause(paused)

    def cancel(self, hypothesis_id: str) -> None:
        """Cancel one hypothesis of the run."""
        if self._run:
            self._run.cancel(hypothesis_id)

    def cancel_queued(self) -> None:
        """Cancel what waits in the run."""
        if self._run:
            self._run.cancel_queued()

    def cancel_all(self) -> None:
        """Cancel all that the run has to do; it then ends."""
        if self._run:
            self._run.cancel_all()

    def retry(self) -> int:
        """Queue the run's failures again; returns how many."""
        return self._run.retry() if self._run else 0

    def judge(self, screen_id: str, hypothesis_id: str, verdict: Verdict | None, reason: str) -> Row:
        """Record a person's verdict, or with None take it back; how the row then stands."""
        screen = self._screen(screen_id)
        hypothesis = _named(screen, hypothesis_id)
        screen.take(judgement.judge(self.store, screen_id, hypothesis_id, verdict, reason))
        return row_of(screen, hypothesis)

    def stored_pass(self, screen_id: str, hypothesis_id: str, kind: PassKind) -> StoredPass | None:
        """A completed pass with its trace; None where it is not done."""
        record = self._screen(screen_id).passes.get((hypothesis_id, kind))
        if record is None:
            return None
        trace = trace_from_body(self.store.body(record.body), record.generation)
        return StoredPass(trace, self._entry(screen_id, record))

    def compare(self, first: str, second: str) -> Comparison:
        """Two screens side by side."""
        return compare.compare(self._read(first), self._read(second))

    def export(self, screen_id: str, path: Path) -> None:
        """Write a screen to a file, as what its suffix says."""
        if path.suffix.lower() == BUNDLE_SUFFIX:
            # The signature's library takes a while to load.
            from app.service.bundles import write_bundle
            from app.service.signing import users_key

            write_bundle(self.store, screen_id, path, users_key().key)
        else:
            export.export(self._read(screen_id), self.store, path)

    def import_bundle(self, path: Path) -> BundleVerification:
        """Check a bundle and take its screen into the store. Raises BundleError, StoreError."""
        from app.service.importing import import_bundle

        return import_bundle(self.store, path)

    def index(self) -> int:
        """Make a batch of an older store's traces findable; returns how many are left."""
        return self._search.indexing.step()

    def search(self, text: str, limit: int = 100) -> Found:
        """The traces that have all words of a text. Raises StoreError where the index is damaged."""
        return self._search.find(text, limit)

    def cost(self, rows: int, wanted: PlanSettings) -> Cost:
        """What screening that many rows will cost with the configured model.

        Raises:
            BudgetError, PromptError: the settings cannot be.
            ModelError: the default model is not there.
        """
        model = self.model().path
        if self._experience is None or self._experience[0] != model:
            self._experience = model, cost.experience(self.store, model)
        triage, deep = (wanted.pass_plan(kind) for kind in PassKind)
        return cost.cost(rows, triage, deep, self._experience[1])

    def certificates(self) -> list[IssuedCertificate]:
        """The certificates of recall in the store, oldest first."""
        return certificates(self.store)

    def think(self, asked: ThinkPrompt) -> Generator[ThinkEvent, None, None]:
        """One generation by hand.

        Raises:
            EngineError: something runs already; the engine has one batch.
        """
        ready = yield from self._own_model()
        yield from self._alone(think(self.store, ready.engine, ready.model, self._formats(), asked))

    def replay(
        self, screen_id: str, hypotheses: Sequence[str] | None, *, prefill: bool
    ) -> Generator[ReplayEvent, None, None]:
        """Run the passes of some rows, or of all with None, again as they were recorded.

        Raises:
            StoreError: none of these passes is done.
            EngineError: something runs already.
            ModelError: the recorded model does not load.
        """
        if hypotheses is None:
            found = recorded.of_screen(self.store, screen_id)
        else:
            found = recorded.of_rows(self.store, screen_id, hypotheses)
        ready = yield from self._loaded(recorded.settings_for(found[0], self._settings))
        yield from self._alone(replay(self.store, ready.engine, ready.model, found, prefill=prefill))

    def measure(self, source: LabelledList, draft: DialDraft) -> Generator[DialStream, None, None]:
        """Seal a new dial run and run it. Raises KnownError as `follow` does."""
        ready = yield from self._own_model()
        # What computes its result takes a while to load.
        from app.service.dial import seal_dial
        from app.service.dial_session import follow

        dial = seal_dial(
            self.store, draft, source, ready.engine, ready.model, self._formats(), ready.settings
        )
        yield from self._alone(follow(self.store, ready.engine, ready.model, self._formats(), dial))

    def measure_on(self, dial_id: str) -> Generator[DialStream, None, None]:
        """Go on with what is not measured of a dial run, as it was sealed, on the engine that it began with.

        Raises:
            ModelError: the recorded model does not load, or this machine's engine is another.
        """
        from app.service.dial import MeasuredDial, settings_for
        from app.service.dial_session import follow

        dial = MeasuredDial.load(self.store, dial_id)
        ready = yield from self._recorded_model(dial, settings_for(dial, self._settings))
        yield from self._alone(follow(self.store, ready.engine, ready.model, self._formats(), dial))

    def dial(self, asked: str) -> DialShown | None:
        """A dial run as it stands, by its id or as the "last" one; None where the store has none yet."""
        from app.service.dial import MeasuredDial, resolve_dial
        from app.service.dial_session import shown

        if next(self.store.entries(kind=kinds.DIAL_SEALED), None) is None:
            return None
        return shown(self.store, MeasuredDial.load(self.store, resolve_dial(self.store, asked)))

    def behind(self, dial_id: str, point: GridPoint) -> tuple[Behind, ...]:
        """The generations behind a point of a dial run's curve."""
        from app.service.dial_session import behind

        return behind(self.store, dial_id, point)

    def reading_trace(self, reading: Reading) -> Trace:
        """The trace of one of them."""
        from app.service.dial_session import trace_of

        return trace_of(self.store, reading)

    def _alone(self, events: Generator[T, None, None]) -> Generator[T, None, None]:
        """What needs the engine to itself."""
        self._by_hand = True
        try:
            for event in events:
                self._tell_guess(event)
                yield event
        except EngineError:
            self._engine.drop()
            raise
        finally:
            events.close()
            self._by_hand = False

    def _tell_guess(self, event: object) -> None:
        """Say it where a run that begins has only guessed its thinking format."""
        chosen = event if isinstance(event, ChosenFormat) else getattr(event, "thinking", None)
        if isinstance(chosen, ChosenFormat) and chosen.why and self._advise:
            self._advise(chosen.why)

    def _run_screen(self, screen: Screen, ready: Ready) -> Generator[RunEvent, None, None]:
        self._keep(screen)
        run = ScreenRun(screen, self.store, ready.engine, ready.model, self._formats())
        self._run, self._running = run, screen
        events = run.events()
        try:
            yield Sealed(Snapshot.of(screen))
            for event in events:
                self._tell_guess(event)
                yield _told(event, screen)
                if isinstance(event, Opened):
                    yield Standing.of(screen)
            yield Standing.of(screen)
        except EngineError:
            self._engine.drop()
            raise
        finally:
            # A paused engine would not do what comes next.
            try:
                run.pause(False)
            except EngineError:
                self._engine.drop()
            events.close()
            self._run = self._running = self._experience = None

    def _own_model(self) -> Generator[Loading, None, Ready]:
        """Load the model that is meant. Raises ModelError where it is not what this store has pinned."""
        return (yield from self._chosen_model(self._settings, self.model()))

    def _recorded_model(self, stopped: Stopped, settings: EngineSettings) -> Generator[Loading, None, Ready]:
        """Load the model that it was sealed with; where that is not there, the one that is meant."""
        found = recorded_model(self.store, stopped)
        there = found if found and found.path.exists() else self.model()
        return (yield from self._chosen_model(settings, there))

    def _chosen_model(self, settings: EngineSettings, chosen: Chosen) -> Generator[Loading, None, Ready]:
        ready = yield from self._loaded(replace(settings, model=chosen.path))
        try:
            chosen.check(ready.model)
        except ModelError:
            self._engine.drop()
            raise
        return ready

    def _loaded(self, settings: EngineSettings) -> Generator[Loading, None, Ready]:
        """The engine with that model."""
        if self._busy:
            raise EngineError("Something is running; wait for its end, or stop it first.")
        return (yield from self._engine.load(settings))

    def _read(self, screen_id: str) -> Screen:
        """The screen that runs, or another anew: a process beside this one may have gone on with it."""
        if self._running is None or self._running.id != screen_id:
            self._screens.pop(screen_id, None)
        return self._screen(screen_id)

    def _screen(self, screen_id: str) -> Screen:
        if screen_id not in self._screens:
            self._keep(Screen.load(self.store, screen_id))
        return self._screens[screen_id]

    def _keep(self, screen: Screen) -> None:
        """Keep the latest few screens in memory, and always the one that runs."""
        self._screens[screen.id] = screen
        others = [id for id in self._screens if self._running is None or id != self._running.id]
        for id in others[:-_KEPT_OPEN]:
            del self._screens[id]

    def _entry(self, screen_id: str, record: PassRecord) -> Json:
        if self._screen(screen_id).imported:
            entries = screen_entries(self.store, screen_id, kinds.PASS_COMPLETED)
            entry = next(entry for entry in entries if entry.seq == record.seq)
        else:
            entry = next(self.store.entries(after=record.seq - 1))
        return {
            "seq": entry.seq,
            "at": entry.at,
            "hash": entry.hash,
            "kind": entry.kind,
            **whole(entry.payload, self.store.body),
        }


def _told(event: ScreenEvent, screen: Screen) -> RunEvent:
    match event:
        case PassDone(hypothesis, record):
            return RowChanged(row_of(screen, hypothesis), record.kind)
        case PassNotDone(hypothesis, kind, _):
            return RowChanged(row_of(screen, hypothesis), kind)
    return event


def _named(screen: Screen, hypothesis_id: str) -> Hypothesis:
    for hypothesis in screen.source.hypotheses:
        if hypothesis.id == hypothesis_id:
            return hypothesis
    raise StoreError("The screen {0} has no hypothesis {1!r}.", screen.id, hypothesis_id)
