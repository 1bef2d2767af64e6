"""An engine that stays loaded between its uses, and is loaded without keeping its caller waiting."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass

from app.core.errors import EngineError
from app.core.sentence import Sentence
from app.engine.contract import Engine, EngineSettings, ModelInfo

_POLL_SECONDS = 0.05
# A loaded engine that has nothing to do answers at once, or hangs.
_RESPONDS_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Loading:
    """Share of the model that is loaded, from 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class Ready:
    """An engine with its model, and how that was loaded."""

    engine: Engine
    model: ModelInfo
    settings: EngineSettings


class KeptEngine:
    """For one thread, but for `stop`. At most one model is loaded."""

    def __init__(
        self, make: Callable[[EngineSettings], Engine], advise: Callable[[Sentence], None] | None = None
    ) -> None:
        """Loads nothing yet.

        Args:
            make: makes an engine that is not loaded yet.
            advise: takes what is to be said of a model that is being loaded; called on another thread.
        """
        self._make, self._advise = make, advise
        self._engine: Engine | None = None
        self._model: ModelInfo | None = None
        self._loaded_as: EngineSettings | None = None

    @property
    def loading(self) -> bool:
        """Whether a model is being loaded."""
        return self._engine is not None and self._model is None

    def load(self, settings: EngineSettings) -> Generator[Loading, None, Ready]:
        """Load a model, unless it is; on a thread of its own, so that the caller can do other things.

        Raises:
            KnownError: it does not load; none is loaded then.
        """
        if settings != self._loaded_as:
            self.drop()
        if self._engine and self._model:
            try:
                if self._engine.responds(_RESPONDS_SECONDS):
                    while self._engine.events(0):
                        pass  # Of an earlier run, which was left before its end.
                    return Ready(self._engine, self._model, settings)
            except EngineError:
                pass  # It died while nothing ran.
            self.drop()
        engine = self._engine = self._make(settings)
        self._loaded_as = settings
        shares = [0.0]
        try:
            with ThreadPoolExecutor(1) as pool:
                loading = pool.submit(self._load, engine, settings, shares.append)
                while True:
                    try:
                        self._model = loading.result(_POLL_SECONDS)
                        return Ready(engine, self._model, settings)
                    except NotYet:
                        try:
                            yield Loading(shares[-1])
                        except GeneratorExit:
                            engine.stop()
                            raise
        except BaseException:
            self.drop()
            raise

    def _load(self, engine: Engine, settings: EngineSettings, progress: Callable[[float], None]) -> ModelInfo:
        if self._advise is None:
            return engine.load(progress)
        # What reckons takes a while to load.
        from app.engine.devices import probe
        from app.engine.gpus import gpus
        from app.service.advice import before_load, elsewhere, idle_gpu

        if told := before_load(settings, probe, elsewhere):
            self._advise(told)
        model = engine.load(progress)
        if told := idle_gpu(settings, model, gpus):
            self._advise(told)
        return model

    def silent_for(self) -> float:
        """See Engine.silent_for; from any thread."""
        return engine.silent_for() if (engine := self._engine) else 0.0

    def stop(self) -> None:
        """End the engine at once, from any thread: whoever waits for it goes on."""
        if engine := self._engine:
            engine.stop()

    def drop(self) -> None:
        """End the engine, if there is one."""
        if self._engine:
            self._engine.close()
        self._engine = self._model = self._loaded_as = None
