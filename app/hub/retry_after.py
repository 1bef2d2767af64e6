"""How long a server that is busy asks to be left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# A longer wait than this, in seconds, is for the user to decide on.
LONGEST = 900.0

# 429 Too Many Requests (RFC 6585, 4) and 503 Service Unavailable (RFC 9110, 15.6.4).
_BUSY = (429, 503)
_SECONDS = re.compile(r"\d{1,9}")
# The Hub's own header, by the draft draft-ietf-httpapi-ratelimit-headers: "api";r=0;t=55
_NOTHING_LEFT = re.compile(r";\s*r\s*=\s*0\s*;\s*t\s*=\s*(\d{1,9})(?!\d)")


def retry_after(status: int, headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that an answer asks to wait; None where it does not ask, or not in a form that is known.

    Args:
        headers: found whatever the case of their names.
        now: with its zone; by default the machine's time. A date (RFC 9110, 10.2.3) is reckoned from it.
    """
    if status not in _BUSY:
        return None
    told = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(told):
        return float(told)
    try:
        when = parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        found = _NOTHING_LEFT.search(headers.get("RateLimit", ""))
        return float(found[1]) if found else None
    # A date is in GMT, also where it does not say so.
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - (now or datetime.now(UTC))).total_seconds())
