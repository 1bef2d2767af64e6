"""The points of a measured dial as CSV."""

from __future__ import annotations

import csv
import io

from app.dial.intervals import Share
from app.service.dial_result import DialResult

_HEAD = (
    "budget,waits,seeds,n,accuracy,accuracy_low,accuracy_high,recall,recall_low,recall_high,"
    "discard,discard_low,discard_high,thinking_tokens_mean,seconds_mean,unparsed,repeated,control,brier,auc"
)


def dial_csv(result: DialResult) -> bytes:
    """UTF-8 with a mark, a line a point; shares from 0 to 1, intervals of 95 %, empty where there is none."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD.split(","))
    for each in result.points:
        calibrated = result.calibrations.get(each.point)
        writer.writerow(
            (
                each.point.budget,
                each.point.waits,
                each.seeds,
                each.n,
                *_three(each.accuracy),
                *_three(each.recall),
                *_three(each.discard),
                each.tokens,
                each.seconds,
                each.unparsed,
                each.repeated,
                each.control,
                calibrated.brier if calibrated else None,
                calibrated.auc if calibrated else None,
            )
        )
    return out.getvalue().encode("utf-8-sig")


def _three(share: Share | None) -> tuple[float | None, float | None, float | None]:
    return (share.value, share.low, share.high) if share else (None, None, None)
