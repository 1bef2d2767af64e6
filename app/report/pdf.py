"""A report as PDF, typeset by Typst from a template and the document as data: no text becomes markup.

Typst is a library that needs no display, no system library and no font of the machine; its own fonts hold
Latin, Greek, Cyrillic, Hebrew and Arabic. Other scripts come from the machine's fonts, where it has them.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from app.report.blocks import Chart, Document, Run, Style
from app.report.html import to_svg
from app.report.plain import breakable, isolated

_WORD, _DIGEST = 18, 80


def to_pdf(document: Document, templates: Path) -> bytes:
    """The document as PDF. Its times are the document's own, so that its bytes are too."""
    import typst

    palette, chart_style = _style((templates / "report.css").read_text(encoding="utf-8"))

    def tree(value: Any) -> Any:
        """A value as JSON that the template reads; a dataclass is named by its type."""
        match value:
            case Chart():
                svg = to_svg(value, templates, chart_style)
                return {"type": "Chart", "svg": svg, "title": value.title, "told": value.told}
            case Run():
                return _run(value)
            case Enum():
                return value.value
            case tuple():
                return [tree(each) for each in value]
            case str():
                return _text(value, _WORD)
        if is_dataclass(value):
            table = {field.name: tree(getattr(value, field.name)) for field in fields(value)}
            return {"type": type(value).__name__, **table}
        return value

    data = json.dumps({"palette": palette, "document": tree(document)})
    return typst.compile(
        (templates / "report.typ").read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        timestamp=datetime.fromisoformat(document.at).replace(microsecond=0),
    )


def _run(run: Run) -> dict[str, str]:
    longest = _DIGEST if run.style is Style.CODE else _WORD
    return {"text": _text(run.text, longest), "style": run.style.value, "to": run.to}


def _text(text: str, longest: int) -> str:
    """A text whose long words can be broken, and whose lines keep the spaces that they begin with."""
    text = re.sub(r"(?m)^ +", lambda spaces: "\N{NO-BREAK SPACE}" * len(spaces[0]), text.expandtabs(4))
    return isolated(breakable(text, longest))


def _style(sheet: str) -> tuple[dict[str, str], str]:
    """The light colours of the style sheet, and its rules for charts with these colours in them."""
    light = sheet[: sheet.index("}")]
    palette = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    rules = "\n".join(
        line.removeprefix(".chart ") for line in sheet.splitlines() if line.startswith(".chart ")
    )
    return palette, re.sub(r"var\(--([\w-]+)\)", lambda name: palette[name[1]], rules)
