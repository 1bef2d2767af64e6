"""The window's words for values of the domain, and how numbers and times are written."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject, Qt

from app.core.errors import KnownError
from app.core.plan import PassKind
from app.core.sentence import Sentence
from app.service.kept_engine import Loading
from app.service.opening import SelfTest
from app.service.replay import Grade
from app.service.rows import PassResult

translate = QCoreApplication.translate


class _Counted(QObject):
    """Texts with a plural: Qt's tools find them only in the `tr` of a class."""

    def dial(self, tokens: str, waits: int) -> str:
        return self.tr("{0} + %Ln Wait(s)", "", waits).format(tokens)

    def doing(self, what: str, tokens: int, seconds: str) -> str:
        return self.tr("{0}: %Ln token(s), {1}", "", tokens).format(what, seconds)


def verdict(value: str | None) -> str:
    """A verdict, or what stands for one."""
    match value:
        case "advance":
            return translate("words", "advance")
        case "reject":
            return translate("words", "reject")
        case "unsure":
            return translate("words", "unsure")
        case "error":
            return translate("words", "error")
    return ""


def grade(value: Grade) -> str:
    """A replay's grade."""
    match value:
        case Grade.IDENTICAL:
            return translate("words", "identical")
        case Grade.DIVERGED:
            return translate("words", "diverged")
    return translate("words", "not comparable")


def pass_name(kind: PassKind) -> str:
    """The name of a pass."""
    if kind is PassKind.TRIAGE:
        return translate("words", "Triage")
    return translate("words", "Deep pass")


def ended(how: str) -> str:
    """How thinking ended."""
    match how:
        case "natural":
            return translate("words", "ended by itself")
        case "forced":
            return translate("words", "ended by budget")
        case "cancelled":
            return translate("words", "cancelled")
    return translate("words", "failed")


def number(value: float, decimals: int = 0) -> str:
    """A number in the user's notation."""
    return QLocale().toString(float(value), "f", decimals)


def percent(share: float) -> str:
    """A share of one as whole percent."""
    return translate("words", "{0} %").format(number(100 * share))


def waits_for(what: Loading | SelfTest) -> str:
    """What keeps a run from beginning, and how far it is."""
    if isinstance(what, Loading):
        return translate("words", "Loading the model, {0}").format(percent(what.share))
    return translate("words", "Testing whether sequences side by side change a token, {0} of {1}").format(
        number(what.done), number(what.total)
    )


def duration(seconds: float) -> str:
    """Seconds as "3.1 s", "42 s", "3 min 05 s" or "2 h 10 min"."""
    if seconds < 10:
        return translate("words", "{0} s").format(number(seconds, 1))
    whole = round(seconds)
    if whole < 60:
        return translate("words", "{0} s").format(whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return translate("words", "{0} min {1} s").format(minutes, f"{rest:02d}")
    return translate("words", "{0} h {1} min").format(minutes // 60, f"{minutes % 60:02d}")


def tokens_of(result: PassResult | None) -> str:
    """Thinking tokens used of the budget, "38 / 64"."""
    if result is None:
        return ""
    return f"{number(result.thinking_tokens)} / {number(result.budget)}"


def dial(budget: int, waits: int) -> str:
    """A pass's budget and Waits: "1,024 + 4 Waits"."""
    return _Counted().dial(number(budget), waits) if waits else number(budget)


def doing(what: str, tokens: int, seconds: float) -> str:
    """What a running pass does: "Thinking: 412 tokens, 3.1 s"."""
    return _Counted().doing(what, tokens, duration(seconds))


def plan_field(key: str) -> str:
    """A field of a plan's record by its dotted key: "triage.budget.waits" is "Triage: Waits"."""
    head, _, rest = key.partition(".")
    names = {
        "model": translate("words", "model"),
        "model_sha256": translate("words", "model's digest"),
        "format": translate("words", "thinking format"),
        "seed": translate("words", "seed"),
        "survival.threshold": translate("words", "P(advance) to survive"),
        "survival.keep_unsure": translate("words", "unsure survives"),
        "audit_fraction": translate("words", "share of the rejects that is audited"),
        "continue_trace": translate("words", "deep pass goes on from the triage trace"),
        "budget.max_tokens": translate("words", "budget"),
        "budget.min_tokens": translate("words", "least thinking"),
        "budget.waits": translate("words", "Waits"),
        "budget.wait_text": translate("words", "Wait text"),
        "prompt.name": translate("words", "prompt"),
        "prompt.version": translate("words", "prompt's version"),
        "prompt.sha256": translate("words", "prompt's digest"),
        "sampling.temperature": translate("words", "temperature"),
        "sampling.top_k": translate("words", "top-k"),
        "sampling.top_p": translate("words", "top-p"),
        "sampling.min_p": translate("words", "min-p"),
    }
    if head in {kind.value for kind in PassKind}:
        return f"{pass_name(PassKind(head))}: {names.get(rest, rest)}"
    return names.get(key, key)


def sentence(said: str | KnownError) -> str:
    """An error, or a sentence of the domain, in the window's language; what was recorded stays as it is."""
    if isinstance(said, KnownError):
        said = said.sentence
    if not isinstance(said, Sentence):
        return visible(said)
    template = translate("errors", said.template)
    if not said.values:
        return template
    return template.format(*(sentence(v) if isinstance(v, str | KnownError) else v for v in said.values))


# Marks, embeddings, overrides and isolates of the bidirectional algorithm (Unicode UAX #9): unseen, they turn
# the order of what stands after them.
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
VISIBLE = str.maketrans({sign: f"[U+{ord(sign):04X}]" for sign in _TURNING})


def visible(text: str) -> str:
    """A text from outside with the signs that would turn its order made visible."""
    return text.translate(VISIBLE)


def isolated(text: str) -> str:
    """A text from outside that stands beside our own: neither turns the order of the other.

    ASCII turns nothing, and stays free of signs that would be copied with it.
    """
    if text.isascii():
        return text
    return f"\N{FIRST STRONG ISOLATE}{visible(text)}\N{POP DIRECTIONAL ISOLATE}"


def plain_label(text: str) -> str:
    """A text for a button or a menu, where an ampersand would mark a key."""
    return text.replace("&", "&&")


def plain_tip(text: str) -> str:
    """A text as a tool tip, which would take what looks like markup for markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped}</qt>" if text else ""


def moment(iso: str) -> str:
    """A time of the ledger in the user's zone and notation."""
    when = QDateTime.fromString(iso, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)
