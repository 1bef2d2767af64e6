"""A report as one HTML file that loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.report.blocks import Chart, Document


def to_html(document: Document, templates: Path) -> bytes:
    """The document as UTF-8 HTML; its style sheet is the only one that its policy allows."""
    style = (templates / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment(templates).get_template("report.html.j2")
    return template.render(document=document, style=style, style_hash=f"sha256-{digest}").encode()


def to_svg(chart: Chart, templates: Path, style: str) -> str:
    """A chart as an SVG document of its own."""
    template = _environment(templates).get_template("chart.svg.j2")
    return str(template.module.svg(chart, style))  # type: ignore[attr-defined]


def _environment(templates: Path) -> Environment:
    """Everything that is put into a template is escaped."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = lambda value: type(value).__name__
    environment.filters["n"] = lambda value: f"{value:.2f}".rstrip("0").rstrip(".")
    return environment
