"""Where records go, which model runs and how, and what the window looks like."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.service import paths
from app.ui.preferences import MAX_FONT, MIN_FONT, Preferences
from app.ui.views.flow import Scrolled, Sheet, fit
from app.ui.views.widgets import add_row, button, form, label, row_of

_MAX_PARALLEL, _MAX_THREADS, _MAX_LAYERS, _MAX_CONTEXT = 128, 512, 10_000, 10_000_000
_CONTEXT_STEP = 256


class SettingsDialog(QDialog):
    """Accepted, `value` is what was chosen."""

    def __init__(
        self, value: Preferences, *, running: bool, kv_types: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        """While a screen is `running`, what it runs with cannot be changed."""
        super().__init__(parent)
        self.value = value
        self.setWindowTitle(self.tr("Settings"))
        self.model = QLineEdit(value.model)
        self.model.setPlaceholderText(self.tr("the default model"))
        self.model.setAccessibleName(self.tr("Model file"))
        self.store = QLineEdit(value.store)
        self.store.setPlaceholderText(str(paths.default_store()))
        self.store.setAccessibleName(self.tr("Store"))
        self.parallel = _number(1, _MAX_PARALLEL, value.parallel, self.tr("Sequences at a time"))
        self.threads = _number(0, _MAX_THREADS, value.threads, self.tr("Threads"))
        self.threads.setSpecialValueText(self.tr("the physical cores"))
        self.layers = _number(-1, _MAX_LAYERS, value.gpu_layers, self.tr("Layers on the GPU"))
        self.layers.setSpecialValueText(self.tr("all, where the build has one"))
        self.kv_type = _choice(
            [(name, name) for name in kv_types], value.kv_type, self.tr("Element type of the KV cache")
        )
        self.context = _number(0, _MAX_CONTEXT, value.context, self.tr("Tokens a sequence can hold"))
        self.context.setSpecialValueText(self.tr("as many as the plan needs"))
        self.context.setSingleStep(_CONTEXT_STEP)
        self.exact = QCheckBox(self.tr("Exact: company cannot change a token"))
        self.exact.setChecked(value.exact)
        self.theme = _choice(
            [
                (self.tr("as the system"), "system"),
                (self.tr("light"), "light"),
                (self.tr("dark"), "dark"),
            ],
            value.theme,
            self.tr("Theme"),
        )
        self.language = _choice(
            [(self.tr("as the system"), "system"), ("English", "en"), ("Deutsch", "de")],
            value.language,
            self.tr("Language"),
        )
        self.font_size = _number(
            MIN_FONT - 1, MAX_FONT, value.font_size or MIN_FONT - 1, self.tr("Font size")
        )
        self.font_size.setSpecialValueText(self.tr("the system's"))
        self.font_size.setSuffix(self.tr(" pt"))
        self.notify = QCheckBox(self.tr("Tell me at the end of a long run"))
        self.notify.setChecked(value.notify)
        tabs = QTabWidget()
        tabs.setAccessibleName(self.tr("Settings"))
        engine = self._engine_tab()
        engine.setEnabled(not running)
        tabs.addTab(engine, self.tr("Model and engine"))
        tabs.addTab(self._window_tab(), self.tr("Window"))
        cancel = QDialogButtonBox.StandardButton.Cancel
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | cancel)
        save = buttons.button(QDialogButtonBox.StandardButton.Ok)
        save.setText(self.tr("Save"))
        save.setProperty("primary", True)
        buttons.button(cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        if running:
            layout.addWidget(
                label(self.tr("Model and engine can be changed when no screen runs."), "muted", wrap=True)
            )
        layout.addWidget(tabs)
        layout.addWidget(buttons)
        fit(self, 620)

    def _engine_tab(self) -> QWidget:
        page = Sheet()
        rows = form(page)
        add_row(rows, self.tr("Model"), self._with_button(self.model, self._choose_model))
        add_row(rows, self.tr("Store"), self._with_button(self.store, self._choose_store))
        add_row(rows, self.tr("Sequences at a time"), self.parallel)
        add_row(rows, self.tr("Threads"), self.threads)
        add_row(rows, self.tr("Layers on the GPU"), self.layers)
        add_row(rows, self.tr("KV cache"), self.kv_type)
        add_row(rows, self.tr("Tokens a sequence can hold"), self.context)
        rows.addRow(self.exact)
        return Scrolled(page, self.tr("Model and engine"))

    def _window_tab(self) -> QWidget:
        page = Sheet()
        rows = form(page)
        add_row(rows, self.tr("Theme"), self.theme)
        add_row(rows, self.tr("Font size"), self.font_size)
        add_row(rows, self.tr("Language"), self.language)
        rows.addRow(self.notify)
        return Scrolled(page, self.tr("Window"))

    def _with_button(self, field: QLineEdit, choose: object) -> QWidget:
        field.setClearButtonEnabled(True)
        each = button(self.tr("Choose…"))
        each.setAccessibleName(self.tr("Choose: {0}").format(field.accessibleName()))
        each.clicked.connect(choose)
        both = QWidget()
        layout = row_of(field, each)
        layout.setStretch(0, 1)
        both.setLayout(layout)
        return both

    def _choose_model(self) -> None:
        start = self.model.text() or str(Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Model file"), start, "GGUF (*.gguf)")
        if chosen:
            self.model.setText(chosen)

    def _choose_store(self) -> None:
        start = self.store.text() or str(paths.default_store())
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Store"),
            start,
            "SQLite (*.sqlite *.db)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.store.setText(chosen)

    def accept(self) -> None:
        """Take what was chosen."""
        font = self.font_size.value()
        self.value = replace(
            self.value,
            model=self.model.text().strip(),
            store=self.store.text().strip(),
            parallel=self.parallel.value(),
            threads=self.threads.value(),
            gpu_layers=self.layers.value(),
            kv_type=self.kv_type.currentData(),
            context=self.context.value(),
            exact=self.exact.isChecked(),
            theme=self.theme.currentData(),
            language=self.language.currentData(),
            font_size=0 if font < MIN_FONT else font,
            notify=self.notify.isChecked(),
        )
        super().accept()


def _number(least: int, most: int, value: int, name: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(least, most)
    made.setValue(value)
    made.setAccessibleName(name)
    return made


def _choice(options: list[tuple[str, str]], value: str, name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for text, data in options:
        made.addItem(text, data)
    made.setCurrentIndex(max(0, made.findData(value)))
    return made
