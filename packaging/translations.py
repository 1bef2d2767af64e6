"""Bring the language files up to date with the program's texts, and compile them.

Run: uv run packaging/translations.py. New texts stand in resources/translations/*.ts as unfinished; translate
them there (with Qt Linguist, or by hand) and run it again.

Qt's tools find the window's texts. The sentences of the whole program and the shipped catalogue's texts are
found here, and handed to them as a source file of their own.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = {"en": ["-pluralonly"], "de": []}  # English needs its plurals alone


def update(files: Mapping[str, Path]) -> None:
    """Bring the files of languages up to date with the texts."""
    sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "app" / "ui").rglob("*.py"))]
    with tempfile.TemporaryDirectory() as folder:
        collected = Path(folder) / "sentences.py"
        texts = [*(("errors", text) for text in sentences()), *(("catalogue", text) for text in good_for())]
        lines = [
            f'translate("{context}", {json.dumps(text, ensure_ascii=False)})\n' for context, text in texts
        ]
        collected.write_text("".join(lines), encoding="utf-8")
        for language, file in files.items():
            target = ["-source-language", "en", "-target-language", language, *LANGUAGES[language]]
            options = ["-no-obsolete", "-locations", "none", *target]
            command = [_tool("lupdate"), *options, *sources, str(collected), "-ts", str(file)]
            subprocess.run(command, check=True, cwd=ROOT)


def compile_one(source: Path, compiled: Path) -> None:
    """Compile a language's file."""
    subprocess.run([_tool("lrelease"), str(source), "-qm", str(compiled)], check=True, cwd=ROOT)


def sentences(folder: Path = ROOT / "app") -> list[str]:
    """The templates of all sentences and known errors in a folder, sorted.

    Raises:
        ValueError: one is no constant, or its places are not those of its values.
    """
    classes: list[ast.ClassDef] = []
    calls: list[tuple[Path, ast.Call]] = []
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                classes.append(node)
            elif isinstance(node, ast.Call):
                calls.append((path, node))
    makers = _makers(classes)
    found: set[str] = set()
    for path, call in calls:
        if _name(call.func) in makers:
            found.update(_templates(call, f"{path.relative_to(folder.parent)}:{call.lineno}"))
    return sorted(found)


def good_for() -> list[str]:
    """What the models of the shipped catalogue are good for, sorted."""
    tables = tomllib.loads((ROOT / "models" / "catalogue.toml").read_text(encoding="utf-8"))
    return sorted({table["good_for"] for table in tables.values()})


def _name(node: ast.expr) -> str:
    """The last part of a dotted name; empty for what is no name."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _makers(classes: Iterable[ast.ClassDef]) -> set[str]:
    """`Sentence`, `KnownError`, and the names of what is derived from them."""
    bases = {each.name: {_name(base) for base in each.bases} for each in classes}
    makers = {"Sentence", "KnownError"}
    while more := {name for name, above in bases.items() if above & makers} - makers:
        makers |= more
    return makers


def _templates(call: ast.Call, where: str) -> Iterator[str]:
    """The template of one call, or both of a conditional one."""
    first, *values = call.args
    if isinstance(first, ast.Starred):  # What another call was given.
        return
    for each in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
        if not isinstance(each, ast.Constant) or not isinstance(each.value, str):
            raise ValueError(f"{where}: the template must be a constant text")
        if values and places(each.value) != _expected(len(values)):
            raise ValueError(f"{where}: {each.value!r} is given {len(values)} values")
        yield each.value


def places(template: str) -> set[str]:
    """The names of a template's places: "" for {}, "0" for {0:,}."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def _expected(values: int) -> set[str]:
    """One place has no number; several have, since another language may order them otherwise."""
    return {""} if values == 1 else {str(number) for number in range(values)}


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / f"pyside6-{name}")


if __name__ == "__main__":
    update({code: FOLDER / f"winnow_{code}.ts" for code in LANGUAGES})
    for file in sorted(FOLDER.glob("*.ts")):
        compile_one(file, file.with_suffix(".qm"))
