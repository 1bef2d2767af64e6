"""Bring the language files up to date with the program's texts, and compile them.

Run: uv run packaging/translations.py. New texts stand in resources/translations/*.ts as unfinished; translate
them there (with Qt Linguist, or by hand) and run it again.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "resources" / "translations"


def update() -> None:
    """Collect the texts; English needs its plurals alone."""
    sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "app" / "ui").rglob("*.py"))]
    for language, more in (("en", ["-pluralonly"]), ("de", [])):
        target = ["-source-language", "en", "-target-language", language]
        options = ["-no-obsolete", "-locations", "none", *target, *more]
        file = FOLDER / f"winnow_{language}.ts"
        subprocess.run(["pyside6-lupdate", *options, *sources, "-ts", str(file)], check=True, cwd=ROOT)


def compile_all() -> None:
    """Compile each language."""
    for file in sorted(FOLDER.glob("*.ts")):
        compiled = str(file.with_suffix(".qm"))
        subprocess.run(["pyside6-lrelease", str(file), "-qm", compiled], check=True, cwd=ROOT)


if __name__ == "__main__":
    update()
    compile_all()
    sys.exit(0)
