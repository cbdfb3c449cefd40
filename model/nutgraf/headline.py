"""What tells the story's own headline from other lines, once the network has spoken on all of them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints
from nutgraf.features import Prepared
from nutgraf.hashing import spans
from nutgraf.labels import BODY, PROMO
from nutgraf.region import Region
from nutgraf.sequence import Sequence
from nutgraf.shape import Columns

#: Columns of the network's input that tell a headline from other lines too, and the neighbours they are taken of.
SHARED_COLUMNS = {
    "log_words": (-2, -1, 0, 1, 2, 3),
    "log_characters": (0,),
    "ends_sentence": (-1, 0, 1, 2),
    "ends_colon": (0,),
    "ends_question": (0,),
    "long_capital_share": (0,),
    "shouted_share": (0,),
    "digit_share": (0, 1, 2),
    "separator_count": (0,),
    "common_share": (-1, 0, 1),
    "is_headline": (0,),
    "is_sentence": (-3, -2, -1, 0, 1, 2, 3),
    "overlap_sentences": (0,),
    "overlap_opening": (0,),
    "overlap_names": (0,),
    "overlap_region_body": (0,),
    "depth_sentences": (0,),
    "years": (0,),
    "clock_times": (0,),
    "overlap_near_3": (0,),
    "overlap_near_10": (0,),
    "content_weight": (0,),
    "repeats": (0,),
    "repeats_nearby": (0,),
    "headline_run": (0,),
    "look_run": (0,),
    "inside": (-8, -3, -1),
    "prose_above_share": (0,),
    "body_odds": (-1, 0, 1),
    "boilerplate_odds": (0, 1, 2),
    "promo_odds": (-1, 0, 1),
    "down_to_paragraph": (0,),
    "down_to_sentence": (0,),
    "up_to_sentence": (0,),
    "first_lower": (0,),
    "last_separator": (0,),
    "last_dash": (0,),
    "after_headline": (-1, 0, 1, 2, 3),
    "after_headline_above": (0,),
    "after_headline_below": (0,),
    "before_promo": (-1,),
    "after_story": (-1, 0),
}
#: The story's first paragraph: a line inside the main region, this likely body, of this many words.
ANCHOR_BODY, ANCHOR_WORDS = 0.6, 15
#: Words of a line that count for its overlap with the story.
MOST_OVERLAP = 15
#: Lines from the first paragraph on that are the story's lead.
LEAD_LINES = 6


def shared_names() -> list[str]:
    """Names of the network's columns that the headline's columns repeat."""
    return [f"{name}@{by:+d}" if by else name for name, places in SHARED_COLUMNS.items() for by in places]


def headline_columns(
    prepared: Prepared,
    columns: Columns,
    probabilities: NDArray[np.float32],
    headline: NDArray[np.float32],
    region: Region,
) -> Columns:
    """Columns of each line for the question whether it is the story's own headline.

    `probabilities` (L, 3) and `headline` (L,) are the network's answer; `region` the main region by it.
    """
    sequence = prepared.sequence
    body = probabilities[:, BODY]
    start = region.starts[sequence.document]
    bodies_above = sequence.sum_above(body)
    return {
        **_anchor_columns(prepared, body, headline, region),
        **{name: columns[name] for name in shared_names()},
        "p_body": body,
        "p_promo": probabilities[:, PROMO],
        "p_body@-1": sequence.shift(body, -1),
        "p_body@+1": sequence.shift(body, 1),
        "p_body@+2": sequence.shift(body, 2),
        "body_above": np.log1p(bodies_above).astype(np.float32),
        "no_body_above": (bodies_above < 0.5).astype(np.float32),
        "before_region": np.log1p(np.maximum(start - sequence.index, 0)).astype(np.float32),
        "after_region_start": np.log1p(np.maximum(sequence.index - start, 0)).astype(np.float32),
        "at_region_start": (sequence.index == start).astype(np.float32),
        "from_top": np.log1p(sequence.index - sequence.first).astype(np.float32),
        "equal_above": np.log1p(_equal_above(prepared)).astype(np.float32),
        "overlap_story": prepared.relatedness.elsewhere(body * region.inside(sequence)),
    }


def _anchor_columns(
    prepared: Prepared, body: NDArray[np.float32], headline: NDArray[np.float32], region: Region
) -> Columns:
    """Place relative to the story's first paragraph: how far, and what stands between."""
    sequence, shape = prepared.sequence, prepared.shape
    paragraph = region.inside(sequence) & (body > ANCHOR_BODY) & (shape.words >= ANCHOR_WORDS)
    found, anchor = _first_flags(paragraph, sequence)
    before = found & (sequence.index < anchor)
    candidates = shape.headline & ~shape.sentence
    above = sequence.sum_above

    def between(values: NDArray[Any]) -> NDArray[np.float32]:
        sums = above(values)
        gap = np.where(before, sums[np.where(found, anchor, 0)] - sums - values, 0)
        return np.log1p(np.maximum(gap, 0)).astype(np.float32)

    story = body * region.inside(sequence)
    lead = story * found * (sequence.index >= anchor) * (sequence.index < anchor + LEAD_LINES)
    depth = prepared.relatedness.depth(story)
    weight = depth * np.minimum(shape.words, MOST_OVERLAP)
    return {
        "anchor_found": found.astype(np.float32),
        "before_anchor": before.astype(np.float32),
        "lines_to_anchor": between(np.ones(sequence.size)),
        "words_to_anchor": between(shape.words),
        "candidates_to_anchor": between(candidates),
        "headlines_to_anchor": between(headline),
        "lines_after_anchor": found * np.log1p(np.maximum(sequence.index - anchor, 0)).astype(np.float32),
        "p_headline": headline,
        "p_headline_share": _share_of_largest(headline, sequence),
        "headline_above": above(headline).astype(np.float32),
        "overlap_lead": prepared.relatedness.elsewhere(lead),
        "depth_lead": prepared.relatedness.depth(lead),
        "depth_story": depth,
        "depth_share": _share_of_largest(depth, sequence),
        "depth_weight": weight.astype(np.float32),
        "depth_weight_share": _share_of_largest(weight.astype(np.float32), sequence),
    }


def _first_flags(flags: NDArray[np.bool_], sequence: Sequence) -> tuple[NDArray[np.bool_], Ints]:
    """(L,) whether each line's document has a flagged line, and (L,) the index of its first."""
    at = np.minimum(sequence.next_after(flags), sequence.size)
    own = np.where(flags, sequence.index, np.where(at < 0, sequence.size, at))
    first = own[sequence.first]
    return first < sequence.size, first


def _equal_above(prepared: Prepared) -> Ints:
    """(L,) how many lines of the document above each line are the same."""
    batch, sequence = prepared.batch, prepared.sequence
    key = spans(batch.sums, batch.starts, batch.ends)
    order = np.lexsort((sequence.index, key, sequence.document))
    document, key = sequence.document[order], key[order]
    begins = np.append(True, (key[1:] != key[:-1]) | (document[1:] != document[:-1]))[: len(key)]
    places = np.arange(len(key))
    above = np.empty(len(key), np.int64)
    above[order] = places - np.maximum.accumulate(np.where(begins, places, 0))
    return above


def _share_of_largest(values: NDArray[np.float32], sequence: Sequence) -> NDArray[np.float32]:
    """(L,) each line's value as a share of its document's largest."""
    return (values / np.maximum(sequence.largest(values)[sequence.document], 1e-6)).astype(np.float32)
