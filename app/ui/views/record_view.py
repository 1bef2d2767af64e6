"""The record of a row's passes: what decided them, as the ledger has it."""

from __future__ import annotations

import json

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.core.plan import PassKind
from app.service.workbench import StoredPass
from app.ui import words
from app.ui.look import Look
from app.ui.views.widgets import button, row_of


class RecordView(QWidget):
    """The ledger's entries of a row's passes, as they are."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._facts = QPlainTextEdit()
        self._facts.setReadOnly(True)
        self._facts.setTabChangesFocus(True)
        self._facts.setAccessibleName(self.tr("Record"))
        self._copy = button(self.tr("Copy as JSON"))
        look.dress(self._copy, "copy")
        self._copy.clicked.connect(self.copy_json)
        self._records: list[dict[str, object]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._facts, 1)
        layout.addLayout(row_of(1, self._copy))

    @property
    def text(self) -> str:
        """What is shown."""
        return self._facts.toPlainText()

    def show_passes(self, passes: list[StoredPass]) -> None:
        """Show the records of these passes."""
        self._records = [stored.record for stored in passes]
        self._copy.setEnabled(bool(passes))
        self._facts.setPlainText("\n\n".join(self._summary(stored) for stored in passes))

    def _summary(self, stored: StoredPass) -> str:
        record = stored.record
        engine, usage, load = record["engine"], record["usage"], record["engine"]["load"]
        budget, sampling = record["budget"], record["sampling"]
        device = ", ".join(engine["devices"]) or self.tr("processor")
        if engine["devices"]:
            device += self.tr(" ({0} of {1} layers)").format(engine["offloaded"], engine["layers"])
        lines = (
            (self.tr("Pass"), words.pass_name(PassKind(record["pass"]))),
            (self.tr("Trace"), record["trace_id"]),
            (self.tr("Ledger entry"), f"{record['seq']}, {words.moment(record['at'])}"),
            (self.tr("Entry's hash"), record["hash"]),
            (
                self.tr("Budget asked"),
                self.tr("{0} tokens, at least {1}, Waits {2}").format(
                    budget["max_tokens"], budget["min_tokens"], budget["waits"]
                ),
            ),
            (
                self.tr("Budget used"),
                self.tr("{0} tokens, Waits {1}").format(record["thinking_tokens"], record["waits_used"]),
            ),
            (self.tr("Stop reason"), words.ended(record["thinking_ended"])),
            (self.tr("Seed"), str(record["seed"])),
            (
                self.tr("Sampling"),
                self.tr("temperature {temperature}, top-k {top_k}, top-p {top_p}, min-p {min_p}").format(
                    **sampling
                ),
            ),
            (self.tr("Model"), engine["model"]["path"]),
            (self.tr("Model's SHA-256"), engine["model"]["sha256"]),
            (self.tr("Engine"), f"{engine['engine']}, {engine['build']}"),
            (self.tr("Device"), device),
            (
                self.tr("Loaded with"),
                ", ".join(f"{name} {value}" for name, value in load.items()),
            ),
            (self.tr("Exactness"), f"{engine['exactness']} ({engine['exactness_why']})"),
            *([(self.tr("Runs plainer"), plainer["runs"])] if (plainer := engine.get("plainer")) else []),
            (
                self.tr("Tokens"),
                self.tr("prompt {0} ({1} reused), thinking {2}, answer {3}").format(
                    usage["prompt_tokens"],
                    usage["reused_prompt_tokens"],
                    usage["thinking_tokens"],
                    usage["answer_tokens"],
                ),
            ),
            (
                self.tr("Times"),
                self.tr("queue {0}, prompt {1}, decoding {2}").format(
                    *(words.duration(usage[f"{of}_seconds"]) for of in ("queue", "prefill", "decode"))
                ),
            ),
            (self.tr("Digest of the ids"), record["trace_sha256"]),
        )
        return "\n".join(f"{name}: {value}" for name, value in lines)

    def copy_json(self) -> None:
        """Put the records on the clipboard."""
        text = json.dumps(self._records, indent=1, ensure_ascii=False)
        QGuiApplication.clipboard().setText(text)
