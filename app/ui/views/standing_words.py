"""What can be said of a screen as a whole: its certificate, and what triage may have missed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.service.audit import RejectAudit
from app.service.rows import Standing
from app.ui import words


def standing_said(standing: Standing | None) -> tuple[str, bool]:
    """The text, which may be empty, and whether it warns."""
    if standing is None:
        return "", False
    told = _Told()
    lines = [told.certificate(standing)] if standing.certificate else []
    if standing.audit and standing.audit.rejects:
        lines.append(told.audit(standing.audit))
    return "\n".join(lines), bool(standing.certificate and standing.changed)


class _Told(QObject):
    """Texts with a plural: Qt's tools find them only in the `tr` of a class."""

    def certificate(self, standing: Standing) -> str:
        terms = standing.certificate
        id, recall = terms["certificate_id"], words.percent(terms["recall"])
        if not standing.changed:
            text = self.tr("As certificate {0} has it: recall at least {1}, confidence {2}.")
            return text.format(id, recall, words.percent(terms["confidence"]))
        changed = "; ".join(words.sentence(each) for each in standing.changed)
        return self.tr("Certificate {0} does not hold for this screen. Changed: {1}.").format(id, changed)

    def audit(self, audit: RejectAudit) -> str:
        if audit.left is None or audit.total is None:
            return self.tr("Audit of the rejects: %Ln of them drawn, none through yet.", "", audit.drawn)
        text = self.tr(
            "Audit: the deep pass is done for %Ln of {0} rejects and would advance {1}", "", audit.done
        )
        text = text.format(words.number(audit.rejects), words.number(audit.missed))
        low, high = (words.number(each) for each in audit.left)
        return text + self.tr("; so triage missed {0} to {1} more (95 %).").format(low, high)
