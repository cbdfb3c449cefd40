"""What the network's answers for all lines together say: the headline, and whether the page has a story."""

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints
from nutgraf.features import Prepared
from nutgraf.hashing import spans
from nutgraf.labels import BODY, BOILERPLATE, PROMO
from nutgraf.region import Region, main_region
from nutgraf.shape import Columns

#: Columns of the network's input that tell a headline from other lines too.
SHARED_COLUMNS = (
    "log_words", "log_characters", "ends_sentence", "ends_colon", "ends_question", "long_capital_share",
    "shouted_share", "digit_share", "separator_count", "common_share", "is_headline", "is_sentence",
    "overlap_sentences", "overlap_opening", "overlap_names", "overlap_region_body", "overlap_near_3",
    "overlap_near_10", "content_weight", "repeats", "repeats_nearby", "headline_run", "look_run",
    "log_words@-1", "log_words@-2", "log_words@+1", "log_words@+2", "log_words@+3", "ends_sentence@-1",
    "ends_sentence@+1", "ends_sentence@+2", "digit_share@+1", "digit_share@+2", "common_share@+1", "common_share@-1",
    "is_sentence@+1", "is_sentence@+2", "is_sentence@+3", "is_sentence@-1", "is_sentence@-2", "is_sentence@-3",
    "inside@-1", "inside@-3", "inside@-8", "prose_above_share", "body_odds", "boilerplate_odds", "promo_odds",
    "body_odds@-1", "body_odds@+1", "boilerplate_odds@+1", "boilerplate_odds@+2", "promo_odds@-1", "promo_odds@+1",
    "down_to_paragraph", "down_to_sentence", "up_to_sentence", "first_lower", "last_separator", "last_dash",
)  # fmt: skip
STORY_COLUMNS = 10


def headline_columns(
    prepared: Prepared, columns: Columns, probabilities: NDArray[np.float32], region: Region
) -> Columns:
    """Columns of each line for the question whether it is the story's own headline.

    `probabilities` is (L, 3), the network's answer; `region` the main region by it.
    """
    sequence = prepared.sequence
    body = probabilities[:, BODY]
    start = region.starts[sequence.document]
    bodies_above = sequence.sum_above(body)
    return {
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


def story_columns(prepared: Prepared, probabilities: NDArray[np.float32], region: Region) -> NDArray[np.float32]:
    """(D, STORY_COLUMNS) what each document as a whole shows of a story; sums of evidence, never length alone."""
    sequence, shape = prepared.sequence, prepared.shape
    words = np.minimum(shape.words, 60)
    inside = region.inside(sequence)
    body = probabilities[:, BODY]
    lines = np.maximum(np.diff(sequence.bounds), 1)

    def total(values: NDArray[np.generic]) -> NDArray[np.float64]:
        return sequence.document_sums(values)

    body_words, inside_words, all_words = total(body * words), total(inside * words), total(words)
    prose = np.where(shape.sentence, words, 0)
    return np.stack(
        [
            np.log1p(region.weights),
            np.log1p(body_words),
            body_words / np.maximum(all_words, 1),
            total(body * inside * words) / np.maximum(inside_words, 1),
            inside_words / np.maximum(all_words, 1),
            total(body > 0.5) / lines,
            total(probabilities[:, PROMO]) / lines,
            total(probabilities[:, BOILERPLATE]) / lines,
            total(prose * inside) / np.maximum(inside_words, 1),
            total(prose * body) / np.maximum(total(prose), 1),
        ],
        axis=1,
    ).astype(np.float32)


def find_region(prepared: Prepared, probabilities: NDArray[np.float32]) -> Region:
    """Main region by the network's answer."""
    return main_region(probabilities[:, BODY], prepared.shape.words, prepared.sequence)
