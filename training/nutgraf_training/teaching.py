"""Labels that rules gave pages, weighed against a teacher's that sees their layout.

The rules compare a page with its gold text and err on a line in twenty-five; a model that sees the page's tags and
boxes (`nutgraf_training.html.teacher`) errs as often, elsewhere. How far each is to be believed is learned from the
lines of which a person has said what they are. What comes out is no label but how likely each is, and that is what is
taught: a student who sees less than the teacher learns more from it than from labels (Lopez-Paz et al. 2016, "Unifying
distillation and privileged information").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from nutgraf.labels import BODY, LABELS
from nutgraf_training.corpora.matching import same_lines
from nutgraf_training.labelled import LabelledDocument, LabelledLine, has_body, label_codes
from nutgraf_training.mending import by_page, hand_labels, page_of, with_lines
from nutgraf_training.recipe import Sources

#: (lines, 3) probabilities of body, boilerplate and promo, by a page's identifier.
Answers = Mapping[str, NDArray[np.float32]]
#: So likely another label must be to take the place of the one that the rules gave.
CLEAR = 0.6
_LEAST = 1e-4  # a probability of 0 has no logarithm


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """How likely each label is, by what the rules and the teacher say."""

    model: LogisticRegression

    def shares(self, silver: NDArray[np.int64], answers: NDArray[np.float32]) -> NDArray[np.float64]:
        """(L, 3) probabilities, from (L,) label codes of the rules, -1 for none, and (L, 3) answers of the teacher."""
        return np.asarray(self.model.predict_proba(_evidence(silver, answers)), np.float64)


def _evidence(silver: NDArray[np.int64], answers: NDArray[np.float32]) -> NDArray[np.float64]:
    said = np.eye(len(LABELS) + 1)[silver]  # the last stands for -1
    return np.hstack([np.log(np.maximum(answers, _LEAST)), said])


def learn_belief(sources: Sources, answers: Answers) -> Belief:
    """Learned from the lines of these pages that a person has labelled.

    The answers must be of a teacher that saw nothing of the page's site.
    """
    known = by_page(sources.hand)
    evidence, true = [], []
    for page in sources.pages:
        labels = hand_labels(page, known.get(page.id, ()))
        places = list(labels)
        evidence.append(_evidence(sources.silver[page.id][places], answers[page.id][places]))
        true += [LABELS.index(label) for label in labels.values()]
    return Belief(LogisticRegression(max_iter=1000).fit(np.vstack(evidence), true))


def taught(sources: Sources, answers: Answers, belief: Belief) -> Sources:
    """The same documents; lines of pages, and of what extractors left of them, say how likely each label is.

    What a person has labelled stays as it is.
    """
    hand = by_page(sources.hand)
    pages = {page.id: page for page in sources.pages}

    def told(document: LabelledDocument) -> LabelledDocument:
        page = pages.get(page_of(document))
        if page is None:
            return document
        by_hand = hand_labels(document, hand.get(page.id, ()))
        pairs = [(i, j) for i, j in same_lines(page, document) if j not in by_hand]
        return _told(document, pairs, answers[page.id], belief, has_story=has_body(page.lines))

    return replace(sources, pages=tuple(map(told, sources.pages)), residue=tuple(map(told, sources.residue)))


def _told(
    document: LabelledDocument,
    pairs: Sequence[tuple[int, int]],
    answers: NDArray[np.float32],
    belief: Belief,
    has_story: bool,
) -> LabelledDocument:
    """The document with what is believed of its lines; `pairs` are places of a line in the page and in it."""
    if not pairs:
        return document
    places, own = np.array(pairs).T
    shares = belief.shares(label_codes(document.lines)[own], answers[places])
    if not has_story:  # that is known of the whole page; no paragraph of it is one of a story
        shares[:, BODY] = 0
        shares /= shares.sum(1, keepdims=True)
    lines = list(document.lines)
    for place, share in zip(own.tolist(), shares.tolist(), strict=True):
        lines[place] = _believed(lines[place], share)
    return with_lines(document, lines)


def _believed(line: LabelledLine, shares: list[float]) -> LabelledLine:
    body, boilerplate, promo = shares
    likeliest = int(np.argmax(shares))
    label = LABELS[likeliest] if shares[likeliest] >= CLEAR else line.label
    return LabelledLine(line.text, label, (body, boilerplate, promo))
