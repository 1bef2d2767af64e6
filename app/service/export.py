"""A screen as files for others: its report, its verdicts, all of its data. Each file is a ledger entry."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import StoreError
from app.core.hurdles import LEVEL
from app.core.provenance import sha256_hex
from app.core.text import is_unicode
from app.service import kinds
from app.service.paths import REPORT_TEMPLATES
from app.service.screens import Screen
from app.store import Draft

if TYPE_CHECKING:
    from app.report.facts import Report
    from app.store import Store

FORMATS = ("html", "pdf", "csv", "json", "md")


def export(screen: Screen, store: Store, path: Path) -> None:
    """Write a screen to a file, in the format that its suffix names, and the export into the ledger.

    Raises:
        StoreError: the suffix names no format, or the file cannot be written.
    """
    kind = path.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        known = ", ".join(f".{each}" for each in FORMATS)
        raise StoreError("{0} is none of the files that Winnow writes; name one of: {1}.", path.name, known)
    write(screen.id, store, path, kind, rendered(screen, store, (kind,))[kind])


def export_all(
    screen: Screen, store: Store, folder: Path, formats: Sequence[str], *, operator: str, level: float
) -> list[Path]:
    """Write a screen into a folder, which is made if need be, a file for each of the FORMATS asked for.

    The files bear the screen's id, so that no other screen's are overwritten.

    Args:
        operator: who makes the report; "" names nobody.
        level: of the trials ledger's hurdles.

    Raises:
        ReportError: the level is not between 0 and 1.
        StoreError: a file cannot be written.
    """
    made = rendered(screen, store, formats, operator=operator, level=level)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    paths = {kind: folder / f"winnow-{screen.id}.{kind}" for kind in made}
    for kind, data in made.items():
        write(screen.id, store, paths[kind], kind, data)
    return list(paths.values())


def rendered(
    screen: Screen, store: Store, formats: Sequence[str], *, operator: str = "", level: float = LEVEL
) -> dict[str, bytes]:
    """A file's bytes for each of the FORMATS asked for; the arguments are those of `export_all`.

    What makes them is loaded when it is needed.
    """
    made: dict[str, bytes] = {}
    report: Report | None = None
    for kind in formats:
        if kind == "csv":
            from app.service.verdicts_csv import verdicts_csv

            made[kind] = verdicts_csv(screen)
        else:
            from app.service.report import collect

            report = report or collect(screen, store, operator=operator, level=level)
            made[kind] = _bytes(screen, store, report, kind)
    return made


def write(screen_id: str, store: Store, path: Path, kind: str, data: bytes, **more: str | None) -> None:
    """Write all of a file or nothing, and the export into the ledger with what `more` says of it.

    Raises:
        StoreError: the file cannot be written.
    """
    if not is_unicode(path.name):
        raise StoreError("The name {!r} is not UTF-8; choose another.", path.name)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise _unwritable(path, error) from error
    payload = {"screen_id": screen_id, "format": kind, "file": path.name, "sha256": sha256_hex(data), **more}
    store.append([Draft(kinds.EXPORTED, payload)])


def _bytes(screen: Screen, store: Store, report: Report, kind: str) -> bytes:
    """The bytes of a file that is made from the report."""
    if kind == "json":
        from app.report.data import to_json

        return to_json(report, screen.document(store))
    from app.report.outline import outline

    document = outline(report)
    if kind == "md":
        from app.report.markdown import to_markdown

        return to_markdown(document)
    if kind == "html":
        from app.report.html import to_html

        return to_html(document, REPORT_TEMPLATES)
    from app.report.pdf import to_pdf

    return to_pdf(document, REPORT_TEMPLATES)


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError("{0} cannot be written ({1}); choose another place.", path, error.strerror)
