"""Errors that the user can act on: one sentence each, saying what to do."""


class KnownError(Exception):
    """A foreseen failure. `str(error)` is one sentence for the user; no traceback is shown."""


class ListError(KnownError):
    """A hypothesis list that cannot be used."""


class BudgetError(KnownError):
    """A thinking budget that cannot be enforced as asked."""


class ModelError(KnownError):
    """A model that does not load or cannot be driven."""


class OutOfMemoryError(ModelError):
    """Too little memory for what was asked; `parallel` sequences would fit, None where none is known to."""

    def __init__(self, message: str, parallel: int | None = None) -> None:
        super().__init__(message, parallel)
        self.parallel = parallel

    def __str__(self) -> str:
        return str(self.args[0])


class PromptError(KnownError):
    """A prompt template or answer form that cannot be used."""


class StoreError(KnownError):
    """A store that cannot be opened, read or written."""


class EngineError(KnownError):
    """An engine that ended or refused a request."""
