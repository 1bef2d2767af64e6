"""What a dial run asks of the engine: its generations, each with the budgets that are read off it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.budget import ThinkingBudget
from app.core.dial_plan import DialPlan
from app.core.errors import BudgetError
from app.core.labelled import Labelled
from app.core.request import GenerationRequest, PromptIds, PromptText
from app.core.thinking import ThinkingFormat
from app.core.trace import ids_digest
from app.engine.contract import Engine, ModelInfo

_RENDER_BATCH = 256


@dataclass(frozen=True, slots=True)
class Job:
    """One generation of an item, under a point's budget, and the smaller points that are read off it."""

    item: Labelled
    repetition: int
    budget: ThinkingBudget
    smaller: tuple[ThinkingBudget, ...] = ()


def jobs(item: Labelled, repetition: int, points: Sequence[ThinkingBudget], *, shares: bool) -> Iterator[Job]:
    """The generations that measure an item at these points of a grid: one if they share, else one a point."""
    if not shares:
        yield from (Job(item, repetition, point) for point in points)
    elif points:
        most = max(point.max_tokens or 0 for point in points)
        largest = ThinkingBudget(most, waits=max(point.waits for point in points))
        yield Job(item, repetition, largest, tuple(point for point in points if point != largest))


class DialRequests:
    """Makes the requests of one dial run for one loaded model."""

    def __init__(self, plan: DialPlan, engine: Engine, model: ModelInfo, thinking: ThinkingFormat) -> None:
        self._plan, self._engine, self._model, self._thinking = plan, engine, model, thinking

    def room(self, items: Sequence[Labelled], *, first: bool) -> tuple[int, dict[str, str]]:
        """The context, in tokens, that the longest item needs, and by id what no context fits, and why.

        Raises:
            BudgetError: not one item fits, and they are the `first`.
        """
        plan, most = self._plan, self._model.context_trained
        largest = plan.points[-1].max_tokens or 0
        after = largest + self._engine.overhead(plan.prompt.form, self._thinking, None)
        needs: dict[str, int] = {}
        for start in range(0, len(items), _RENDER_BATCH):
            batch = items[start : start + _RENDER_BATCH]
            for item, prompt in zip(batch, self._prompts(batch), strict=True):
                needs[item.hypothesis.id] = len(prompt.ids) + after
        fitting = [need for need in needs.values() if need <= most]
        if first and not fitting:
            raise BudgetError(
                "Every item needs more than the model's context of {0:,} tokens (the least {1:,} for prompt, "
                "thinking and answer); lower the budgets.",
                most,
                min(needs.values()),
            )
        too_long = {id: _too_long(need, most) for id, need in needs.items() if need > most}
        return max(fitting, default=1), too_long

    def make(self, wanted: Sequence[Job]) -> list[GenerationRequest]:
        """One request for each job."""
        plan = self._plan
        return [
            GenerationRequest(
                prompt=prompt,
                format=self._thinking,
                budget=job.budget,
                sampling=plan.sampling,
                seed=plan.seed_for(job.repetition, job.item.hypothesis),
                form=plan.prompt.form,
                model_sha256=plan.model_sha256,
            )
            for job, prompt in zip(wanted, self._prompts([job.item for job in wanted]), strict=True)
        ]

    def prompt_digest(self, item: Labelled) -> str:
        """Of the prompt's ids, as a record has it."""
        (prompt,) = self._prompts([item])
        return ids_digest(prompt.ids)

    def _prompts(self, items: Sequence[Labelled]) -> tuple[PromptIds, ...]:
        prompt, text = self._plan.prompt, self._plan.text
        return self._engine.render(
            [
                PromptText(
                    prompt.system,
                    prompt.task_before,
                    text(item.hypothesis) + prompt.task_after,
                    self._plan.date,
                )
                for item in items
            ],
            self._thinking,
        )


def _too_long(need: int, most: int) -> str:
    return (
        f"Prompt, thinking and answer need {need:,} tokens, and the model's context holds {most:,}; "
        "shorten the row or lower the budget."
    )
