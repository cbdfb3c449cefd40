"""What the network's answers for all lines together say: the headline, and whether the page has a story."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints
from nutgraf.features import Prepared
from nutgraf.hashing import spans
from nutgraf.labels import BODY, BOILERPLATE, PROMO
from nutgraf.region import Region, main_region
from nutgraf.sequence import Sequence
from nutgraf.shape import Columns

#: Columns of the network's input that tell a headline from other lines too.
SHARED_COLUMNS = (
    "log_words", "log_characters", "ends_sentence", "ends_colon", "ends_question", "long_capital_share",
    "shouted_share", "digit_share", "separator_count", "common_share", "is_headline", "is_sentence",
    "overlap_sentences", "overlap_opening", "overlap_names", "overlap_region_body", "depth_sentences", "years", "clock_times", "overlap_near_3",
    "overlap_near_10", "content_weight", "repeats", "repeats_nearby", "headline_run", "look_run",
    "log_words@-1", "log_words@-2", "log_words@+1", "log_words@+2", "log_words@+3", "ends_sentence@-1",
    "ends_sentence@+1", "ends_sentence@+2", "digit_share@+1", "digit_share@+2", "common_share@+1", "common_share@-1",
    "is_sentence@+1", "is_sentence@+2", "is_sentence@+3", "is_sentence@-1", "is_sentence@-2", "is_sentence@-3",
    "inside@-1", "inside@-3", "inside@-8", "prose_above_share", "body_odds", "boilerplate_odds", "promo_odds",
    "body_odds@-1", "body_odds@+1", "boilerplate_odds@+1", "boilerplate_odds@+2", "promo_odds@-1", "promo_odds@+1",
    "down_to_paragraph", "down_to_sentence", "up_to_sentence", "first_lower", "last_separator", "last_dash",
)  # fmt: skip
STORY_COLUMNS = 18
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
    body = probabilities[:, BODY]
    start = region.starts[sequence.document]
    bodies_above = sequence.sum_above(body)
    return {
        **_anchor_columns(prepared, body, headline, region),
        **{name: columns[name] for name in SHARED_COLUMNS},
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


def _largest(values: NDArray[np.float32], sequence: Sequence) -> NDArray[np.float32]:
    """(D,) largest value in each document, 0 in an empty one."""
    filled = np.flatnonzero(np.diff(sequence.bounds))
    top = np.zeros(len(sequence.bounds) - 1, np.float32)
    if len(filled):
        top[filled] = np.maximum.reduceat(values, sequence.bounds[:-1][filled])
    return top


def _share_of_largest(values: NDArray[np.float32], sequence: Sequence) -> NDArray[np.float32]:
    """(L,) each line's value as a share of its document's largest."""
    return (values / np.maximum(_largest(values, sequence)[sequence.document], 1e-6)).astype(np.float32)


def _equal_above(prepared: Prepared) -> Ints:
    """(L,) how many lines of the document above each line are the same."""
    batch, sequence = prepared.batch, prepared.sequence
    key = spans(batch.codes, batch.starts, batch.ends)
    order = np.lexsort((sequence.index, key, sequence.document))
    document, key = sequence.document[order], key[order]
    begins = np.append(True, (key[1:] != key[:-1]) | (document[1:] != document[:-1]))[: len(key)]
    places = np.arange(len(key))
    above = np.empty(len(key), np.int64)
    above[order] = places - np.maximum.accumulate(np.where(begins, places, 0))
    return above


def story_columns(
    prepared: Prepared, probabilities: NDArray[np.float32], headline: NDArray[np.float32], region: Region
) -> NDArray[np.float32]:
    """(D, STORY_COLUMNS) what each document as a whole shows of a story; never its length alone.

    Paragraphs of a story share names and subjects, stand together and stand below one headline; the teasers of a
    section front do none of this.
    """
    sequence, shape = prepared.sequence, prepared.shape
    words = np.minimum(shape.words, 60)
    inside = region.inside(sequence)
    body, promo = probabilities[:, BODY], probabilities[:, PROMO]
    prose = np.where(shape.sentence, words, 0)
    lines = np.maximum(np.diff(sequence.bounds), 1)
    total = sequence.document_sums
    all_words, inside_words = np.maximum(total(words), 1), np.maximum(total(inside * words), 1)
    inside_prose = np.maximum(total(prose * inside), 1)
    related = prepared.relatedness.elsewhere(body * inside)
    paragraphs = shape.paragraph & inside & (body > 0.5)
    neighbours = paragraphs & (sequence.shift(paragraphs.astype(np.float32), 1) > 0)
    return np.stack(
        [
            np.log1p(region.weights),
            np.log1p(total(body * words)),
            total(body * words) / all_words,
            total(body * inside * words) / inside_words,
            inside_words / all_words,
            total(body > 0.5) / lines,
            total(promo) / lines,
            total(probabilities[:, BOILERPLATE]) / lines,
            inside_prose / inside_words,
            total(prose * body) / np.maximum(total(prose), 1),
            total(related * prose * inside) / inside_prose,
            np.log1p(total(paragraphs)),
            np.log1p(total(neighbours)),
            total(promo * inside * words) / inside_words,
            total((body > 0.9) * words * inside) / inside_words,
            np.log1p(total(headline)),
            _largest(headline, sequence),
            _largest(body, sequence),
        ],
        axis=1,
    ).astype(np.float32)


def find_region(prepared: Prepared, probabilities: NDArray[np.float32]) -> Region:
    """Main region by the network's answer."""
    return main_region(probabilities[:, BODY], prepared.shape.words, prepared.sequence)
