"""The other settings of a plan: who survives, the audit sample, sampling, prompts, the thinking format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import KnownError
from app.core.sampling import SamplingParams
from app.service import paths
from app.service.plan_settings import PlanSettings
from app.ui import words
from app.ui.views.flow import Scrolled, Sheet, fit
from app.ui.views.widgets import add_row, button, form, label, row_of, set_role


class PlanDialog(QDialog):
    """Accepted, `settings` is what was chosen."""

    def __init__(
        self, settings: PlanSettings, formats: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        """`formats` are the names of the thinking formats."""
        super().__init__(parent)
        self.settings = settings
        self.setWindowTitle(self.tr("Settings of the plan"))
        self.by_share = QCheckBox(self.tr("Survive at P(advance) of at least"))
        self.threshold = _share(settings.threshold if settings.threshold is not None else 0.5, "P(advance)")
        self.by_share.setChecked(settings.threshold is not None)
        self.threshold.setEnabled(settings.threshold is not None)
        self.by_share.toggled.connect(self.threshold.setEnabled)
        self.keep_unsure = QCheckBox(self.tr("“Unsure” survives triage"))
        self.keep_unsure.setChecked(settings.keep_unsure)
        self.audit = _share(settings.audit_fraction, self.tr("Share of the rejects that is audited"))
        self.continues = QCheckBox(self.tr("The deep pass goes on from the triage trace"))
        self.continues.setChecked(settings.continue_trace)
        now = settings.sampling
        self.temperature = _share(now.temperature, self.tr("Temperature"), most=100)
        self.top_k = QSpinBox()
        self.top_k.setRange(0, 1_000_000)
        self.top_k.setValue(now.top_k)
        self.top_k.setAccessibleName(self.tr("Top-k"))
        self.top_p = _share(now.top_p, self.tr("Top-p"), least=0.01)
        self.min_p = _share(now.min_p, self.tr("Min-p"))
        self.format = QComboBox()
        self.format.setAccessibleName(self.tr("Thinking format"))
        for name in ("auto", *formats):
            self.format.addItem(name, name)
        self.format.setCurrentText(settings.format)
        self.triage_prompt = _PathField(settings.triage_prompt, self.tr("Triage prompt"))
        self.deep_prompt = _PathField(settings.deep_prompt, self.tr("Deep prompt"))
        self._wrong = label("", "error", wrap=True)
        self._wrong.hide()
        page = Sheet()
        rows = form(page)
        rows.addRow(label(self.tr("Who survives"), "heading"))
        rows.addRow(self.by_share, self.threshold)
        rows.addRow(self.keep_unsure)
        add_row(rows, self.tr("Share of the rejects that gets the deep pass anyway"), self.audit)
        rows.addRow(self.continues)
        rows.addRow(label(self.tr("Sampling (temperature 0 is greedy)"), "heading"))
        add_row(rows, self.tr("Temperature"), self.temperature)
        add_row(rows, self.tr("Top-k (0 is off)"), self.top_k)
        add_row(rows, self.tr("Top-p (1 is off)"), self.top_p)
        add_row(rows, self.tr("Min-p (0 is off)"), self.min_p)
        rows.addRow(label(self.tr("Prompts"), "heading"))
        add_row(rows, self.tr("Triage"), self.triage_prompt)
        add_row(rows, self.tr("Deep pass"), self.deep_prompt)
        add_row(rows, self.tr("Thinking format"), self.format)
        cancel = QDialogButtonBox.StandardButton.Cancel
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | cancel)
        use = buttons.button(QDialogButtonBox.StandardButton.Ok)
        use.setText(self.tr("Use these"))
        use.setProperty("primary", True)
        buttons.button(cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(Scrolled(page, self.tr("Settings of the plan")), 1)
        layout.addWidget(self._wrong)
        layout.addWidget(buttons)
        fit(self, 560)

    def accept(self) -> None:
        """Take what was chosen."""
        try:
            sampling = SamplingParams(
                self.temperature.value(), self.top_k.value(), self.top_p.value(), self.min_p.value()
            )
        except KnownError as error:
            self._wrong.setText(words.sentence(error))
            set_role(self._wrong, "error")
            self._wrong.show()
            return
        self.settings = replace(
            self.settings,
            threshold=self.threshold.value() if self.by_share.isChecked() else None,
            keep_unsure=self.keep_unsure.isChecked(),
            audit_fraction=self.audit.value(),
            continue_trace=self.continues.isChecked(),
            sampling=sampling,
            format=self.format.currentData(),
            triage_prompt=self.triage_prompt.path,
            deep_prompt=self.deep_prompt.path,
        )
        super().accept()


class _PathField(QWidget):
    """A prompt file, or the program's own."""

    def __init__(self, path: Path | None, name: str) -> None:
        super().__init__()
        self._text = QLineEdit(str(path) if path else "")
        self._text.setPlaceholderText(self.tr("the program's own"))
        self._text.setAccessibleName(name)
        self._text.setClearButtonEnabled(True)
        choose = button(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose: {0}").format(name))
        choose.clicked.connect(self._choose)
        layout = row_of(self._text, choose)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    @property
    def path(self) -> Path | None:
        """The file; None for the program's own."""
        text = self._text.text().strip()
        return Path(text) if text else None

    def _choose(self) -> None:
        start = str(self.path or paths.PROMPTS)
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Prompt file"), start, "TOML (*.toml)")
        if chosen:
            self._text.setText(chosen)


def _share(value: float, name: str, *, least: float = 0.0, most: float = 1.0) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setDecimals(3)
    made.setRange(least, most)
    made.setSingleStep(0.05)
    made.setValue(value)
    made.setAccessibleName(name)
    return made
