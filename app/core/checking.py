"""Whether an answer is the expected one: the same text, or the same number, boxed or not."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

_BOXES = ("\\boxed", "\\fbox")
_LEAD = re.compile(r"^(?:the\s+)?(?:final\s+)?answer(?:\s+is)?\s*[:=]?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_FRACTION = re.compile(r"([+-]?)\\[dt]?frac\s*\{([^{}]+)\}\s*\{([^{}]+)\}")
_LONGEST_NUMBER = 400
# What only lays a formula out (MATH's own normalisation: Hendrycks et al. 2021, math_equivalence.py).
_LAYOUT = re.compile(r"\\left|\\right|\\[!,;: ]|\\(?:text|mathrm|mbox)\s*(?=\{)|\^\{?\\circ\}?|\\degree")


def answers_agree(given: str, expected: str) -> bool:
    """Whether a model's answer is the expected one.

    Of either only the last `\\boxed{...}` counts, where there is one. Numbers agree when they are equal:
    1,000 and 1e3, 0.5 and 1/2 and `\\frac{1}{2}`, 50% and 0.5; 073 is 73, as AIME writes it. All else agrees
    as text, without case, white space, dollar signs, outer braces and a full stop at the end.
    """
    one, two = _core(given), _core(expected)
    if not one or not two:
        return False
    first, second = _number(one), _number(two)
    if first is not None and second is not None:
        return first == second
    return _folded(one) == _folded(two)


def boxed(text: str) -> str | None:
    """What stands in the last `\\boxed{...}` of a text, braces within it balanced; None without one."""
    at = max(text.rfind(box) for box in _BOXES)
    start = text.find("{", at)
    if at < 0 or start < 0:
        return None
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[start + 1 : place]
    return None


def _core(text: str) -> str:
    """The answer proper: boxed, or else the last line without "The answer is"."""
    inner = boxed(text)
    if inner is None:
        lines = [line for line in text.splitlines() if line.strip()]
        inner = _LEAD.sub("", lines[-1].strip()) if lines else ""
    inner = unicodedata.normalize("NFKC", inner).replace("\N{MINUS SIGN}", "-")
    return _LAYOUT.sub("", inner).replace("$", "").replace("\\%", "%").strip().rstrip(".").strip()


def _number(text: str) -> Fraction | None:
    compact = "".join(text.split())
    if len(compact) > _LONGEST_NUMBER:
        return None
    if compact.endswith("%"):
        share = _number(compact[:-1])
        return share / 100 if share is not None else None
    if found := _FRACTION.fullmatch(compact):
        top, bottom = _plain_number(found[2]), _plain_number(found[3])
        sign = -1 if found[1] == "-" else 1
        return sign * top / bottom if top is not None and bottom else None
    if compact.count("/") == 1:
        top, bottom = map(_plain_number, compact.split("/"))
        return top / bottom if top is not None and bottom else None
    return _plain_number(compact)


def _plain_number(text: str) -> Fraction | None:
    if not _NUMBER.fullmatch(text) or not any(map(str.isdigit, text)):
        return None
    return Fraction(text.replace(",", ""))


def _folded(text: str) -> str:
    compact = "".join(text.casefold().split())
    while compact.startswith("{") and compact.endswith("}"):
        compact = compact[1:-1]
    return compact
