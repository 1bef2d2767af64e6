"""Text of users and models made plain: what cannot be seen is shown, so that it can neither act nor hide."""

from __future__ import annotations

import unicodedata

# Format characters that scripts need within words, or that are signs of their own.
_NEEDED = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_BREAK, _STEP = "\u200b", 6


def visible(text: str) -> str:
    """The text with each control, bidi and other invisible character written as [U+202E].

    Line ends become newlines, tabs stay.
    """
    text = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    return "".join(c if _harmless(c) else f"[U+{ord(c):04X}]" for c in text)


def one_line(text: str, most: int) -> str:
    """The visible text in one line; beyond `most` characters it is cut, and says how long it is."""
    line = " ".join(visible(text).split())
    if len(line) <= most:
        return line
    return f"{line[:most].rstrip()}… ({len(text):,} characters)"


def isolated(text: str) -> str:
    """The text so that a right-to-left script in it does not move what stands beside it."""
    if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text):
        return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"
    return text


def breakable(text: str, longest: int) -> str:
    """The text with invisible places to break a line in each word of more than `longest` characters."""
    return " ".join(
        _BREAK.join(word[start : start + _STEP] for start in range(0, len(word), _STEP))
        if len(word) > longest
        else word
        for word in text.split(" ")
    )


def _harmless(character: str) -> bool:
    if character.isprintable() or character in "\n\t" or character in _NEEDED:
        return True
    # Spaces of all widths are visible enough; private and unassigned characters show as boxes.
    return unicodedata.category(character) in ("Zs", "Co") or (
        unicodedata.category(character) == "Cn" and (ord(character) & 0xFFFE) != 0xFFFE
    )
