"""Where a line stands: what is around it, how far running text is, what repeats."""

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch, Ints
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
    shifted = {f"{name}@{by:+d}": sequence.shift(columns[name], by) for by in NEIGHBOURS for name in NEIGHBOUR_COLUMNS}
    everywhere = np.ones(sequence.size, np.float32)
    borders = {f"inside@{by:+d}": sequence.shift(everywhere, by) for by in (-8, -3, -1, 1, 3, 8)}
    return {**shifted, **borders}


def _distance_columns(shape: Shape, sequence: Sequence) -> Columns:
    """Closeness, above and below, of long paragraphs, sentences, headlines, short lines."""
    columns: Columns = {}
    for name in ("paragraph", "sentence", "headline", "short"):
        flags = getattr(shape, name)
        columns[f"up_to_{name}"] = sequence.closeness_up(flags)
        columns[f"down_to_{name}"] = sequence.closeness_down(flags)
    return columns


def _density_columns(shape: Shape, sequence: Sequence) -> Columns:
    """How much of the text around, above, below and in the whole document is running text."""
    prose = np.where(shape.sentence, shape.words, 0)
    columns: Columns = {}
    for radius in RADII:
        inside = sequence.window_mean(prose, radius)
        columns[f"prose_{radius}"] = np.log1p(inside).astype(np.float32)
        whole = sequence.window_mean(shape.words, radius)
        columns[f"prose_share_{radius}"] = (inside / np.maximum(whole, 1)).astype(np.float32)
    total, above = sequence.total(prose), sequence.sum_above(prose)
    columns["prose_above_share"] = (above / np.maximum(total, 1)).astype(np.float32)
    columns["prose_above"] = np.log1p(above).astype(np.float32)
    columns["prose_below"] = np.log1p(np.maximum(total - above - prose, 0)).astype(np.float32)
    columns["prose_total_share"] = (total / np.maximum(sequence.total(shape.words), 1)).astype(np.float32)
    columns["document_lines"] = np.log1p(sequence.end - sequence.first).astype(np.float32)
    return columns


def _run_columns(shape: Shape, sequence: Sequence) -> Columns:
    """Runs of lines of the same look: a list of headlines, a menu, paragraphs."""
    columns: Columns = {}
    for name, key in (("look", shape.signature), ("headline", shape.headline.astype(np.int64))):
        begins = np.append(True, key[1:] != key[:-1])[: sequence.size] | (sequence.index == sequence.first)
        run = np.cumsum(begins) - 1
        starts = np.flatnonzero(begins)
        length = np.diff(np.append(starts, sequence.size))[run]
        columns[f"{name}_run"] = np.log1p(length).astype(np.float32)
        columns[f"{name}_run_place"] = ((sequence.index - starts[run]) / length).astype(np.float32)
    same = _group_counts(shape.signature, sequence.document)
    columns["look_share"] = (same / (sequence.end - sequence.first)).astype(np.float32)
    return columns


def _repetition_columns(batch: Batch, tokens: Tokens, sequence: Sequence) -> Columns:
    """How often the whole line, its first words and its last characters stand in the document."""
    whole = spans(batch.sums, batch.starts, batch.ends)
    firsts = tokens.bounds[:-1]
    last_of_prefix = np.minimum(firsts + PREFIX_WORDS, tokens.bounds[1:]) - 1
    worded = tokens.bounds[1:] > firsts
    prefix_end = np.where(worded, np.append(tokens.ends, 0)[last_of_prefix], batch.starts)
    prefix = spans(batch.sums, batch.starts, np.maximum(prefix_end, batch.starts))
    suffix = spans(batch.sums, np.maximum(batch.ends - 3, batch.starts), batch.ends)
    count = _group_counts(whole.view(np.int64), sequence.document)
    return {
        "repeats": np.log(count).astype(np.float32),
        "repeats_nearby": (_repeats_next_to(whole, sequence)).astype(np.float32),
        "prefix_repeats": np.log(_group_counts(prefix.view(np.int64), sequence.document)).astype(np.float32),
        "suffix_repeats": np.log(_group_counts(suffix.view(np.int64), sequence.document)).astype(np.float32),
    }


def _repeats_next_to(whole: NDArray[np.uint64], sequence: Sequence) -> NDArray[np.bool_]:
    """Whether one of the two neighbours is the same line."""
    equal = np.append(whole[1:] == whole[:-1], False)[: sequence.size] & (sequence.index + 1 < sequence.end)
    return equal | np.append(False, equal[:-1])[: sequence.size]


def _group_counts(key: Ints, document: Ints) -> Ints:
    """(L,) number of lines in the document that have the same key."""
    order = np.lexsort((key, document))
    key, document = key[order], document[order]
    begins = np.append(True, (key[1:] != key[:-1]) | (document[1:] != document[:-1]))[: len(key)]
    group = np.cumsum(begins) - 1
    counts = np.empty(len(key), np.int64)
    counts[order] = np.bincount(group)[group] if len(key) else 0
    return counts
