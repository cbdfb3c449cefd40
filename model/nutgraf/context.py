"""Where a line stands: what is around it, how far running text is, what repeats."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch, Ints, differences, indices
from nutgraf.hashing import spans
from nutgraf.relatedness import Relatedness
from nutgraf.sequence import Sequence, shifted_names
from nutgraf.shape import Columns, Shape
from nutgraf.tokens import Tokens
from nutgraf.twins import twin_columns

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
# By distance, then by column.
NEIGHBOUR_NAMES = tuple(name for by in NEIGHBOURS for name in shifted_names(NEIGHBOUR_COLUMNS, (by,)))
BORDER_NAMES = shifted_names(("inside",), BORDERS)
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
        **_repetition_columns(batch, tokens, shape, sequence),
    }
    twins = twin_columns(tokens, shape, sequence, columns["look_run"])
    return {**columns, **twins, **_neighbour_columns({**shape.columns, **columns}, sequence)}


def _neighbour_columns(columns: Columns, sequence: Sequence) -> Columns:
    shifted = sequence.shifts(np.array([columns[name] for name in NEIGHBOUR_COLUMNS]), NEIGHBOURS)
    inside = sequence.shifts(np.ones(sequence.size, np.float32), BORDERS)
    by_distance = shifted.swapaxes(0, 1).reshape(len(NEIGHBOUR_NAMES), sequence.size)
    return {
        **dict(zip(NEIGHBOUR_NAMES, by_distance, strict=True)),
        **dict(zip(BORDER_NAMES, inside, strict=True)),
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
        run = begins.cumsum() - 1
        length = np.bincount(run)[run]
        columns[f"{name}_run"] = np.log1p(length).astype(np.float32)
        columns[f"{name}_run_place"] = ((sequence.index - indices(begins)[run]) / length).astype(np.float32)
    return columns


def _repetition_columns(batch: Batch, tokens: Tokens, shape: Shape, sequence: Sequence) -> Columns:
    """How often the look of the line, all of it, its first words and its last characters stand in the document."""
    firsts = tokens.bounds[:-1]
    last_of_prefix = np.minimum(firsts + PREFIX_WORDS, tokens.bounds[1:]) - 1
    worded = tokens.bounds[1:] > firsts
    prefix_end = np.where(worded, np.append(tokens.ends, 0)[last_of_prefix], batch.starts)
    whole = spans(batch.sums, batch.starts, batch.ends)
    prefix = spans(batch.sums, batch.starts, prefix_end)
    suffix = spans(batch.sums, np.maximum(batch.ends - 3, batch.starts), batch.ends)
    keys = np.array([shape.signature.view(np.uint64), whole, prefix, suffix])
    same_look, *counts = group_counts(keys, sequence.document)
    repeats, prefix_repeats, suffix_repeats = np.log(counts).astype(np.float32)
    return {
        "look_share": (same_look / (sequence.end - sequence.first)).astype(np.float32),
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


def group_counts(keys: NDArray[np.uint64], document: Ints) -> Ints:
    """(k, L) number of lines in the document that have the same key, of each of (k, L) keys."""
    k, lines = keys.shape
    # All keys in one row, as if each kind were of documents of its own.
    kind = (document + np.arange(k)[:, None] * (document.max(initial=0) + 1)).ravel()
    key = keys.ravel()
    order = np.lexsort((key, kind))
    key, kind = key[order], kind[order]
    begins = np.ones(len(key) + 1, bool)  # one more for the end of the last group
    begins[1:-1] = (key[1:] != key[:-1]) | (kind[1:] != kind[:-1])
    sizes = differences(indices(begins))
    counts = np.empty(len(key), np.int64)
    counts[order] = sizes.repeat(sizes)
    return counts.reshape(k, lines)
