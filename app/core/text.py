"""Whether a text can be recorded: as UTF-8, which has no place for half of a surrogate pair."""

from __future__ import annotations


def is_unicode(text: str) -> bool:
    """Whether a text is Unicode throughout.

    Python keeps bytes of an argument or a file's name that are not UTF-8 as halves of surrogate pairs, and
    Windows and JSON may bring such halves along too.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
