"""What a measured dial says, in sentences."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from app.core.dial_plan import DialGoals
from app.dial.certificate import Certificate, Shortfall
from app.dial.intervals import Share
from app.dial.outcome import GridPoint
from app.service.certificates import IssuedCertificate
from app.service.dial_result import DEEP_TOKENS, LISTED, DialResult, good_items_least, good_items_needed
from app.service.dial_session import DialShown
from app.ui import words

translate = QCoreApplication.translate


class _Counted(QObject):
    """Texts with a plural: Qt's tools find them only in the `tr` of a class."""

    def least(self, count: int) -> str:
        return self.tr("With %Ln good item(s) on the list it would do if every one were kept.", "", count)

    def needed(self, count: int) -> str:
        return self.tr("At the share that is kept now, %Ln good item(s) on the list would do.", "", count)

    def failures(self, count: int) -> str:
        return self.tr("%Ln item(s) could not be measured.", "", count)


def limits() -> tuple[str, ...]:
    """What the dial cannot show."""
    return (
        translate(
            "dial",
            "The gains that were published are on competition mathematics, with 30 questions in AIME24.",
        ),
        translate(
            "dial", "The labels are yours: what is shown holds for hypotheses like these, and no further."
        ),
        translate("dial", "Recall against the deep pass's verdict would not be recall against the truth."),
        translate(
            "dial", "Intervals are of 95 %, each by itself. Another model, prompt or engine is another dial."
        ),
    )


def said(shown: DialShown | None) -> str:
    """The conclusions, or what is missing for them."""
    if shown is None:
        return translate(
            "dial",
            "How much thinking is worth its time on your own work? Measure a list whose answers you know.",
        )
    told = [_headline(shown)]
    if shown.failures:
        told.append(_Counted().failures(shown.failures))
    if shown.result:
        told.append(_metrics(shown.result))
        told.append(_plateau(shown.result))
        told.append(_certificate(shown.result, shown.certificate, shown.plan.goals))
    return "\n".join(line for line in told if line)


def _headline(shown: DialShown) -> str:
    saved = 1 - shown.generated / shown.separate if shown.separate else 0.0
    text = translate("dial", "{0}: {1} tokens generated, {2} fewer than by separate runs.").format(
        words.isolated(shown.list_name), words.number(shown.generated), words.percent(saved)
    )
    if not shown.complete:
        text += " " + translate("dial", "Not complete yet.")
    return text


def _metrics(result: DialResult) -> str:
    """The three of the s1 paper."""
    found = result.metrics
    slope = "\N{EN DASH}" if found.scaling is None else words.number(100_000 * found.scaling, 1)
    return translate(
        "dial", "Control {0}, scaling {1} points a thousand thinking tokens, performance {2}."
    ).format(words.percent(found.control), slope, words.percent(found.performance))


def _plateau(result: DialResult) -> str:
    found = result.plateau
    if found is None:
        return ""
    margin = words.number(100 * found.margin, 1)
    if found.point is not None:
        text = translate(
            "dial",
            "From {0} on, more thinking changes accuracy by less than {1} points (shown by equivalence).",
        ).format(_at(found.point), margin)
    else:
        text = translate(
            "dial", "No budget is shown to be as good as all larger ones within {0} points."
        ).format(margin)
    if found.hurts is not None:
        text += " " + translate("dial", "At {0} more thinking is shown to hurt.").format(_at(found.hurts))
    return text


def _certificate(result: DialResult, issued: IssuedCertificate | None, goals: DialGoals) -> str:
    if issued:
        text = translate(
            "dial",
            "Certificate {0}: at a triage budget of {1} and P(advance) of at least {2}, recall is at least "
            "{3} with confidence {4} ({5} of {6} good ones kept).",
        ).format(
            issued.id,
            words.number(issued.budget),
            words.number(issued.threshold, 3),
            words.percent(issued.recall),
            words.percent(issued.confidence),
            issued.k,
            issued.n,
        )
        discard = result.held_out.discard if result.held_out else None
        recall = result.held_out.recall if result.held_out else None
        if recall and discard:
            text += " " + translate("dial", "On items kept apart: recall {0}, discard {1}.").format(
                _share(recall), _share(discard)
            )
        if isinstance(result.certificate, Certificate):
            saving = result.certificate.saving(LISTED, DEEP_TOKENS)
            text += " " + translate(
                "dial",
                "On a list of {0} like this about {1} would survive; with deep passes of {2} tokens {3} of "
                "the thinking is saved.",
            ).format(
                words.number(LISTED),
                words.number(saving.survivors),
                words.number(DEEP_TOKENS),
                words.percent(saving.share),
            )
        if issued.measurement > 1:
            text += " " + translate(
                "dial", "It is measurement {0} of this list with this model: the confidence is of one."
            ).format(issued.measurement)
        return text
    short = result.certificate
    if not isinstance(short, Shortfall):
        return ""
    text = translate(
        "dial",
        "No certificate of recall {0} at confidence {1}: the data are too few, or no budget keeps enough.",
    ).format(words.percent(short.recall), words.percent(short.confidence))
    if needed := good_items_needed(result, goals):
        return f"{text} {_Counted().needed(needed)}"
    least = good_items_least(result, goals)
    if least and short.nearest.k == short.nearest.n:
        return f"{text} {_Counted().least(least)}"
    more = translate(
        "dial", "At the share that is kept now no number of items would do: think more, or ask for less."
    )
    return f"{text} {more}"


def _at(point: GridPoint) -> str:
    return words.dial(point.budget, point.waits)


def _share(share: Share) -> str:
    low, high = words.percent(share.low), words.percent(share.high)
    return f"{words.percent(share.value)} ({low} \N{EN DASH} {high})"
