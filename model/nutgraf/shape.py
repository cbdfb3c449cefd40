"""The look of each line by itself: length, case, punctuation, common words. Nothing here is bound to a language."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch, Ints
from nutgraf.characters import CharacterClass as C
from nutgraf.tokens import Tokens

Columns = dict[str, NDArray[np.float32]]

#: A word is common where at least this share of documents of some language holds it (rounded to 1 / 255).
COMMON = round(0.15 * 255)
#: Shape of a sentence: words, and the share of them that is not capitalised or is common.
SENTENCE_WORDS, SENTENCE_PLAIN = 6, 0.4
LONG_PARAGRAPH = 25  # words
HEADLINE_WORDS = (4, 22)
BORDER_CLASSES = {
    "upper": (C.UPPER,),
    "lower": (C.LOWER,),
    "caseless": (C.LETTER, C.DENSE),
    "digit": (C.DIGIT,),
    "quote": (C.QUOTE,),
    "bracket": (C.BRACKET,),
    "dash": (C.DASH,),
    "separator": (C.SEPARATOR, C.SYMBOL),
    "value_sign": (C.VALUE_SIGN,),
}


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


def per_line(values: NDArray[np.generic], bounds: Ints) -> NDArray[np.float64]:
    """Sums of per-token values over the tokens of each line; exact for whole numbers."""
    sums = np.zeros(len(values) + 1, np.float64)
    np.cumsum(values, out=sums[1:])
    return np.diff(sums[bounds])


def describe(batch: Batch, tokens: Tokens, commonness: NDArray[np.uint8]) -> Shape:
    """Shape of every line; `commonness` (2^16,) maps the top bits of a word's hash to its share of documents."""
    counts = class_counts(batch)
    common = commonness[(tokens.hashes >> np.uint64(48)).astype(np.int64)] >= COMMON
    capital = tokens.first == C.UPPER
    columns = {
        **_length_columns(batch, tokens, counts),
        **_word_columns(batch, tokens, common, capital),
        **_border_columns(batch),
        **_pattern_columns(batch, tokens),
    }
    words = per_line(tokens.weights, tokens.bounds).astype(np.float32)
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
    sizes = batch.ends - batch.starts + 1
    line = np.repeat(np.arange(len(batch)), sizes)
    key = line * len(C) + batch.classes[1:]
    counts = np.bincount(key, minlength=len(batch) * len(C)).reshape(len(batch), len(C))
    counts[:, C.SPACE] -= 1  # the NEWLINE after the line
    return counts


def _length_columns(batch: Batch, tokens: Tokens, counts: Ints) -> Columns:
    """Lengths on a log scale, and the share of each class of characters."""
    size = np.maximum(batch.ends - batch.starts, 1)
    letters = np.maximum(counts[:, [C.UPPER, C.LOWER, C.LETTER, C.DENSE]].sum(1), 1)
    columns: Columns = {
        "log_characters": np.log1p(batch.lengths).astype(np.float32),
        "log_words": np.log1p(per_line(tokens.weights, tokens.bounds)).astype(np.float32),
        "upper_share": (counts[:, C.UPPER] / letters).astype(np.float32),
        "caseless": ((counts[:, C.LETTER] + counts[:, C.DENSE]) / letters).astype(np.float32),
        "letter_share": (letters / size).astype(np.float32),
    }
    for kind in (C.DIGIT, C.SYMBOL, C.BRACKET, C.DASH, C.SEPARATOR, C.VALUE_SIGN, C.QUOTE, C.COLON):
        columns[f"{kind.name.lower()}_share"] = (counts[:, kind] / size).astype(np.float32)
        columns[f"{kind.name.lower()}_count"] = np.log1p(counts[:, kind]).astype(np.float32)
    columns["comma_count"] = np.log1p(counts[:, C.COMMA]).astype(np.float32)
    columns["end_mark_count"] = np.log1p(counts[:, C.END_MARK]).astype(np.float32)
    return columns


def _word_columns(batch: Batch, tokens: Tokens, common: NDArray[np.bool_], capital: NDArray[np.bool_]) -> Columns:
    """Case, length and commonness of the words."""
    count = np.maximum(np.diff(tokens.bounds), 1)
    length = tokens.ends - tokens.starts
    second = batch.classes[np.minimum(tokens.starts + 1, len(batch.classes) - 1)]
    shouted = capital & (length > 1) & (second == C.UPPER)
    long_word = length > 3
    long_count = np.maximum(per_line(long_word, tokens.bounds), 1)
    digit = tokens.first == C.DIGIT

    def share(flags: NDArray[np.bool_]) -> NDArray[np.float32]:
        return (per_line(flags, tokens.bounds) / count).astype(np.float32)

    return {
        "mean_word_length": (per_line(length, tokens.bounds) / count).astype(np.float32),
        "capital_share": share(capital),
        "long_capital_share": (per_line(capital & long_word, tokens.bounds) / long_count).astype(np.float32),
        "shouted_share": share(shouted),
        "digit_word_share": share(digit),
        "common_share": share(common),
        "common_count": np.log1p(per_line(common, tokens.bounds)).astype(np.float32),
        "plain_share": share(~capital | common),
        "common_first": _at_first(common, tokens),
        "common_last": _at_last(common, tokens),
    }


def _at_first(flags: NDArray[np.bool_], tokens: Tokens) -> NDArray[np.float32]:
    some = tokens.bounds[1:] > tokens.bounds[:-1]
    padded = np.append(flags, False)
    return (padded[tokens.bounds[:-1]] & some).astype(np.float32)


def _at_last(flags: NDArray[np.bool_], tokens: Tokens) -> NDArray[np.float32]:
    some = tokens.bounds[1:] > tokens.bounds[:-1]
    padded = np.append(flags, False)
    return (padded[tokens.bounds[1:] - 1] & some).astype(np.float32)


def _border_columns(batch: Batch) -> Columns:
    """Class of the first and the last character, and whether the line ends as a sentence does."""
    filled = batch.ends > batch.starts
    # Empty lines point at the NEWLINE after them, which has class SPACE.
    first = batch.classes[batch.starts]
    last = batch.classes[np.where(filled, batch.ends - 1, batch.ends)]
    columns: Columns = {}
    for name, kinds in BORDER_CLASSES.items():
        columns[f"first_{name}"] = np.isin(first, kinds).astype(np.float32)
        columns[f"last_{name}"] = np.isin(last, kinds).astype(np.float32)
    solid = ~np.isin(batch.classes, (C.QUOTE, C.BRACKET, C.SPACE))
    place = np.maximum.accumulate(np.where(solid, np.arange(len(solid)), 0))
    end = place[batch.ends - 1]
    ended = (batch.classes[end] == C.END_MARK) & (end >= batch.starts)
    columns["ends_sentence"] = ended.astype(np.float32)
    columns["ends_question"] = (ended & np.isin(batch.codes[end], [ord(c) for c in "?؟!"])).astype(np.float32)
    dots = ended & (batch.codes[np.maximum(end - 1, 0)] == ord("."))
    columns["ends_dots"] = dots.astype(np.float32)
    columns["ends_colon"] = (last == C.COLON).astype(np.float32)
    columns["ends_comma"] = (last == C.COMMA).astype(np.float32)
    return columns


def _pattern_columns(batch: Batch, tokens: Tokens) -> Columns:
    """Ends of sentences inside the line, clock times, years, addresses."""
    classes, codes = batch.classes, batch.codes
    after = np.append(classes[1:], np.uint8(C.SPACE))
    before = np.append(np.uint8(C.SPACE), classes[:-1])
    inner_end = (classes == C.END_MARK) & (after == C.SPACE) & (np.append(codes[1:], 10) != 10)
    dense_end = (classes == C.END_MARK) & (after == C.DENSE)
    clock = (classes == C.COLON) & (before == C.DIGIT) & (after == C.DIGIT)
    at_sign = (codes == ord("@")) & (after != C.SPACE)
    address = (codes == ord(".")) & (before == C.LOWER) & (after == C.LOWER)
    length = tokens.ends - tokens.starts
    year = (tokens.first == C.DIGIT) & (length == 4)
    return {
        "inner_ends": np.log1p(_events(inner_end | dense_end, batch)).astype(np.float32),
        "clock_times": np.log1p(_events(clock, batch)).astype(np.float32),
        "at_signs": np.log1p(_events(at_sign, batch)).astype(np.float32),
        "addresses": np.log1p(_events(address, batch)).astype(np.float32),
        "years": np.log1p(per_line(year, tokens.bounds)).astype(np.float32),
    }


def _events(flags: NDArray[np.bool_], batch: Batch) -> Ints:
    """Number of flagged characters in each line."""
    at = np.flatnonzero(flags)
    return np.searchsorted(at, batch.ends) - np.searchsorted(at, batch.starts)


def _signature(columns: Columns, words: NDArray[np.float32]) -> Ints:
    """One number for the look of a line: size, case, digits, first and last character."""
    size = np.searchsorted([1.5, 3.5, 7.5, 15.5, 30.5], words)
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
