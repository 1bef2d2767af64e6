"""Where things lie: what ships with the program, and the user's own data folder."""

from __future__ import annotations

import os
import tempfile
import tomllib
from pathlib import Path

import platformdirs

from app.core.errors import PromptError
from app.core.prompt import PromptTemplate
from app.core.thinking import ThinkingFormat

_ROOT = Path(__file__).parents[2]
DEMO_MODEL = _ROOT / "models" / "demo" / "winnow-demo.gguf"
CATALOGUE = _ROOT / "models" / "catalogue.toml"
DEMO_LIST = _ROOT / "resources" / "examples" / "demo-hypotheses.csv"
DEMO_LABELLED = _ROOT / "resources" / "examples" / "demo-labelled.csv"
PROMPTS = _ROOT / "resources" / "prompts"
PRESETS = _ROOT / "resources" / "presets.toml"
RESOURCES = _ROOT / "resources"
REPORT_TEMPLATES = RESOURCES / "report"
BUNDLE_GUIDE = _ROOT / "resources" / "VERIFY.md"


def home() -> Path:
    """The user's data folder; the variable WINNOW_HOME moves it."""
    moved = os.environ.get("WINNOW_HOME")
    return Path(moved) if moved else platformdirs.user_data_path("winnow", appauthor=False)


def default_store() -> Path:
    """The store that is used where none is named."""
    return home() / "winnow.sqlite"


def models() -> Path:
    """Where models that Winnow downloads go."""
    return home() / "models"


def own_catalogue() -> Path:
    """The user's own entries of the catalogue of models; there may be no such file."""
    return home() / "catalogue.toml"


def findings() -> Path:
    """Where the engine keeps what it found out about this machine and its models."""
    return home() / "engine"


def log_file() -> Path:
    """Where tracebacks of bugs go: the data folder, or the temporary one where that cannot be written."""
    folder = home() / "logs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / "winnow.log"
    return folder / "winnow.log"


def thinking_formats() -> tuple[ThinkingFormat, ...]:
    """The shipped formats, in the order in which they are tried."""
    path = _ROOT / "resources" / "thinking_formats.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PromptError("The thinking formats in {0} cannot be read: {1}.", path, str(error)) from error
    return tuple(ThinkingFormat.from_mapping(name, values) for name, values in table.items())


def prompt_template(path: Path) -> PromptTemplate:
    """A prompt file. Raises PromptError where it cannot be read or used."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PromptError("The prompt file {0} cannot be read: {1}.", path, error.strerror) from error
    return PromptTemplate.parse(data, str(path))
