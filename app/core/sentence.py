"""A text for the user that is English by itself and can be said in another language."""

from __future__ import annotations

from typing import Self


class Sentence(str):
    """An English text that keeps what it was made from.

    Attributes:
        template: a constant of the program, with places as `str.format` has them; without values it is the
            text itself, braces and all.
        values: what the places hold, able to be pickled. A sentence or a `KnownError` among them is
            translated with the whole.
    """

    __slots__ = ("template", "values")
    template: str
    values: tuple[object, ...]

    def __new__(cls, template: str, *values: object) -> Self:
        made = super().__new__(cls, template.format(*values) if values else template)
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        return type(self), (self.template, *self.values)
