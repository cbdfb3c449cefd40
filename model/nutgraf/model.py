"""The trained model: from a batch of lines to probabilities, labels, headlines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch, Ints
from nutgraf.choices import Favor
from nutgraf.features import Prepared, as_features, feature_columns, line_evidence, prepare
from nutgraf.headline import headline_columns
from nutgraf.labels import BODY, BOILERPLATE, PROMO
from nutgraf.looks import look_columns
from nutgraf.network import (
    HEADLINE,
    Network,
    calibrated,
    check_parameters,
    label_scores,
    mean_probabilities,
    softmax,
)
from nutgraf.ngrams import NgramTable
from nutgraf.region import Region
from nutgraf.sequence import best_lines
from nutgraf.shape import Columns
from nutgraf.story import find_belonging, find_region, story_columns

#: A line that is body by less than this is no headline, whatever else speaks for one: half of the few such lines on
#: held-out sites are buttons and the like.
LEAST_BODY = 0.2


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Points on the precision-recall curve of body: a line is body from this share of its best two scores on."""

    precision: float = 0.8
    balanced: float = 0.45
    recall: float = 0.2


@dataclass(frozen=True, slots=True)
class Settings:
    """What turns scores into decisions; all chosen on sites that were held out of training."""

    temperature: float = 1.0
    promo_bias: float = 0.0  # added to promo's log-odds, after the temperature
    outside: float = 0.15  # factor on body's score where a line does not belong to the main region, for the label only
    thresholds: Thresholds = field(default_factory=Thresholds)
    headline: float = 0.2  # a line is the headline from this probability on
    story: float = 0.3  # a page has a story from this probability on

    def calibrated(self, classes: NDArray[np.float32]) -> NDArray[np.float32]:
        """(L, 4) honest probabilities of the networks' (L, 4)."""
        return calibrated(classes, self.temperature, self.promo_bias)

    def body_factor(self, belonging: NDArray[np.float32]) -> NDArray[np.float32]:
        """(L,) factors on body's score: a page has one story, so what does not belong to it needs more evidence."""
        return np.float32(self.outside) ** (1 - belonging)


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What a model says of a batch of L lines in D documents."""

    scores: NDArray[np.float32]  # (L, 3) probabilities
    labels: NDArray[np.uint8]  # (L,) codes
    headlines: Ints  # (D,) index of the headline's line in the batch, -1 for none
    has_story: NDArray[np.bool_]  # (D,)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Tables and networks as `nutgraf_training.fit` makes them and `nutgraf.artifact` keeps them.

    Raises:
        ValueError: if a parameter of the n-grams is beyond what a trained model can hold.
    """

    common_words: NDArray[np.bool_]  # (commonwords.PLACES,)
    table: NgramTable
    first: tuple[Network, ...]  # over a line's columns; what they say of the document is looked at once more
    networks: tuple[Network, ...]  # over these and `looks.look_columns`; of both, the mean of probabilities counts
    headline: Network  # 2 outputs: other, headline
    story: Network  # 2 outputs: no story, story
    settings: Settings
    info: dict[str, Any] = field(default_factory=dict)  # versions, data, figures: for people, not for labelling

    def __post_init__(self) -> None:
        check_parameters(ngram_scales=self.table.scales, ngram_bias=self.table.bias)

    def predict(
        self, batch: Batch, favor: Favor = "balanced", evidence: NDArray[np.float32] | None = None
    ) -> Prediction:
        """Label every line of a batch.

        `evidence` (L, 3) is added to the lines' log-odds for the decision on each line alone: the scores, and what is
        concluded from them for other lines, stay the model's.
        """
        return conclude(self.answers(batch), self.settings, favor, evidence)

    def answers(self, batch: Batch) -> Answers:
        """What the networks say of a batch, for conclusions under several settings of the same calibration."""
        prepared = prepare(batch, self.common_words)
        columns = feature_columns(prepared, line_evidence(prepared, self.table))
        features = as_features(self.seen(prepared, columns))
        found = find(prepared, self.probabilities(features))
        story_odds = self.story.odds(story_columns(prepared, found.scores, found.headline, found.region))
        headline_odds = self.headline.odds(
            as_features(headline_columns(prepared, columns, found.scores, found.headline, found.region))
        )
        return Answers(found, headline_odds, story_odds)

    def seen(self, prepared: Prepared, columns: Columns) -> Columns:
        """All that the deciding networks see of the lines: their columns, and those of the second look."""
        return {**columns, **look_columns(prepared, self.first_look(as_features(columns)))}

    def first_look(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """(L, 4) probabilities by the first networks, of (L, F) features."""
        return mean_probabilities(self.first, features)

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """(L, 4) calibrated probabilities by the networks that decide, of (L, F + K) features as of `seen`."""
        return self.settings.calibrated(mean_probabilities(self.networks, features))


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What the networks say of L lines, before anything is decided."""

    prepared: Prepared
    scores: NDArray[np.float32]  # (L, 3) probabilities
    headline: NDArray[np.float32]  # (L,) share of body's that is the headline's
    region: Region


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What the networks say of L lines in D documents."""

    found: Finding
    headline_odds: NDArray[np.float32]  # (L, 2)
    story_odds: NDArray[np.float32]  # (D, 2)


def find(prepared: Prepared, classes: NDArray[np.float32]) -> Finding:
    """The networks' `classes` (L, 4) as scores, and the main region by them."""
    scores = label_scores(classes)
    return Finding(prepared, scores, classes[:, HEADLINE], find_region(prepared, scores))


def conclude(
    answers: Answers, settings: Settings, favor: Favor = "balanced", evidence: NDArray[np.float32] | None = None
) -> Prediction:
    """Labels, headlines and stories; `evidence` as in `Model.predict`."""
    found, sequence = answers.found, answers.found.prepared.sequence
    has_story = (softmax(answers.story_odds)[:, 1] >= settings.story) & (sequence.sizes > 0)
    weighed = found.scores if evidence is None else _with_evidence(found.scores, evidence)
    belonging = find_belonging(found.prepared, found.scores, found.region)
    labels = _decide(weighed, belonging, settings, favor)
    headlines = best_lines(softmax(answers.headline_odds)[:, 1], sequence.bounds, settings.headline)
    body = np.append(found.scores[:, BODY], 1)  # the last entry answers for -1, no headline
    headlines[~has_story | (body[headlines] < LEAST_BODY)] = -1
    if evidence is not None:
        headlines[_headline_refuted(headlines, answers.headline_odds, evidence, settings.headline)] = -1
    labels[headlines[headlines >= 0]] = BODY
    return Prediction(found.scores, labels, headlines, has_story)


def _decide(
    scores: NDArray[np.float32], belonging: NDArray[np.float32], settings: Settings, favor: Favor
) -> NDArray[np.uint8]:
    """(L,) codes."""
    body = scores[:, BODY] * settings.body_factor(belonging)
    other = np.maximum(scores[:, BOILERPLATE], scores[:, PROMO])
    threshold = getattr(settings.thresholds, favor)
    rest = np.where(scores[:, PROMO] > scores[:, BOILERPLATE], PROMO, BOILERPLATE)
    return np.where(body >= threshold * (body + other), BODY, rest).astype(np.uint8)


def _headline_refuted(headlines: Ints, odds: NDArray[np.float32], evidence: NDArray[np.float32], least: float) -> Any:
    """(D,) whether evidence against body outweighs a headline; another line is not put in its place."""
    against = np.maximum(evidence[:, BOILERPLATE], evidence[:, PROMO]) - evidence[:, BODY]
    lowered = odds.copy()
    lowered[:, 1] -= np.maximum(against, 0)
    probability = np.append(softmax(lowered)[:, 1], 1)  # the last entry answers for -1, no headline
    return probability[headlines] < least


def _with_evidence(scores: NDArray[np.float32], evidence: NDArray[np.float32]) -> NDArray[np.float32]:
    """(L, 3) probabilities after adding `evidence` (L, 3) to their logarithms."""
    return softmax(np.log(scores + np.float32(1e-7)) + evidence)
