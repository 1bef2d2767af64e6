"""Errors that the user can act on: one sentence each, saying what to do."""

from __future__ import annotations

from app.core.sentence import Sentence


class KnownError(Exception):
    """A foreseen failure; no traceback is shown. It is made from a `Sentence`'s template and values.

    `str(error)` is one sentence for the user, in English; the window translates `sentence`.
    """

    def __init__(self, template: str, *values: object) -> None:
        super().__init__(template, *values)

    @property
    def sentence(self) -> Sentence:
        """What the user is told."""
        return Sentence(*self.args)

    def __str__(self) -> str:
        return str(self.sentence)


class ListError(KnownError):
    """A hypothesis list that cannot be used."""


class BudgetError(KnownError):
    """A thinking budget that cannot be enforced as asked."""


class ModelError(KnownError):
    """A model that does not load or cannot be driven."""


class OutOfMemoryError(ModelError):
    """Too little memory for what was asked.

    Attributes:
        parallel: so many sequences would fit; None where none is known to.
        context: tokens that each would hold.
    """

    def __init__(
        self, template: str, *values: object, parallel: int | None = None, context: int | None = None
    ) -> None:
        super().__init__(template, *values)
        self.parallel, self.context = parallel, context


class PromptError(KnownError):
    """A prompt template or answer form that cannot be used."""


class StoreError(KnownError):
    """A store that cannot be opened, read or written."""


class EngineError(KnownError):
    """An engine that ended or refused a request."""


class ReportError(KnownError):
    """A report that cannot be made as asked."""


class SigningError(KnownError):
    """A signing key that cannot be kept or had."""


class BundleError(KnownError):
    """A bundle that cannot be made, read or imported."""


class DialError(KnownError):
    """A measurement of the dial that cannot be made as asked."""


class DownloadError(KnownError):
    """A model that cannot be downloaded."""
