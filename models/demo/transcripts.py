"""Training documents: one train of thought each, with answers that branch off wherever it may end.

The seams are those of the application: every piece is tokenised on its own, and what the application injects
is read but never learnt. A branch sees the thinking before its cut and itself, nothing else.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from thinking import (
    ALL_DONE,
    capital_first,
    check_line,
    confounds,
    data_availability,
    failure,
    first_failure,
    needed_at_first,
    needed_per_wait,
    next_test,
    reason,
    spurious,
)
from vocabulary import Vocabulary
from wordings import draw_after
from world import CHECKS, Facts, write

from app.core.answer import AnswerForm, Choice, Literal
from app.core.hypothesis import Hypothesis
from app.core.prompt import hypothesis_text
from app.core.thinking import ThinkingFormat

WAIT_TEXTS = ("Alternatively", "Hmm", "But wait", "Let me check again")
DECISIVE = 3.0  # weight of a judgement: Pass or Fail, and the verdict
READ = 0.1  # weight of the hypothesis itself: reading it well helps, writing it is no aim
NUMBER = 2.0  # weight of a digit, copied or recalled
JUDGED = re.compile(r" (?:Pass|Fail)(?!\w)")


@dataclass(slots=True)
class Document:
    """Tokens of a trunk, then of its branches.

    Attributes:
        position: place on the path from the start of the hypothesis.
        branch: 0 for the trunk, else the branch's number.
        cut: for a branch's tokens, how many trunk tokens they see.
        target, weight: what the token predicts, -1 with weight 0 where the application decides.
    """

    ids: list[int] = field(default_factory=list)
    position: list[int] = field(default_factory=list)
    branch: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)

    def add(self, ids: tuple[int, ...], weight: float, branch: int = 0, cut: int = 0) -> None:
        """Append tokens; with a weight, each is the target of the token before it."""
        for token in ids:
            if weight and self.ids and self.branch[-1] == branch:
                self.target[-1], self.weight[-1] = token, weight
            start = not self.branch or self.branch[-1] != branch
            self.position.append(cut if start and branch else self.position[-1] + 1 if self.ids else 0)
            self.ids.append(token)
            self.branch.append(branch)
            self.cut.append(cut)
            self.target.append(-1)
            self.weight.append(0.0)


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where the thinking is left: after so many trunk tokens, by itself or cut."""

    length: int
    natural: bool


class Scribe:
    """Writes documents about hypotheses."""

    def __init__(
        self, vocabulary: Vocabulary, thinking: ThinkingFormat, forms: tuple[AnswerForm, ...]
    ) -> None:
        self.vocabulary = vocabulary
        self.format = thinking
        self.forms = forms
        self.end = vocabulary.special["<|im_end|>"]
        self.stop = vocabulary.special["<|im_start|>"]
        self.digits = {vocabulary.plain(digit)[0] for digit in "0123456789"}
        self.stop_share = 0.0  # how often a stop is learnt where the thinking goes on without being asked
        self.judgements = {vocabulary.plain(f" {word}")[0] for word in ("Pass", "Fail")}

    def document(self, facts: Facts, rng: random.Random) -> Document:
        """One hypothesis, thought through, with answers."""
        doc = Document()
        written = write(facts, rng)
        plain, parsed = self.vocabulary.plain, self.vocabulary.parsed
        doc.add(
            plain(hypothesis_text(Hypothesis("", written.title, written.statement, written.details))), READ
        )
        doc.add(plain(draw_after(rng)), 0)
        doc.add(parsed("<|im_end|>\n<|im_start|>assistant\n"), 0)
        doc.add(parsed(self.format.start), 0)
        start = len(doc.ids)
        natural = self._think(doc, facts, rng)
        thought = len(doc.ids) - start
        # Cuts are spread evenly over the first checks, where the answer changes, and over all of it.
        early = min(thought, 140)
        cuts = [rng.randint(0, early), rng.randint(0, early), rng.randint(0, thought)]
        if rng.random() < 0.1:
            cuts[0] = 0
        stops = [Stop(start + cut, False) for cut in cuts]
        stops += [Stop(length, True) for length in rng.sample(natural, min(2, len(natural)))]
        trunk = doc.ids[start:]
        for number, stop in enumerate(stops, 1):
            self._answer(doc, facts, self._done(trunk[: stop.length - start], facts), stop, number, rng)
        return doc

    def recital(self, rng: random.Random) -> Document:
        """Random tokens, half of them digits, said twice: the second time teaches to look back and copy."""
        tokens = [rng.randrange(len(self.vocabulary) - 3) for _ in range(rng.randint(12, 40))]
        digits = sorted(self.digits)
        said = tuple(rng.choice(digits) if rng.random() < 0.5 else token for token in tokens)
        doc = Document()
        doc.add(said, 0)
        doc.add(said, 1.0)
        return doc

    def _think(self, doc: Document, facts: Facts, rng: random.Random) -> list[int]:
        """Append the thinking; the lengths at which it ended by itself."""
        plain = self.vocabulary.plain
        order = rng.sample(range(len(CHECKS)), len(CHECKS))
        waits = rng.choice((0, 2, 4, 6, 8, 10)) if rng.random() < 0.97 else rng.randint(20, 50)
        share_run_on = rng.choice((0.0, 0.0, 0.0, 0.3, 1.0, 1.0))
        wait_text = "Wait" if rng.random() < 0.88 else rng.choice(WAIT_TEXTS)
        doc.add(plain("\n"), 1.0)
        natural: list[int] = []
        done, count, needed, asked, failed = 0, 0, needed_at_first(facts), False, False
        while True:
            if done < len(CHECKS):
                line = check_line(facts, order[done])
                failed = failed or not facts.passes()[order[done]]
                done, count = done + 1, count + 1
                finished = done == len(CHECKS)
            else:
                line, finished = ALL_DONE, True
            self._line(doc, (f", {line}" if asked else capital_first(line)) + "\n")
            asked = False
            if not (finished or failed or count >= needed):
                continue
            if waits > 0 and rng.random() < share_run_on:
                waits -= 1
                if self.stop_share and rng.random() < self.stop_share:
                    natural.append(len(doc.ids))
                continue
            natural.append(len(doc.ids))
            if waits <= 0:
                break
            waits -= 1
            doc.add(plain(wait_text), 0)
            asked, count, needed, failed = True, 0, needed_per_wait(facts), False
        for length in natural:
            doc.target[length - 1], doc.weight[length - 1] = self.stop, 1.0
        return natural

    def _line(self, doc: Document, text: str) -> None:
        for token in self.vocabulary.plain(text):
            weight = DECISIVE if token in self.judgements else NUMBER if token in self.digits else 1.0
            doc.add((token,), weight)

    def _done(self, thinking: list[int], facts: Facts) -> list[int]:
        """The checks whose judgement stands in the thinking, in its order."""
        text = self.vocabulary.text(thinking).lower()
        judged = [match.start() for match in JUDGED.finditer(self.vocabulary.text(thinking))]
        found = {text.find(f"{name}:"): check for check, name in enumerate(CHECKS) if f"{name}:" in text}
        return [found[place] for place in sorted(found)][: len(judged)]

    def _answer(
        self, doc: Document, facts: Facts, done: list[int], stop: Stop, number: int, rng: random.Random
    ) -> None:
        """Append the answer that follows from the checks that were done."""
        plain, parsed = self.vocabulary.plain, self.vocabulary.parsed
        before = self.vocabulary.text([doc.ids[stop.length - 1]])
        ending = self.format.end if stop.natural else self.format.forced_end
        if not stop.natural and before.endswith("\n"):
            ending = ending.removeprefix("\n")

        def write(ids: tuple[int, ...], weight: float) -> None:
            doc.add(ids, weight, number, stop.length)

        write(parsed(ending), 0)
        verdict = "advance"
        if not all(facts.passes()[check] for check in done):
            verdict = "reject"
        elif rng.random() > 0.6 + 0.4 * len(done) / len(CHECKS):
            verdict = "unsure"
        if rng.random() < 0.1:
            write(plain(("\n" if stop.natural else " ") + self._free(facts, verdict, done)), 1.0)
            write((self.end,), 1.0)
            return
        form = self.forms[0] if rng.random() < 0.82 else self.forms[1]
        texts = {
            "reason": reason(facts, verdict, done),
            "confounds": confounds(facts),
            "data_availability": data_availability(facts),
            "spurious": spurious(facts),
            "next_test": next_test(facts, done),
        }
        learn_next = 0.0
        for part in form.parts:
            if isinstance(part, Literal):
                ids = plain(part.text)
                write(ids[:1], learn_next)  # the model itself ends a text with the newline that follows
                write(ids[1:], 0)
                learn_next = 0.0
            elif isinstance(part, Choice):
                write(plain(f" {verdict}"), DECISIVE)
            else:
                write(plain(f" {texts[part.name]}"), 1.0)
                learn_next = 1.0
        write((self.end,), learn_next)

    def _free(self, facts: Facts, verdict: str, done: list[int]) -> str:
        """The answer in one sentence, where no form is asked for."""
        if verdict == "reject":
            return f"Reject: {failure(facts, first_failure(facts, done))}."
        why = reason(facts, verdict, done)
        return f"{capital_first(verdict)}: {why[:1].lower()}{why[1:]}"
