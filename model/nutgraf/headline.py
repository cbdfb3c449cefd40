"""What tells the story's own headline from other lines, once the network has spoken on all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints
from nutgraf.features import MOST_ANSWER, Prepared
from nutgraf.hashing import spans
from nutgraf.labels import BODY, PROMO
from nutgraf.region import Region
from nutgraf.sequence import Sequence, shifted_names
from nutgraf.shape import Columns
from nutgraf.twins import Groups

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
#: Names of the network's columns that the headline's columns repeat.
SHARED_NAMES = tuple(name for column, by in SHARED_COLUMNS.items() for name in shifted_names([column], by))
#: Of what the n-grams say of a line's mark-up, and of the lines above and below it.
ANSWERS_SEEN = (
    "like_heading", "like_link", "like_author", "like_date", "like_tags", "like_caption", "like_paragraph",
    "like_article", "like_furniture", "next_body", "previous_body",
)  # fmt: skip
ANSWER_PLACES = (-1, 1, 2)
ANSWER_NAMES = shifted_names(ANSWERS_SEEN, ANSWER_PLACES)
#: The story's first paragraph: a line inside the main region, this likely body, of this many words.
ANCHOR_BODY, ANCHOR_WORDS = 0.6, 15
#: Words of a line that count for its overlap with the story.
MOST_OVERLAP = 15
#: Lines from the first paragraph on that are the story's lead.
LEAD_LINES = 6


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
    body, promo = np.ascontiguousarray(probabilities[:, [BODY, PROMO]].T)
    story = body * region.inside(sequence)
    start = region.starts[sequence.document]
    bodies_above = sequence.sum_above(body)
    above, below, second = sequence.shifts(body, (-1, 1, 2))
    place = np.array([start - sequence.index, sequence.index - start, sequence.index - sequence.first])
    before_region, after_start, from_top = np.log1p(np.maximum(place, 0)).astype(np.float32)
    anchored = _anchor_columns(prepared, story, headline)
    overlap_story = anchored.pop("overlap_story")  # stands last
    return {
        **anchored,
        **{name: columns[name] for name in SHARED_NAMES},
        **_answer_columns(columns, sequence),
        "p_body": body,
        "p_promo": promo,
        "p_body@-1": above,
        "p_body@+1": below,
        "p_body@+2": second,
        "body_above": np.log1p(bodies_above).astype(np.float32),
        "no_body_above": (bodies_above < 0.5).astype(np.float32),
        "before_region": before_region,
        "after_region_start": after_start,
        "at_region_start": (sequence.index == start).astype(np.float32),
        "from_top": from_top,
        "equal_above": np.log1p(_equal_above(prepared)).astype(np.float32),
        "overlap_story": overlap_story,
    }


def _answer_columns(columns: Columns, sequence: Sequence) -> Columns:
    own = np.array([columns[name] for name in ANSWERS_SEEN])
    shifted = sequence.shifts(own, ANSWER_PLACES, -MOST_ANSWER)
    beside = shifted.reshape(len(ANSWER_NAMES), sequence.size)
    return dict(zip((*ANSWERS_SEEN, *ANSWER_NAMES), (*own, *beside), strict=True))


def _anchor_columns(prepared: Prepared, story: NDArray[np.float32], headline: NDArray[np.float32]) -> Columns:
    """Place relative to the story's first paragraph: how far, what stands between, and the words shared with it.

    `story` (L,) is the probability of body inside the main region, 0 elsewhere.
    """
    sequence, shape, relatedness = prepared.sequence, prepared.shape, prepared.relatedness
    paragraph = (story > ANCHOR_BODY) & (shape.words >= ANCHOR_WORDS)
    found, anchor = _first_flags(paragraph, sequence)
    after = sequence.index >= anchor
    values = np.array([np.ones(sequence.size, np.float32), shape.words, shape.headline & ~shape.sentence, headline])
    sums = sequence.sum_above(values)
    gaps = np.where(found & ~after, sums.take(np.where(found, anchor, 0), axis=-1) - sums - values, 0)
    lines, words, candidates, headlines = np.log1p(np.maximum(gaps, 0)).astype(np.float32)
    lead = story * found * after * (sequence.index < anchor + LEAD_LINES)
    others = relatedness.in_others(np.array([lead, story]))
    overlap_lead, overlap_story = relatedness.elsewhere_of(others)
    depth_lead, depth = relatedness.depth_of(others)
    weight = depth * np.minimum(shape.words, MOST_OVERLAP)
    headline_share, depth_share, weight_share = _shares_of_largest(np.array([headline, depth, weight]), sequence)
    return {
        "anchor_found": found.astype(np.float32),
        "before_anchor": (found & ~after).astype(np.float32),
        "lines_to_anchor": lines,
        "words_to_anchor": words,
        "candidates_to_anchor": candidates,
        "headlines_to_anchor": headlines,
        "lines_after_anchor": found * np.log1p(np.maximum(sequence.index - anchor, 0)).astype(np.float32),
        "p_headline": headline,
        "p_headline_share": headline_share,
        "headline_above": sums[3].astype(np.float32),
        "overlap_lead": overlap_lead,
        "depth_lead": depth_lead,
        "depth_story": depth,
        "depth_share": depth_share,
        "depth_weight": weight.astype(np.float32),
        "depth_weight_share": weight_share,
        "overlap_story": overlap_story,
    }


def _first_flags(flags: NDArray[np.bool_], sequence: Sequence) -> tuple[NDArray[np.bool_], Ints]:
    """(L,) whether each line's document has a flagged line, and (L,) the index of its first."""
    at = np.minimum(sequence.next_after(flags), sequence.size)
    own = np.where(flags, sequence.index, np.where(at < 0, sequence.size, at))
    first = own[sequence.first]
    return first < sequence.size, first


def _equal_above(prepared: Prepared) -> Ints:
    """(L,) how many lines of the document above each line are the same."""
    batch = prepared.batch
    return Groups(spans(batch.sums, batch.starts, batch.ends), prepared.sequence.document).above


def _shares_of_largest(values: NDArray[np.float32], sequence: Sequence) -> NDArray[np.float32]:
    """(..., L) each line's value as a share of its document's largest."""
    largest = np.maximum(sequence.largest(values), np.float32(1e-6)).take(sequence.document, axis=-1)
    return np.divide(values, largest, dtype=np.float32)
