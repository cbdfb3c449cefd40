"""Why a line got its label: the evidence that weighed most, in words.

A group of columns weighs what the label's log-odds lose when the group is hidden (set to the mean of the training).
Groups that say the same stand in for each other, so hiding one alone shows too little of it: the weight is the mean of
what is lost by hiding it from all the evidence and what is gained by adding it to none. That is the Shapley value
(Lundberg and Lee, 2017) over the first and the last place in the order of groups.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import batch_of_lines
from nutgraf.choices import Favor
from nutgraf.document import Document, Line
from nutgraf.doubled import step_of
from nutgraf.evidence import GROUPS, OWN_WORDS, REST, group_of
from nutgraf.features import Prepared, feature_columns, feature_matrix, line_evidence, prepare
from nutgraf.labeller import Labeller
from nutgraf.labels import BODY, LABELS
from nutgraf.model import Model
from nutgraf.network import label_scores
from nutgraf.saying import Group
from nutgraf.schema import seen_names
from nutgraf.wording import telling_words

#: Reasons that are worth telling, and log-odds below which one is none.
MOST_REASONS, LEAST_WEIGHT = 4, 0.1
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Reason:
    """What one group of columns says; `weight` is in log-odds of the line's label, below 0 if it speaks against it."""

    evidence: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a line got its label: all evidence, the strongest for it first and the strongest against it last.

    `decided` says what settled the label where the probabilities alone did not.
    """

    line: Line
    reasons: tuple[Reason, ...]
    decided: str | None = None

    @property
    def speaking_for(self) -> list[Reason]:
        """The strongest reasons for the label."""
        return [reason for reason in self.reasons if reason.weight >= LEAST_WEIGHT][:MOST_REASONS]

    @property
    def speaking_against(self) -> list[Reason]:
        """The strongest reasons against the label."""
        return [reason for reason in reversed(self.reasons) if reason.weight <= -LEAST_WEIGHT][:MOST_REASONS]

    def __str__(self) -> str:
        parts = [self.decided] if self.decided else []
        parts += [reason.words for reason in self.speaking_for]
        return ", ".join(parts) or "nothing weighs much"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the model sees of a document: of its lines that are not blank each `step`-th, and their columns."""

    places: NDArray[np.int64]  # (m,) indices of the document's lines that are not blank
    step: int  # 2 where every line stands twice; m is a multiple of it
    prepared: Prepared
    features: NDArray[np.float32]  # (m / step, F)


def look(model: Model, document: Document) -> Look:
    """Compute the columns of a document's lines."""
    texts = document.texts()
    places = np.array([place for place, text in enumerate(texts) if text and not text.isspace()], np.int64)
    step = step_of(document.text, document.spans.only(places))
    prepared = prepare(batch_of_lines([[texts[place] for place in places[::step]]]), model.common_words)
    columns = feature_columns(prepared, line_evidence(prepared, model.table))
    return Look(places, step, prepared, feature_matrix(model.seen(prepared, columns)))


def explain(
    labeller: Labeller,
    document: Document,
    lines: Iterable[int] | None = None,
    favor: Favor = "balanced",
    site: str | None = None,
) -> Iterator[Explanation]:
    """Explain lines of a document that the labeller labelled, given by their index; all lines if none are given.

    An index below 0 counts from the end. `favor` and `site` are those that it was labelled with; a page's own address
    counts where no site is given.

    The line's text and its place among the others are what is explained; tags of HTML are not looked at.
    """
    seen = look(labeller.model, document)
    rows = {int(place): row // seen.step for row, place in enumerate(seen.places)}
    repeated = _repeated(labeller, document, site)
    known = range(len(document.lines))
    for index in known if lines is None else (known[place] for place in lines):
        line, decided = document.lines[index], _decided(document, index, favor, int(repeated[index]))
        if index not in rows:
            yield Explanation(line, (), "blank")
            continue
        reasons = _reasons(labeller.model, seen.features[rows[index]], line)
        yield Explanation(line, reasons, decided)


def _reasons(model: Model, features: NDArray[np.float32], line: Line) -> tuple[Reason, ...]:
    code = LABELS.index(line.label)
    weights = weigh(model, features, code)
    values = dict(zip(seen_names(), features.tolist(), strict=True))
    reasons = [
        Reason(group.name, _say(group, values, model, line.text, code), float(weight))
        for group, weight in zip(_groups(), weights, strict=True)
    ]
    return tuple(sorted(reasons, key=lambda reason: -reason.weight))


def _say(group: Group, values: dict[str, float], model: Model, text: str, code: int) -> str:
    words = telling_words(model.table, text, code) if group.name == OWN_WORDS else ""
    return f"words like “{words}”" if words else group.say(values)


def weigh(model: Model, features: NDArray[np.float32], code: int) -> NDArray[np.float64]:
    """(G,) weight of every group of evidence for a label of one line with (F,) features, in log-odds."""
    masks = _masks()
    hidden = model.networks[0].mean
    without, alone = np.where(masks, hidden, features), np.where(masks, features, hidden)
    odds = _odds(model, np.concatenate([features[None], hidden[None], without, alone]), code)
    everything, nothing = odds[:2]
    lost, gained = everything - odds[2 : len(masks) + 2], odds[len(masks) + 2 :] - nothing
    return (lost + gained) / 2


def _odds(model: Model, features: NDArray[np.float32], code: int) -> NDArray[np.float64]:
    scores = label_scores(model.probabilities(features))[:, code].astype(np.float64)
    return np.log(scores + _TINY) - np.log(1 - scores + _TINY)


@lru_cache(maxsize=1)
def _groups() -> tuple[Group, ...]:
    """The groups that have columns."""
    present = {group_of(column).name for column in seen_names()}
    return tuple(group for group in (*GROUPS, REST) if group.name in present)


@lru_cache(maxsize=1)
def _masks() -> NDArray[np.bool_]:
    """(G, F) which columns each group has."""
    owners = [group_of(column).name for column in seen_names()]
    return np.array([[owner == group.name for owner in owners] for group in _groups()])


def _repeated(labeller: Labeller, document: Document, site: str | None) -> NDArray[np.int64]:
    """(n,) on how many pages of its site the labeller's memory has each line; 0 where it says nothing of it."""
    site = site or document.meta.get("url")
    if labeller.memory is None or not site:
        return np.zeros(len(document.lines), np.int64)
    texts = document.texts()
    speaks = labeller.memory.evidence(batch_of_lines([texts]), [site]).any(1)
    return np.where(speaks, labeller.memory.occurrences(texts, site), 0)


def _decided(document: Document, index: int, favor: Favor, repeated: int) -> str | None:
    if index in document.notes:
        return f"your rule {document.notes[index]}"
    if index == document.headline_index:
        return "the story's own headline"
    code, best = int(document.labels[index]), int(np.argmax(document.scores[index]))
    if code == best:
        return None
    if best == BODY and repeated:
        return f"stands on {repeated} pages of its site"
    if best == BODY:
        chosen = " or by the choice of precision" if favor == "precision" else ""
        return f"outside the main text{chosen}, where body needs more evidence"
    chosen = "by the choice of recall" if favor == "recall" else "nearly as likely"
    return f"{chosen}, where body needs less evidence"
