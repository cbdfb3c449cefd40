"""Chooses what turns scores into decisions, on documents of sites that the model has not seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import batch_of_lines
from nutgraf.choices import Favor
from nutgraf.labels import BODY
from nutgraf.model import Answers, Model, Settings, Thresholds, conclude
from nutgraf.network import softmax
from nutgraf_training.calibration import fit_promo_bias, fit_temperature
from nutgraf_training.labelled import LabelledDocument, label_codes, without_blanks
from nutgraf_training.metrics import ClassFigures, class_figures, confusion

#: What `favor` promises of body, with a little to spare for sites that are not among those it is chosen on.
PRECISION, RECALL = 0.987, 0.992
#: Thresholds that are tried for each, mildest first.
STRICTER = (0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
LOOSER = (0.4, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01, 0.005)

#: Share of the stories that are to be found. With more of them error pages count as stories, too, in plain text; in
#: pages with their layout they do not, and a story that is not found has no headline.
FOUND, FOUND_IN_PAGES = 0.97, 0.98
#: Thresholds tried for it, strictest first.
STORY = (0.5, 0.4, 0.3, 0.25, 0.22, 0.2, 0.17, 0.15, 0.13, 0.11, 0.09, 0.07, 0.05)


def choose(model: Model, documents: Sequence[LabelledDocument], stories: Sequence[LabelledDocument]) -> Settings:
    """Settings for plain text; `stories` are whole pages that have one, and tell how sure of it one must be."""
    # As a labeller does: blank lines are left out, and each document stands by itself.
    lines = [document.lines for document in without_blanks(documents)]
    batches = [batch_of_lines([[line.text for line in found]]) for found in lines]
    true = np.concatenate([label_codes(found) for found in lines])

    def ask(settings: Settings) -> Asked:
        asked = replace(model, settings=settings)
        return Asked(settings, [asked.answers(batch) for batch in batches], true)

    def story_odds(settings: Settings) -> NDArray[np.float32]:
        asked = replace(model, settings=settings)
        pages = (batch_of_lines([[line.text for line in page.lines]]) for page in stories)
        return np.concatenate([asked.answers(page).story_odds for page in pages])

    return chosen(model.settings, ask, story_odds, FOUND)


def story_threshold(odds: NDArray[np.float32], share: float) -> float:
    """The strictest threshold that finds this share of the stories; `odds` is (D, 2)."""
    sure = softmax(odds)[:, 1]
    return next((value for value in STORY if (sure >= value).mean() >= share), STORY[-1])


def chosen(
    settings: Settings,
    ask: Callable[[Settings], "Asked"],
    story_odds: Callable[[Settings], NDArray[np.float32]],
    share: float,
) -> Settings:
    """Calibration of least log loss, the mildest thresholds that keep what `favor` promises, and the story's.

    `story_odds` (D, 2) is of pages with a story, of which this share is to be found. All thresholds are chosen with the
    chosen calibration: what is said of a page, too, is made of its lines' probabilities.
    """
    plain = ask(replace(settings, temperature=1.0, promo_bias=0.0))
    temperature = fit_temperature(plain.scores, plain.true, np.ones(len(plain.true), np.float32))
    scaled = ask(replace(plain.settings, temperature=temperature))
    settings = replace(scaled.settings, promo_bias=fit_promo_bias(scaled.scores, scaled.true))
    asked = ask(settings)
    precision = _mildest(STRICTER, lambda value: asked.body("precision", value).precision >= PRECISION)
    recall = _mildest(LOOSER, lambda value: asked.body("recall", value).recall >= RECALL)
    thresholds = Thresholds(precision=precision, balanced=settings.thresholds.balanced, recall=recall)
    return replace(settings, thresholds=thresholds, story=story_threshold(story_odds(settings), share))


def _mildest(values: Sequence[float], kept: Callable[[float], bool]) -> float:
    return next((value for value in values if kept(value)), values[-1])


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What the networks say of documents, asked once; a threshold only decides what is made of it."""

    settings: Settings
    answers: Sequence[Answers]
    true: NDArray[np.int64]  # (L,) codes of labels, -1 for lines that do not count

    @property
    def scores(self) -> NDArray[np.float32]:
        """(L, 3) probabilities."""
        return np.concatenate([answers.found.scores for answers in self.answers])

    def body(self, favor: Favor, threshold: float) -> ClassFigures:
        """Figures of what is labelled body with one of the thresholds."""
        settings = replace(self.settings, thresholds=replace(Thresholds(), **{favor: threshold}))
        given = np.concatenate([conclude(answers, settings, favor).labels for answers in self.answers])
        known = self.true >= 0
        return class_figures(confusion(self.true[known], given[known]))[BODY]
