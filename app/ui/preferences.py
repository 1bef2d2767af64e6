"""What the user has set, kept in a file of the data folder."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

MIN_FONT, MAX_FONT = 8, 24


@dataclass(frozen=True, slots=True)
class Preferences:
    """All settings; an empty text or a zero means: as the program chooses.

    Attributes:
        theme: "system", "light" or "dark".
        language: "system", "en" or "de".
        font_size: points; 0 is the system's.
        store: path or database URL.
        model: path of a GGUF; empty, it is the store's default, else the demo model.
        threads: CPU threads, 0 for the physical cores. gpu_layers: -1 for all.
        context: tokens a sequence can hold, 0 for what the plan needs.
    """

    theme: str = "system"
    language: str = "system"
    font_size: int = 0
    store: str = ""
    model: str = ""
    parallel: int = 16
    threads: int = 0
    gpu_layers: int = -1
    kv_type: str = "f16"
    context: int = 0
    exact: bool = True
    notify: bool = True


class PreferencesModel(QObject):
    """The settings as an observable value, and the window's layout beside them."""

    changed = Signal(object, object)  # the preferences before, and now

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        """`file` is made when something is first set."""
        super().__init__(parent)
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)
        self._value = self._read()

    @property
    def value(self) -> Preferences:
        """The settings now."""
        return self._value

    def set(self, value: Preferences) -> None:
        """Keep new settings and tell who listens."""
        if value == self._value:
            return
        before, self._value = self._value, value
        for field in fields(Preferences):
            self._settings.setValue(f"preferences/{field.name}", getattr(value, field.name))
        self._settings.sync()
        self.changed.emit(before, value)

    def layout(self, name: str) -> QByteArray:
        """A widget's saved state; empty where there is none."""
        found = self._settings.value(f"layout/{name}")
        return found if isinstance(found, QByteArray) else QByteArray()

    def keep_layout(self, name: str, state: QByteArray) -> None:
        """Keep a widget's state."""
        self._settings.setValue(f"layout/{name}", state)

    def note(self, name: str, default: str = "") -> str:
        """A small text kept between starts."""
        return str(self._settings.value(f"notes/{name}", default))

    def keep_note(self, name: str, text: str) -> None:
        """Keep a small text."""
        self._settings.setValue(f"notes/{name}", text)

    def flush(self) -> None:
        """Write to the file what is not yet written."""
        self._settings.sync()

    def _read(self) -> Preferences:
        found: dict[str, object] = {}
        for field in fields(Preferences):
            raw = self._settings.value(f"preferences/{field.name}")
            if raw is None:
                continue
            default = field.default
            try:
                if isinstance(default, bool):
                    found[field.name] = str(raw).lower() == "true"
                elif isinstance(default, int):
                    found[field.name] = int(str(raw))
                else:
                    found[field.name] = str(raw)
            except ValueError:
                continue  # A file edited by hand; the default holds.
        return Preferences(**found)  # type: ignore[arg-type]
