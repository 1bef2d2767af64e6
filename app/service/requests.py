"""What a screen asks of the engine: the requests of its passes, and the context that they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from app.core.budget import ThinkingBudget
from app.core.errors import BudgetError, PromptError
from app.core.hypothesis import Hypothesis
from app.core.plan import PassKind, PassPlan
from app.core.prompt import hypothesis_text
from app.core.request import Continuation, GenerationRequest, PromptText
from app.core.thinking import ThinkingFormat
from app.core.trace import ids_digest
from app.engine.contract import Engine, ModelInfo
from app.service.records import trace_from_body
from app.service.screens import Screen

if TYPE_CHECKING:
    from app.store import Store

_RENDER_BATCH = 256

Wanted = tuple[Hypothesis, PassKind]


@dataclass(frozen=True, slots=True)
class Room:
    """The context, in tokens, that the longest request needs; `too_long` are rows that no context fits.

    Each of them comes with its pass and one sentence.
    """

    context: int
    too_long: tuple[tuple[Hypothesis, PassKind, str], ...]


class Requests:
    """Makes the requests of one screen for one loaded model."""

    def __init__(
        self, screen: Screen, store: Store, engine: Engine, model: ModelInfo, thinking: ThinkingFormat
    ) -> None:
        self._screen, self._store, self._engine = screen, store, engine
        self._model, self._thinking = model, thinking

    def room(self, wanted: Sequence[Wanted]) -> Room:
        """The room for these passes, and for the deep passes that triage may lead to.

        Raises:
            BudgetError: no pass of the screen is done, and not one request of a pass fits the model.
        """
        most = self._model.context_trained
        needs = {
            kind: list(self._needs(kind, [h for h, wants in wanted if wants is kind])) for kind in PassKind
        }
        rising = list(self._needs(PassKind.DEEP, [h for h, kind in wanted if kind is PassKind.TRIAGE]))
        too_long: list[tuple[Hypothesis, PassKind, str]] = []
        fitting: list[int] = []
        queues = {kind: iter(found) for kind, found in needs.items()}
        for hypothesis, kind in wanted:
            if (need := next(queues[kind])) <= most:
                fitting.append(need)
            else:
                too_long.append((hypothesis, kind, _too_long(need, most)))
        # A deep pass that does not fit is refused when its turn comes; if none fits, all of it is in vain.
        after = [need for need, before in zip(rising, needs[PassKind.TRIAGE], strict=True) if before <= most]
        in_vain = bool(after) and min(after) > most
        if not self._screen.passes and (in_vain or (too_long and not fitting)):
            least = min(after) if in_vain else min(need for found in needs.values() for need in found)
            raise BudgetError(
                "Every request of a pass needs more than the model's context of {0:,} tokens (the least "
                "{1:,} for prompt, thinking and answer); lower the budgets.",
                most,
                least,
            )
        fitting += [need for need in rising if need <= most]
        return Room(max(fitting, default=0), tuple(too_long))

    def make(self, kind: PassKind, hypotheses: Sequence[Hypothesis]) -> list[GenerationRequest]:
        """One request for each hypothesis."""
        plan = self._screen.plan
        pass_plan = plan.of(kind)
        continues = kind is PassKind.DEEP and plan.continue_trace
        prompts = self._engine.render([self._prompt(kind, h) for h in hypotheses], self._thinking)
        made = []
        for hypothesis, prompt in zip(hypotheses, prompts, strict=True):
            continued = self._continuation(hypothesis) if continues else None
            made.append(
                GenerationRequest(
                    prompt=prompt,
                    format=self._thinking,
                    budget=_joined(pass_plan) if continued and continued.ids else pass_plan.budget,
                    sampling=pass_plan.sampling,
                    seed=plan.seed_for(kind, hypothesis),
                    form=pass_plan.prompt.form,
                    model_sha256=plan.model_sha256,
                    continued=continued,
                )
            )
        return made

    def prompt_digest(self, kind: PassKind, hypothesis: Hypothesis) -> str:
        """Of the prompt's ids, as a record has it."""
        (prompt,) = self._engine.render([self._prompt(kind, hypothesis)], self._thinking)
        return ids_digest(prompt.ids)

    def refuse_other_prompts(self) -> None:
        """What is done and what is to come must be asked alike, whatever renders a chat template by then.

        Raises:
            PromptError: they would not be.
        """
        for hypothesis in self._screen.source.hypotheses:
            for kind in PassKind:
                done = self._screen.passes.get((hypothesis.id, kind))
                if done is None:
                    continue
                if self.prompt_digest(kind, hypothesis) != done.generation["prompt_sha256"]:
                    raise PromptError(
                        "The model's chat template gives other prompts than those that this screen began "
                        "with; start a new screen."
                    )
                return

    def _needs(self, kind: PassKind, hypotheses: Iterable[Hypothesis]) -> Iterator[int]:
        """Tokens that each request of a pass may come to need, from its prompt to its answer's end."""
        plan = self._screen.plan.of(kind)
        overhead = self._engine.overhead(plan.prompt.form, self._thinking, plan.budget.wait_text)
        todo = iter(hypotheses)
        while batch := list(islice(todo, _RENDER_BATCH)):
            for prompt in self._engine.render([self._prompt(kind, h) for h in batch], self._thinking):
                yield len(prompt.ids) + (plan.budget.max_tokens or 0) + overhead

    def _prompt(self, kind: PassKind, hypothesis: Hypothesis) -> PromptText:
        plan = self._screen.plan
        continues = kind is PassKind.DEEP and plan.continue_trace
        prompt = plan.of(PassKind.TRIAGE if continues else kind).prompt
        text = hypothesis_text(hypothesis) + prompt.task_after
        return PromptText(prompt.system, prompt.task_before, text, plan.date)

    def _continuation(self, hypothesis: Hypothesis) -> Continuation:
        record = self._screen.triage_of(hypothesis)
        assert record is not None
        trace = trace_from_body(self._store.body(record.body), record.generation)
        thought = len(trace.thinking_ids)
        return Continuation(trace.thinking_ids, tuple(s for s in trace.spans if s.offset < thought))


def _too_long(need: int, most: int) -> str:
    return (
        f"Prompt, thinking and answer need {need:,} tokens, and the model's context holds {most:,}; "
        "shorten the row or lower the budget."
    )


def _joined(plan: PassPlan) -> ThinkingBudget:
    """A deep budget with one Wait more: the one that joins it to the triage trace."""
    return replace(plan.budget, waits=plan.budget.waits + 1)
