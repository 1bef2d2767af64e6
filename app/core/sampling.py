"""How a token is drawn from the model's distribution, as values."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.errors import BudgetError

# The largest integer that JSON holds exactly everywhere (RFC 7493).
MAX_SEED = 2**53 - 1


def check_seed(seed: int) -> None:
    """Raises BudgetError for a seed that is negative or above MAX_SEED."""
    if not 0 <= seed <= MAX_SEED:
        raise BudgetError("The seed is {0}; it must be from 0 to {1}.", seed, MAX_SEED)


_NEXT_TO_ZERO = 1e-5


@dataclass(frozen=True, slots=True)
class SamplingParams:
    """Temperature first, then min-p, top-k and top-p on what it leaves, the order of vLLM.

    Attributes:
        temperature: 0 is greedy, and so is what lies below 1e-5, as in vLLM.
        top_k: 0 is off. top_p: 1 is off. min_p: 0 is off; relative to the most probable id.
    """

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.temperature <= 100:
            raise BudgetError("temperature is {}; it must be 0 (greedy) to 100.", self.temperature)
        if not 0 <= self.top_k < 2**31:
            raise BudgetError("top_k is {}; it must be 0 (off) to 2,147,483,647.", self.top_k)
        if not 0 < self.top_p <= 1:
            raise BudgetError("top_p is {}; it must be above 0 and at most 1.", self.top_p)
        if not 0 <= self.min_p <= 1:
            raise BudgetError("min_p is {}; it must be 0 to 1.", self.min_p)

    @property
    def greedy(self) -> bool:
        """Whether nothing is random. So near to 0 the logits' float32 differences would overflow."""
        return self.temperature < _NEXT_TO_ZERO
