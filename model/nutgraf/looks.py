"""The second look: what the first networks said of a document's lines, as columns for the networks that decide.

A line is read anew once it is known, well enough, what the lines around it are: where the story lies and which line is
its headline, by the whole evidence and no longer by single lines' words. What the first networks said of the line
itself is left out: networks that see it learn to repeat it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nutgraf.features import Prepared
from nutgraf.labels import BODY, LABELS, PROMO
from nutgraf.network import HEADLINE, label_scores
from nutgraf.region import region_columns
from nutgraf.sequence import best_lines
from nutgraf.shape import Columns

PREFIX = "seen_"
#: Of the columns that the first stage's answers are read into, those of the line's own.
OWN = tuple(f"{label}_odds" for label in LABELS)
#: A line counts as the headline from this probability on.
LEAST_HEADLINE = 0.2
#: Words of a line that count for how much of the story stands below it.
MOST_WORDS = 60


def look_columns(prepared: Prepared, classes: NDArray[np.float32]) -> Columns:
    """Columns of each line; `classes` (L, CLASSES) are the first networks' probabilities."""
    scores = label_scores(classes)
    regions = region_columns(scores, prepared.shape, prepared.sequence, prepared.relatedness)
    found = {
        **{name: column for name, column in regions.items() if name not in OWN},
        **_headline_columns(prepared, np.ascontiguousarray(classes[:, HEADLINE])),
        **_share_columns(prepared, scores),
    }
    return {PREFIX + name: column for name, column in found.items()}


def _headline_columns(prepared: Prepared, headline: NDArray[np.float32]) -> Columns:
    """Place relative to the likeliest headline, and the words shared with it."""
    sequence = prepared.sequence
    best = best_lines(headline, sequence.bounds, LEAST_HEADLINE)
    flags = np.zeros(sequence.size, bool)
    flags[best[best >= 0]] = True
    return {
        "up_to_headline": sequence.closeness_up(flags),
        "down_to_headline": sequence.closeness_down(flags),
        "below_headline": (sequence.sum_above(flags) > 0).astype(np.float32),
        "overlap_headline": prepared.relatedness.elsewhere(flags),
    }


def _share_columns(prepared: Prepared, scores: NDArray[np.float32]) -> Columns:
    """How much of the story stands above and below, and how much of the document is story and promos."""
    sequence = prepared.sequence
    body, promo = np.ascontiguousarray(scores[:, [BODY, PROMO]].T)
    words = body * np.minimum(prepared.shape.words, MOST_WORDS)
    sums = np.array([body, promo, words])
    above, total = sequence.sum_above(sums), sequence.total(sums)
    below = np.maximum(total - above - sums, 0)
    lines = np.maximum(sequence.end - sequence.first, 1)
    return {
        "body_above": np.log1p(above[0]).astype(np.float32),
        "body_below": np.log1p(below[0]).astype(np.float32),
        "words_below": np.log1p(below[2]).astype(np.float32),
        "body_share": (total[0] / lines).astype(np.float32),
        "promo_share": (total[1] / lines).astype(np.float32),
    }
