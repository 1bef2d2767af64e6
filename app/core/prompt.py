"""A pass's prompt: versioned wording with one place for the hypothesis, and the answer form asked for."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass

from app.core.answer import AnswerForm
from app.core.errors import PromptError
from app.core.hypothesis import Hypothesis

PLACE = "{hypothesis}"


@dataclass(frozen=True, slots=True)
class PromptTemplate:
    """The wording of one pass.

    Attributes:
        task_before, task_after: the user's turn around the hypothesis. All up to the hypothesis is the same
            for every item, so it is prefilled once.
        source: the file's bytes, kept with the record so that a later edit cannot change what was run.
    """

    name: str
    version: int
    system: str
    task_before: str
    task_after: str
    form: AnswerForm
    source: bytes

    @property
    def sha256(self) -> str:
        """Digest of the file's bytes, lower-case hex."""
        return hashlib.sha256(self.source).hexdigest()

    @classmethod
    def parse(cls, data: bytes, source: str) -> PromptTemplate:
        """A template from a prompt file's bytes; `source` names it in errors.

        Raises:
            PromptError: the file is not UTF-8 TOML, or lacks a key, or has not exactly one place.
        """
        try:
            table = tomllib.loads(data.decode("utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise PromptError(
                "The prompt file {0} is not valid UTF-8 TOML: {1}.", source, str(error)
            ) from error
        kinds = {"name": str, "version": int, "system": str, "task": str, "answer": list}
        for key, kind in kinds.items():
            if not isinstance(table.get(key), kind):
                raise PromptError("The prompt file {0} needs {1!r} of type {2}.", source, key, kind.__name__)
        before, place, after = table["task"].strip().partition(PLACE)
        if not place or PLACE in after:
            raise PromptError("The task in {0} must hold {1} exactly once.", source, PLACE)
        return cls(
            name=table["name"],
            version=table["version"],
            system=table["system"].strip(),
            task_before=before,
            task_after=after,
            form=AnswerForm.from_tables(table["answer"]),
            source=data,
        )


def hypothesis_text(hypothesis: Hypothesis) -> str:
    """A hypothesis as the model reads it: labelled lines, without its id, row or label."""
    lines = [f"Title: {hypothesis.title}"] if hypothesis.title else []
    lines.append(f"Hypothesis: {hypothesis.statement}")
    lines += [f"{name.capitalize()}: {text}" for name, text in hypothesis.details]
    return "\n".join(lines)
