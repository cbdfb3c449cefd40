"""Silver labels against hand labels of the same pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from nutgraf.labels import LABELS, Label
from nutgraf_training.corpora.matching import same_lines
from nutgraf_training.corpora.run import Outcome
from nutgraf_training.labelled import LabelledDocument

#: Hand-labelled documents name their page and, after the last hyphen, how their lines were taken from it.
_WINDOW = "win"


@dataclass(frozen=True, slots=True)
class Difference:
    """A line whose silver label is not the hand's; `silver` None is a line left open."""

    document: str
    text: str
    silver: Label | None
    hand: Label


@dataclass(slots=True)
class Judgement:
    """Counts of (silver, hand) over matched lines, lines that were not matched, and where the two differ."""

    counts: Counter[tuple[Label | None, Label]] = field(default_factory=Counter)
    unmatched: int = 0
    documents: int = 0
    differences: list[Difference] = field(default_factory=list)

    def rate(self, silver: Label, hand: Label) -> float:
        """Share of the lines with this silver label that the hand labels otherwise."""
        row = sum(self.counts[silver, label] for label in LABELS)
        return self.counts[silver, hand] / row if row else 0.0

    @property
    def open_share(self) -> float:
        """Share of the matched lines that the silver labels leave open."""
        total = sum(self.counts.values())
        return sum(self.counts[None, label] for label in LABELS) / total if total else 0.0


def judge(hand: Iterable[LabelledDocument], outcomes: Iterable[Outcome]) -> Judgement:
    """Compare line by line, in order; lines are the same where their words are."""
    by_page: dict[str, list[LabelledDocument]] = {}
    for document in hand:
        by_page.setdefault(document.id.rpartition("-")[0], []).append(document)
    judgement = Judgement()
    for outcome in outcomes:
        for document in by_page.get(outcome.labelled.page.id, ()):
            silver = _silver(outcome, document.id.rpartition("-")[2])
            if silver is not None:
                judgement.documents += 1
                _compare(document, silver, judgement)
    return judgement


def _silver(outcome: Outcome, suffix: str) -> LabelledDocument | None:
    """Find the silver document that was taken from the page in the same way."""
    if not outcome.labelled.usable:
        return None
    if suffix == _WINDOW:
        return outcome.labelled.document()
    return next((document for document in outcome.residue if document.id.endswith(f"-{suffix}")), None)


def _compare(hand: LabelledDocument, silver: LabelledDocument, judgement: Judgement) -> None:
    matched = 0
    for i, j in same_lines(hand, silver):
        label = hand.lines[i].label
        if label is None:
            continue
        matched += 1
        given = silver.lines[j].label
        judgement.counts[given, label] += 1
        if given is not label:
            judgement.differences.append(Difference(hand.id, hand.lines[i].text, given, label))
    judgement.unmatched += len(hand.lines) - matched
