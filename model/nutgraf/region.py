"""What the n-grams say about the lines around, and where in the page the story lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf.relatedness import Relatedness
from nutgraf.sequence import STEPS, Floats, Sequence, shifted_names, sums_before, to_steps
from nutgraf.shape import Columns, Shape

Probabilities = NDArray[np.float32]  # (L, 3)

NEIGHBOURS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
RADII = (2, 5, 12)
#: Of each label: log-odds of the line and of its neighbours, and means around it.
LABEL_NAMES = tuple(
    column
    for name in ("body", "boilerplate", "promo")
    for column in (*shifted_names([f"{name}_odds"], (0, *NEIGHBOURS)), *(f"{name}_mean_{radius}" for radius in RADII))
)
#: Of means in which a line counts by its words.
WORD_RADII = (5, 12)
#: A line speaks for its region being the story by (P(body) - BALANCE) x min(words, MOST_WORDS).
BALANCE, MOST_WORDS = 0.45, 60
LIMIT = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """The main region of each document: the segment of lines with the largest sum of body evidence."""

    starts: NDArray[np.int64]  # (D,) its first line
    ends: NDArray[np.int64]  # (D,) one past its last; equal to the start where nothing speaks for a story
    weights: NDArray[np.float64]  # (D,) its evidence, in words

    def inside(self, sequence: Sequence) -> NDArray[np.bool_]:
        """(L,) whether each line is in its document's main region."""
        document = sequence.document
        return (sequence.index >= self.starts[document]) & (sequence.index < self.ends[document])


def main_region(body: NDArray[np.float32], words: NDArray[np.float32], sequence: Sequence) -> Region:
    """Segment of largest sum (Kadane's algorithm), in all documents at once.

    `body` is (L,), the probability of body; `words` is (L,).
    """
    sums = _sums(body, words)
    lines, filled = sequence.sizes, sequence.filled
    starts, ends = sequence.bounds[:-1].copy(), sequence.bounds[:-1].copy()
    weights = np.zeros(len(lines))
    if not len(filled):
        return Region(starts, ends, weights)
    # Lowest sum so far within the document: an offset that falls by document keeps earlier ones out.
    span = 2 * int(np.abs(sums).max()) + 1
    offset = sequence.document * span
    lowest = np.minimum.accumulate(sums[:-1] - offset) + offset
    best = sums[1:] - lowest
    top = np.maximum.reduceat(best, sequence.bounds[:-1][filled])
    at_top = best == top.repeat(lines[filled])
    last = np.minimum.reduceat(np.where(at_top, sequence.index, sequence.size), sequence.bounds[:-1][filled])
    at_lowest = sums[:-1] == lowest[last][(lines > 0).cumsum()[sequence.document] - 1]
    start = _last_flag_until(at_lowest, last, sequence)
    positive = top > 0
    starts[filled[positive]] = start[positive]
    ends[filled[positive]] = last[positive] + 1
    weights[filled] = np.maximum(top, 0) / STEPS
    return Region(starts, ends, weights)


def belonging(body: NDArray[np.float32], words: NDArray[np.float32], sequence: Sequence, region: Region) -> Floats:
    """(L,) how far each line belongs to its document's story, 0 to 1: 1 in the main region.

    Elsewhere it is the evidence of the best segment that holds the line and nothing of the main region, as a share of
    the main region's: a story parted by a block of furniture has a second part of weight, what follows a story has not.
    """
    sums, document = _sums(body, words), sequence.document
    # Three pieces to a document: above, in, below the main region.
    piece = 3 * document + (sequence.index >= region.starts[document]) + (sequence.index >= region.ends[document])
    # As in `main_region`: an offset that falls by piece keeps what stands in others out.
    offset = piece * (2 * int(np.abs(sums).max()) + 1)
    lowest = np.minimum.accumulate(sums[:-1] - offset) + offset
    highest = np.maximum.accumulate((sums[1:] - offset)[::-1])[::-1] + offset
    share = (highest - lowest) / np.maximum(region.weights[document] * STEPS, 1)
    return np.where(region.inside(sequence), 1, np.clip(share, 0, 1)).astype(np.float32)


def _sums(body: NDArray[np.float32], words: NDArray[np.float32]) -> NDArray[np.int64]:
    """(L + 1,) sums of what the lines say for their region being the story, in steps."""
    return sums_before(to_steps((body - BALANCE) * np.minimum(words, MOST_WORDS)))


def _last_flag_until(flags: NDArray[np.bool_], until: NDArray[np.int64], sequence: Sequence) -> NDArray[np.int64]:
    """Index of the last flagged line at or above each of the given lines."""
    seen = np.maximum.accumulate(np.where(flags, sequence.index, -1))
    return seen[until]


def region_columns(probabilities: Probabilities, shape: Shape, sequence: Sequence, relatedness: Relatedness) -> Columns:
    """Evidence of the neighbours and of the whole document, and the place relative to the main region."""
    chances = np.ascontiguousarray(probabilities.T)
    odds = np.clip(np.log((chances + 1e-6) / (1 - chances + 1e-6)), -LIMIT, LIMIT).astype(np.float32)
    body, boilerplate, promo = chances
    shifted = sequence.shifts(odds, NEIGHBOURS, -LIMIT / 2)
    means = sequence.window_means(chances, RADII)
    of_labels = np.concatenate([odds[:, None], shifted, means], axis=1).reshape(len(LABEL_NAMES), sequence.size)
    columns: Columns = dict(zip(LABEL_NAMES, of_labels, strict=True))
    for radius, mean in zip(WORD_RADII, _word_weighted(body, shape.words, sequence), strict=True):
        columns[f"word_body_mean_{radius}"] = mean
    likely = (body > 0.7) & (shape.words >= 8)
    herald = (boilerplate > 0.8) & shape.short
    flags = np.array([likely, promo > 0.6, herald])
    above, below = sequence.closeness_up(flags), sequence.closeness_down(flags[:2])
    columns["up_to_likely_body"], columns["down_to_likely_body"] = above[0], below[0]
    columns["up_to_likely_promo"], columns["down_to_likely_promo"] = above[1], below[1]
    columns["up_to_label_line"] = above[2]
    region = main_region(body, shape.words, sequence)
    inside = region.inside(sequence)
    others = relatedness.in_others(np.array([body, promo, inside, body * inside]))
    in_body, in_promo, in_region, in_region_body = relatedness.elsewhere_of(others)
    columns["overlap_body"], columns["overlap_promo"] = in_body, in_promo
    return {
        **columns,
        **_place_columns(region, inside, shape, sequence),
        "overlap_region": in_region,
        "depth_region_body": relatedness.depth_of(others[3]),
        "overlap_region_body": in_region_body,
    }


def _word_weighted(body: NDArray[np.float32], words: NDArray[np.float32], sequence: Sequence) -> NDArray[np.float32]:
    """(len(WORD_RADII), L) mean of P(body) around a line, each line counting by its words."""
    capped = np.minimum(words, MOST_WORDS)
    bodies, totals = sequence.window_means(np.array([body * capped, capped]), WORD_RADII)
    return bodies / np.maximum(totals, 0.5)


def _place_columns(region: Region, inside: NDArray[np.bool_], shape: Shape, sequence: Sequence) -> Columns:
    """Distance to the main region's ends, its share of the document."""
    start, end = region.starts[sequence.document], region.ends[sequence.document]
    found = (end > start).astype(np.float32)
    lines = np.maximum(sequence.end - sequence.first, 1)
    inside_words, words = sequence.document_sums(np.array([np.where(inside, shape.words, np.float32(0)), shape.words]))
    word_share = inside_words / np.maximum(words, 1)
    index = sequence.index
    gaps = np.maximum(np.array([start - index, index - end + 1, index - start, end - index]), 0)
    before, after, from_start, to_end = np.log1p(gaps).astype(np.float32)
    return {
        "region_inside": inside.astype(np.float32),
        "region_found": found,
        "region_before": found * before,
        "region_after": found * after,
        "region_from_start": inside * from_start,
        "region_to_end": inside * to_end,
        "region_line_share": (found * (end - start) / lines).astype(np.float32),
        "region_weight": np.log1p(region.weights)[sequence.document].astype(np.float32),
        "region_word_share": word_share[sequence.document].astype(np.float32),
    }
