"""A report as JSON: everything in it, by the names of its values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from app.core.hurdles import Correction
from app.report.facts import Report
from app.report.flow import flow

Json = Mapping[str, Any]


def to_json(report: Report, document: Json) -> bytes:
    """The screen's own document, and under "report" all that a report adds: keys sorted, ASCII only."""
    whole = {**document, "report": {**_plain(report), "flow": _plain(flow(report))}}
    return (json.dumps(whole, indent=1, sort_keys=True) + "\n").encode()


def _plain(value: Any) -> Any:
    """A value as JSON: dataclasses by their fields, enumerations by their values, bytes as UTF-8 text."""
    if isinstance(value, Correction):
        return {"title": value.title, "formula": value.formula, "source": value.source}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.decode() if isinstance(value, bytes) else value
