"""What counts as a word when texts are searched, and as the same word: case and diacritics do not matter."""

from __future__ import annotations

import re
import unicodedata

# Chinese and Japanese write no spaces between words; each of their characters is taken for a word.
_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ACCENTS = "\u0300-\u036f"
_WORD = re.compile(rf"[{_ALONE}]|(?:[^\W_{_ALONE}]|[{_ACCENTS}])+")
_ACCENT = re.compile(f"[{_ACCENTS}]+")
_NOT_OF_WORDS = re.compile(r"[\W_]+")
_LONGEST = 64  # characters; what is longer is no word, and a database may refuse it
_LEAST_PREFIX = 2


def words(text: str) -> list[str]:
    """The different words of a text, folded, in the order in which they first stand there.

    A folded word has letters and digits alone, so that no query language finds anything else in it.
    """
    lowered = text.lower() if text.isascii() else text
    found = dict.fromkeys(_WORD.findall(lowered))
    return list(dict.fromkeys(folded[:_LONGEST] for folded in map(_folded, found) if folded))


def is_prefix(word: str) -> bool:
    """Whether a word that may still be being typed is long enough to stand for all that begin with it."""
    return len(word) >= _LEAST_PREFIX


def pattern(wanted: list[str]) -> re.Pattern[str]:
    """Finds folded words in what `levelled` makes of a text, the last one also as a beginning."""
    last = len(wanted) - 1
    parts = (_one(word, open_end=at == last and is_prefix(word)) for at, word in enumerate(wanted))
    return re.compile("|".join(parts))


def levelled(text: str) -> str:
    """A text of the same length in which a word looks like its folded self, where that is as long."""
    return (text.lower() if text.isascii() else text.translate(_LEVELLED)).replace("_", " ")


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", word)).casefold()
    return _NOT_OF_WORDS.sub("", unicodedata.normalize("NFC", plain))


def _one(word: str, *, open_end: bool) -> str:
    if re.fullmatch(f"[{_ALONE}]", word):
        return word
    end = r"\w*" if open_end or len(word) == _LONGEST else r"\b"
    return rf"\b{re.escape(word)}{end}"


class _Levelled(dict[int, str]):
    """Each character folded, where one character comes of it."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_LEVELLED = _Levelled()
