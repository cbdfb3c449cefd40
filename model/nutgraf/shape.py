"""The look of each line by itself: length, case, punctuation, common words. Nothing here is bound to a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import NEWLINE, Batch, Ints, differences, indices
from nutgraf.characters import (
    BRACKET,
    COLON,
    COMMA,
    DASH,
    DENSE,
    DIGIT,
    END_MARK,
    LETTER,
    LOWER,
    QUOTE,
    SEPARATOR,
    SPACE,
    SYMBOL,
    UPPER,
    VALUE_SIGN,
    CharacterClass,
)
from nutgraf.commonwords import places
from nutgraf.tokens import Tokens

Columns = dict[str, NDArray[np.float32]]

CLASSES = len(CharacterClass)
#: Shape of a sentence: words, and the share of them that is not capitalised or is common.
SENTENCE_WORDS, SENTENCE_PLAIN = 6, 0.4
LONG_PARAGRAPH = 25  # words
HEADLINE_WORDS = (4, 22)
#: Words between which lines are of one size, for their look.
SIZES = np.array([1.5, 3.5, 7.5, 15.5, 30.5])
BORDER_CLASSES = {
    "upper": (UPPER,),
    "lower": (LOWER,),
    "caseless": (LETTER, DENSE),
    "digit": (DIGIT,),
    "quote": (QUOTE,),
    "bracket": (BRACKET,),
    "dash": (DASH,),
    "separator": (SEPARATOR, SYMBOL),
    "value_sign": (VALUE_SIGN,),
}
#: (len(BORDER_CLASSES), number of classes) whether a character of the class is of the kind.
BORDER_TABLE = np.zeros((len(BORDER_CLASSES), CLASSES), np.float32)
for _row, _kinds in zip(BORDER_TABLE, BORDER_CLASSES.values(), strict=True):
    _row[list(_kinds)] = 1
#: Of each class, whether a line's end as a sentence is looked for before it.
AFTER_END = np.zeros(CLASSES, bool)
AFTER_END[[QUOTE, BRACKET, SPACE]] = True
#: Classes whose share of a line, and number in it, are columns.
SHARES = (DIGIT, SYMBOL, BRACKET, DASH, SEPARATOR, VALUE_SIGN, QUOTE, COLON)
SHARE_NAMES = tuple(CharacterClass(kind).name.lower() for kind in SHARES)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What the context features need of each line, (L,) each, and the columns for the network."""

    columns: Columns
    words: NDArray[np.float32]  # weight of the line's words
    sentence: NDArray[np.bool_]  # reads like a sentence of running text
    paragraph: NDArray[np.bool_]  # a long one
    headline: NDArray[np.bool_]  # length and end of a headline
    short: NDArray[np.bool_]  # at most three words
    signature: Ints  # lines of the same look have the same number
    common: NDArray[np.bool_]  # (t,) which tokens are common words
    capital: NDArray[np.bool_]  # (t,) which tokens begin with a capital


def per_line(rows: Sequence[NDArray[np.bool_] | Ints], bounds: Ints) -> NDArray[np.int32]:
    """(k, L) sums over the tokens of each line, of k rows of whole numbers (t,); `bounds` as of `Tokens`."""
    sums = np.zeros((len(rows), int(bounds[-1]) + 1), np.int32)
    for row, values in zip(sums, rows, strict=True):
        row[1:] = values
    np.add.accumulate(sums, axis=1, out=sums)
    return differences(sums.take(bounds, axis=1))


def describe(batch: Batch, tokens: Tokens, common_words: NDArray[np.bool_]) -> Shape:
    """Shape of every line; `common_words` as in `nutgraf.commonwords`."""
    counts = class_counts(batch)
    common = common_words[places(tokens.hashes)]
    capital = tokens.first == UPPER
    words = tokens.line_weights
    columns = {
        **_length_columns(batch, words, counts),
        **_word_columns(batch, tokens, common, capital),
        **_border_columns(batch),
        **_pattern_columns(batch, tokens),
    }
    ended = columns["ends_sentence"] > 0
    plain = columns["plain_share"] >= SENTENCE_PLAIN
    sentence = (words >= SENTENCE_WORDS) & (ended | (columns["inner_ends"] > 0)) & plain
    headline = (words >= HEADLINE_WORDS[0]) & (words <= HEADLINE_WORDS[1]) & ~ended
    return Shape(
        columns=columns,
        words=words,
        sentence=sentence,
        paragraph=sentence & (words >= LONG_PARAGRAPH),
        headline=headline,
        short=words <= 3,
        signature=_signature(columns, words),
        common=common,
        capital=capital,
    )


def class_counts(batch: Batch) -> Ints:
    """(L, number of classes) characters of each class in each line."""
    lines = len(batch)
    # Most characters are lower-case letters: they are what the others leave.
    others = indices(batch.classes != LOWER)
    within = others.searchsorted(batch.starts), others.searchsorted(batch.ends)
    line = np.arange(lines).repeat(within[1] - within[0] + 1)  # each line with the NEWLINE after it
    key = batch.classes[others[1:]] * np.int64(lines) + line  # without the NEWLINE before the first line
    counts = np.bincount(key, minlength=lines * CLASSES).reshape(CLASSES, lines)
    counts[SPACE] -= 1  # the NEWLINE
    counts[LOWER] = batch.ends - batch.starts - counts.sum(0)
    return counts.T


def _length_columns(batch: Batch, words: NDArray[np.float32], counts: Ints) -> Columns:
    """Lengths on a log scale, and the share of each class of characters."""
    size = np.maximum(batch.ends - batch.starts, 1)
    caseless = counts[:, LETTER] + counts[:, DENSE]
    letters = np.maximum(counts[:, UPPER] + counts[:, LOWER] + caseless, 1)
    columns: Columns = {
        "log_characters": np.log1p(batch.lengths).astype(np.float32),
        "log_words": np.log1p(words.astype(np.float64)).astype(np.float32),
        "upper_share": (counts[:, UPPER] / letters).astype(np.float32),
        "caseless": (caseless / letters).astype(np.float32),
        "letter_share": (letters / size).astype(np.float32),
    }
    counted = counts.T[[*SHARES, COMMA, END_MARK]]
    logs = np.log1p(counted).astype(np.float32)
    shares = (counted[: len(SHARES)] / size).astype(np.float32)
    for name, share, log in zip(SHARE_NAMES, shares, logs, strict=False):
        columns[f"{name}_share"], columns[f"{name}_count"] = share, log
    columns["comma_count"], columns["end_mark_count"] = logs[-2:]
    return columns


def _word_columns(batch: Batch, tokens: Tokens, common: NDArray[np.bool_], capital: NDArray[np.bool_]) -> Columns:
    """Case and length of the words, and which of them are common."""
    count = np.maximum(differences(tokens.bounds), 1)
    length = tokens.ends - tokens.starts
    second = batch.classes[np.minimum(tokens.starts + 1, len(batch.classes) - 1)]
    long_word = length > 3
    shouted = capital & (length > 1) & (second == UPPER)
    flags = [capital, shouted, tokens.first == DIGIT, common, ~capital | common]
    sums = per_line([length, *flags, capital & long_word, long_word], tokens.bounds)
    names = ("mean_word_length", "capital_share", "shouted_share", "digit_word_share", "common_share", "plain_share")
    share = dict(zip(names, (sums[:-2] / count).astype(np.float32), strict=True))
    ends = _at_ends(common, tokens)
    return {
        "mean_word_length": share["mean_word_length"],
        "capital_share": share["capital_share"],
        "long_capital_share": (sums[-2] / np.maximum(sums[-1], 1)).astype(np.float32),
        "shouted_share": share["shouted_share"],
        "digit_word_share": share["digit_word_share"],
        "common_share": share["common_share"],
        "common_count": np.log1p(sums[4]).astype(np.float32),
        "plain_share": share["plain_share"],
        "common_first": ends[0],
        "common_last": ends[1],
    }


def _at_ends(flags: NDArray[np.bool_], tokens: Tokens) -> NDArray[np.float32]:
    """(2, L) whether the first and the last word of each line is flagged."""
    begins, ends = tokens.bounds[:-1], tokens.bounds[1:]
    found = np.zeros((2, len(begins)), np.float32)
    some = indices(ends > begins)
    found[0, some], found[1, some] = flags[begins[some]], flags[ends[some] - 1]
    return found


def _border_columns(batch: Batch) -> Columns:
    """Class of the first and the last character, and whether the line ends as a sentence does."""
    filled = batch.ends > batch.starts
    # Empty lines point at the NEWLINE after them, which has class SPACE.
    first = batch.classes[batch.starts]
    last = batch.classes[np.where(filled, batch.ends - 1, batch.ends)]
    columns: Columns = {}
    for name, at_first, at_last in zip(BORDER_CLASSES, BORDER_TABLE[:, first], BORDER_TABLE[:, last], strict=True):
        columns[f"first_{name}"], columns[f"last_{name}"] = at_first, at_last
    end = _last_solid(batch.classes, batch.starts, batch.ends)
    ended = (batch.classes[end] == END_MARK) & (end >= batch.starts)
    columns["ends_sentence"] = ended.astype(np.float32)
    mark = batch.codes[end]
    asked = (mark == ord("?")) | (mark == ord("؟")) | (mark == ord("!"))
    columns["ends_question"] = (ended & asked).astype(np.float32)
    dots = ended & (batch.codes[np.maximum(end - 1, 0)] == ord("."))
    columns["ends_dots"] = dots.astype(np.float32)
    columns["ends_colon"] = (last == COLON).astype(np.float32)
    columns["ends_comma"] = (last == COMMA).astype(np.float32)
    return columns


def _last_solid(classes: NDArray[np.uint8], starts: Ints, ends: Ints) -> Ints:
    """(L,) place of each line's last character that is no quote, bracket or white space; before the line if none is."""
    last = ends - 1
    moving = indices(AFTER_END[classes[last]] & (last >= starts))
    while len(moving):  # a step by one character for the lines that are not there yet, which are few
        last[moving] -= 1
        moving = moving[AFTER_END[classes[last[moving]]] & (last[moving] >= starts[moving])]
    return last


def _pattern_columns(batch: Batch, tokens: Tokens) -> Columns:
    """Ends of sentences inside the line, clock times, years, addresses."""
    classes, codes = batch.classes, batch.codes
    at = indices((classes == END_MARK) | (classes == COLON) | (codes == ord("@")))
    own, code, before, after = classes[at], codes[at], classes[at - 1], classes[at + 1]
    end = own == END_MARK
    inner_end = end & ((after == SPACE) & (codes[at + 1] != NEWLINE) | (after == DENSE))
    clock = (own == COLON) & (before == DIGIT) & (after == DIGIT)
    at_sign = (code == ord("@")) & (after != SPACE)
    address = (code == ord(".")) & (before == LOWER) & (after == LOWER)
    line = batch.ends.searchsorted(at)
    counts = [np.bincount(line[flags], minlength=len(batch)) for flags in (inner_end, clock, at_sign, address)]
    year = (tokens.first == DIGIT) & (tokens.ends - tokens.starts == 4)
    counts.append(per_line([year], tokens.bounds)[0])
    names = ("inner_ends", "clock_times", "at_signs", "addresses", "years")
    return dict(zip(names, np.log1p(np.array(counts)).astype(np.float32), strict=True))


def _signature(columns: Columns, words: NDArray[np.float32]) -> Ints:
    """One number for the look of a line: size, case, digits, first and last character."""
    size = SIZES.searchsorted(words)
    parts = [
        columns["capital_share"] > 0.6,
        columns["shouted_share"] > 0.6,
        columns["digit_share"] > 0.2,
        columns["ends_sentence"] > 0,
        columns["last_dash"] > 0,
        columns["last_separator"] > 0,
        columns["first_dash"] > 0,
        columns["first_separator"] > 0,
        columns["first_digit"] > 0,
    ]
    signature = size.astype(np.int64)
    for part in parts:
        signature = signature * 2 + part
    return signature
