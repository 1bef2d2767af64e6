"""One token of the shipped model, decoded in a child as any other: whether llama.cpp computes here at all."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

from app.core.answer import AnswerForm
from app.core.budget import ThinkingBudget
from app.core.errors import EngineError
from app.core.request import GenerationRequest, PromptText
from app.core.sampling import SamplingParams
from app.engine.contract import Completed, Engine, EngineSettings, EngineStopped, Failed, OpenInfo
from app.service import paths
from app.service.thinking import format_for

_ID = "one token"
_SECONDS, _LOOK_EVERY = 60.0, 1.0
_POLL_SECONDS = 0.1


def compute_one(make: Callable[[EngineSettings], Engine]) -> OpenInfo:
    """Load the demo model and decode; returns what the engine arrived at.

    Args:
        make: makes an engine that is not loaded yet.

    Raises:
        KnownError: it does not load, does not decode, or does not answer for a minute.
    """
    # Not exact, for that leaves out kernels which other models may use.
    engine = make(EngineSettings(paths.DEMO_MODEL, parallel=1, exact=False))
    over = Event()
    Thread(target=_watch, args=(engine, over), name="winnow-watch", daemon=True).start()
    try:
        model = engine.load()
        thinking = format_for(engine, model, paths.thinking_formats())
        prompt = engine.render([PromptText("", "", "?")], thinking)[0]
        form, budget = AnswerForm.free(1), ThinkingBudget(1)
        context = len(prompt.ids) + 1 + engine.overhead(form, thinking, None)
        opened = engine.open(context)
        engine.submit(
            _ID, GenerationRequest(prompt, thinking, budget, SamplingParams(), 0, form, model.sha256)
        )
        while True:
            for event in engine.events(_POLL_SECONDS):
                match event:
                    case Completed():
                        return opened
                    case Failed(_, message):
                        raise EngineError("{}", message)
    except EngineStopped as error:
        raise EngineError("llama.cpp did not answer for {:.0f} s; restart the machine.", _SECONDS) from error
    finally:
        over.set()
        engine.close()


def _watch(engine: Engine, over: Event) -> None:
    """End an engine that does not answer, whatever it is being waited for."""
    while not over.wait(_LOOK_EVERY):
        if engine.silent_for() >= _SECONDS:
            engine.stop()
