"""Where the run of a list stands, and what may follow."""

from __future__ import annotations

from enum import Enum, auto


class RunState(Enum):
    """Of one list in the window."""

    READY = auto()  # read, and not sealed
    LOADING = auto()  # the model loads
    RUNNING = auto()
    PAUSED = auto()
    STOPPING = auto()
    UNFINISHED = auto()  # sealed, and something is left to do
    COMPLETE = auto()
    IMPORTED = auto()  # run elsewhere, and only to be read

    @property
    def active(self) -> bool:
        """Whether a run holds the engine."""
        return self in (RunState.LOADING, RunState.RUNNING, RunState.PAUSED, RunState.STOPPING)


_NEXT = {
    RunState.READY: {RunState.LOADING},
    RunState.LOADING: {
        RunState.RUNNING,
        RunState.STOPPING,
        RunState.READY,
        RunState.UNFINISHED,
        RunState.COMPLETE,
    },
    RunState.RUNNING: {RunState.PAUSED, RunState.STOPPING, RunState.UNFINISHED, RunState.COMPLETE},
    RunState.PAUSED: {RunState.RUNNING, RunState.STOPPING, RunState.UNFINISHED, RunState.COMPLETE},
    RunState.STOPPING: {RunState.READY, RunState.UNFINISHED, RunState.COMPLETE},
    RunState.UNFINISHED: {RunState.LOADING},
    RunState.COMPLETE: {RunState.LOADING},
    RunState.IMPORTED: set(),
}


def step(before: RunState, after: RunState) -> RunState:
    """`after`, if it may follow.

    Raises:
        ValueError: it may not: a mistake in the program.
    """
    if after is not before and after not in _NEXT[before]:
        raise ValueError(f"{before.name} cannot become {after.name}")
    return after
