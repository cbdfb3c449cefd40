"""Where a line stands: what is around it, how far running text is, what repeats."""

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch, Ints, differences
from nutgraf.hashing import spans
from nutgraf.relatedness import Relatedness
from nutgraf.sequence import Sequence
from nutgraf.shape import Columns, Shape
from nutgraf.tokens import Tokens

NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
#: Columns of the neighbours that each line sees.
NEIGHBOUR_COLUMNS = (
    "log_words",
    "ends_sentence",
    "ends_colon",
    "long_capital_share",
    "shouted_share",
    "digit_share",
    "common_share",
    "overlap_sentences",
    "is_sentence",
    "is_headline",
)
#: Distances at which a line sees whether the document goes on.
BORDERS = (-8, -3, -1, 1, 3, 8)
RADII = (1, 3, 8, 20)
OPENING_SENTENCES = 4
#: Words of a line's begin that are compared for repeated openings ("Photo: …", "Read more: …").
PREFIX_WORDS = 2


def context_columns(
    batch: Batch, tokens: Tokens, shape: Shape, sequence: Sequence, relatedness: Relatedness
) -> Columns:
    """All columns that depend on other lines but not on what the n-grams say."""
    opening = shape.sentence & (sequence.sum_above(shape.sentence) < OPENING_SENTENCES)
    columns: Columns = {
        "is_sentence": shape.sentence.astype(np.float32),
        "is_headline": shape.headline.astype(np.float32),
        **relatedness.columns(shape.sentence, opening),
        **_distance_columns(shape, sequence),
        **_density_columns(shape, sequence),
        **_run_columns(shape, sequence),
        **_repetition_columns(batch, tokens, sequence),
    }
    return {**columns, **_neighbour_columns({**shape.columns, **columns}, sequence)}


def _neighbour_columns(columns: Columns, sequence: Sequence) -> Columns:
    shifted = sequence.shifts(np.array([columns[name] for name in NEIGHBOUR_COLUMNS]), NEIGHBOURS)
    inside = sequence.shifts(np.ones(sequence.size, np.float32), BORDERS)
    return {
        **{
            f"{name}@{by:+d}": shifted[row, place]
            for place, by in enumerate(NEIGHBOURS)
            for row, name in enumerate(NEIGHBOUR_COLUMNS)
        },
        **{f"inside@{by:+d}": inside[place] for place, by in enumerate(BORDERS)},
    }


def _distance_columns(shape: Shape, sequence: Sequence) -> Columns:
    """Closeness, above and below, of long paragraphs, sentences, headlines, short lines."""
    flags = np.array([shape.paragraph, shape.sentence, shape.headline, shape.short])
    up, down = sequence.closeness_up(flags), sequence.closeness_down(flags)
    columns: Columns = {}
    for row, name in enumerate(("paragraph", "sentence", "headline", "short")):
        columns[f"up_to_{name}"], columns[f"down_to_{name}"] = up[row], down[row]
    return columns


def _density_columns(shape: Shape, sequence: Sequence) -> Columns:
    """How much of the text around, above, below and in the whole document is running text."""
    prose = np.where(shape.sentence, shape.words, np.float32(0))
    both = np.array([prose, shape.words])
    inside, whole = sequence.window_means(both, RADII)
    logs = np.log1p(inside)
    shares = inside / np.maximum(whole, 1)
    columns: Columns = {}
    for row, radius in enumerate(RADII):
        columns[f"prose_{radius}"], columns[f"prose_share_{radius}"] = logs[row], shares[row]
    total, total_words = sequence.total(both)
    above = sequence.sum_above(prose)
    columns["prose_above_share"] = (above / np.maximum(total, 1)).astype(np.float32)
    columns["prose_above"] = np.log1p(above).astype(np.float32)
    columns["prose_below"] = np.log1p(np.maximum(total - above - prose, 0)).astype(np.float32)
    columns["prose_total_share"] = (total / np.maximum(total_words, 1)).astype(np.float32)
    columns["document_lines"] = np.log1p(sequence.end - sequence.first).astype(np.float32)
    return columns


def _run_columns(shape: Shape, sequence: Sequence) -> Columns:
    """Runs of lines of the same look: a list of headlines, a menu, paragraphs."""
    columns: Columns = {}
    for name, key in (("look", shape.signature), ("headline", shape.headline)):
        begins = sequence.index == sequence.first
        begins[1:] |= key[1:] != key[:-1]
        run = np.cumsum(begins) - 1
        length = np.bincount(run)[run]
        columns[f"{name}_run"] = np.log1p(length).astype(np.float32)
        columns[f"{name}_run_place"] = ((sequence.index - np.flatnonzero(begins)[run]) / length).astype(np.float32)
    same = group_counts(shape.signature, sequence.document)
    columns["look_share"] = (same / (sequence.end - sequence.first)).astype(np.float32)
    return columns


def _repetition_columns(batch: Batch, tokens: Tokens, sequence: Sequence) -> Columns:
    """How often the whole line, its first words and its last characters stand in the document."""
    firsts = tokens.bounds[:-1]
    last_of_prefix = np.minimum(firsts + PREFIX_WORDS, tokens.bounds[1:]) - 1
    worded = tokens.bounds[1:] > firsts
    prefix_end = np.where(worded, np.append(tokens.ends, 0)[last_of_prefix], batch.starts)
    whole = spans(batch.sums, batch.starts, batch.ends)
    prefix = spans(batch.sums, batch.starts, prefix_end)
    suffix = spans(batch.sums, np.maximum(batch.ends - 3, batch.starts), batch.ends)
    counts = np.array([group_counts(key.view(np.int64), sequence.document) for key in (whole, prefix, suffix)])
    repeats, prefix_repeats, suffix_repeats = np.log(counts).astype(np.float32)
    return {
        "repeats": repeats,
        "repeats_nearby": _repeats_next_to(whole, sequence).astype(np.float32),
        "prefix_repeats": prefix_repeats,
        "suffix_repeats": suffix_repeats,
    }


def _repeats_next_to(whole: NDArray[np.uint64], sequence: Sequence) -> NDArray[np.bool_]:
    """Whether one of the two neighbours is the same line."""
    pair = (whole[1:] == whole[:-1]) & (sequence.document[1:] == sequence.document[:-1])
    repeats = np.zeros(sequence.size, bool)
    repeats[:-1] |= pair
    repeats[1:] |= pair
    return repeats


def group_counts(key: Ints, document: Ints) -> Ints:
    """(L,) number of lines in the document that have the same key."""
    order = np.lexsort((key, document))
    key, document = key[order], document[order]
    begins = np.ones(len(key) + 1, bool)  # one more for the end of the last group
    begins[1:-1] = (key[1:] != key[:-1]) | (document[1:] != document[:-1])
    sizes = differences(np.flatnonzero(begins))
    counts = np.empty(len(key), np.int64)
    counts[order] = np.repeat(sizes, sizes)
    return counts
