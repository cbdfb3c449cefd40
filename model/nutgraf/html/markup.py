"""What the tags, classes and ids around a block say of it: a linear model over hashed tokens.

As `nutgraf.ngrams` does with letters. A token counts by how far above the block its element is, for "article" right
above a paragraph means more than ten levels up; and once more wherever it stands.
"""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints, ranges
from nutgraf.hashing import mix
from nutgraf.html.layout import Layout
from nutgraf.network import check_parameters

TABLE_BITS = 16
#: The three labels, and the headline.
ANSWERS = 4
#: Bucket of each distance between a block's element and one above it; the last holds all farther ones.
BUCKETS = np.array([0, 1, 2, 2, 3, 3, 3, 4])
ANYWHERE = 5
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DIGITS = re.compile(r"\d+")
#: Tokens of an element that are looked at: some carry hundreds of generated classes.
MOST_TOKENS = 24
#: Characters of an element's names that are looked at; a label can hold a whole paragraph, and what is cached stays.
LONGEST_NAMES = 1000


@dataclass(frozen=True, slots=True, eq=False)
class MarkupTable:
    """`evidence = scale * sum of weights / sqrt(number of tokens) + bias`.

    Raises:
        ValueError: if a parameter is beyond what a trained model can hold.
    """

    weights: NDArray[np.int16]  # (2^TABLE_BITS, ANSWERS)
    scale: float
    bias: NDArray[np.float32]  # (ANSWERS,)

    def __post_init__(self) -> None:
        check_parameters(markup_scale=self.scale, markup_bias=self.bias)

    def evidence(self, layout: Layout) -> NDArray[np.float32]:
        """(L, ANSWERS) log-odds of each label against the rest, and of the headline."""
        grams = markup_grams(layout)
        near, kinds = grams.kind * ANYWHERE + grams.bucket, np.arange(len(grams.starts))
        # Sums by kind of element and bucket first: cards and paragraphs repeat.
        used = np.zeros(len(kinds) * ANYWHERE, bool)
        used[near] = True
        cells = np.flatnonzero(used)
        sums = np.zeros((len(used), ANSWERS), np.int64)
        sums[cells] = self._sums(grams, cells // ANYWHERE, cells % ANYWHERE)
        sums += np.repeat(self._sums(grams, kinds, np.full(len(kinds), ANYWHERE)), ANYWHERE, axis=0)
        sizes = grams.ends - grams.starts
        total = segment_sums(sums[near], grams.bounds[:-1], grams.bounds[1:])
        count = segment_sums(2 * sizes[grams.kind], grams.bounds[:-1], grams.bounds[1:])
        root = np.sqrt(np.maximum(count, 1))
        return (total * (self.scale / root)[:, None] + self.bias).astype(np.float32)

    def _sums(self, grams: "MarkupGrams", kinds: Ints, bucket: Ints) -> Ints:
        """(n, ANSWERS) sums of the weights of each kind's tokens at a distance."""
        starts, sizes = grams.starts[kinds], (grams.ends - grams.starts)[kinds]
        weights = self.weights[rows(grams.hashes[ranges(starts, sizes)], np.repeat(bucket, sizes))]
        ends = np.cumsum(sizes)
        return segment_sums(weights, ends - sizes, ends)


def segment_sums(values: NDArray[np.integer[Any]], starts: Ints, ends: Ints) -> Ints:
    """Sums of values along the first axis, from each start to before its end."""
    running = np.zeros((len(values) + 1, *values.shape[1:]), np.int64)
    np.cumsum(values, axis=0, out=running[1:])
    return running[ends] - running[starts]


@dataclass(frozen=True, slots=True, eq=False)
class MarkupGrams:
    """P pairs of a block and an element around it; the elements' tokens by kind of element."""

    hashes: NDArray[np.uint64]  # (t,) of the tokens of all kinds
    starts: Ints  # (K,) first token of each kind
    ends: Ints  # (K,)
    kind: Ints  # (P,)
    bucket: Ints  # (P,)
    bounds: Ints  # (L + 1,) first pair of each block, and P


def markup_grams(layout: Layout) -> MarkupGrams:
    """Tokens of every element with text in it."""
    tokens = [element_tokens(tag, names[:LONGEST_NAMES]) for tag, names in layout.kinds]
    sizes = np.fromiter(map(len, tokens), np.int64, len(tokens))
    ends = np.cumsum(sizes)
    hashes = np.fromiter((token for part in tokens for token in part), np.uint64, int(sizes.sum()))
    bucket = BUCKETS[np.minimum(layout.up, len(BUCKETS) - 1)]
    return MarkupGrams(mix(hashes), ends - sizes, ends, layout.kind[layout.pair_element], bucket, layout.bounds)


def rows(hashes: NDArray[np.uint64], bucket: Ints | int) -> Ints:
    """Rows of the table for tokens at a distance; of one shape with `hashes`, or of both by broadcasting."""
    shifted = hashes + np.asarray(bucket).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return (mix(shifted) >> np.uint64(64 - TABLE_BITS)).astype(np.int64)


def pair_rows(grams: MarkupGrams) -> tuple[Ints, Ints]:
    """Rows of the table that each block holds, for training: rows (m,), and their blocks (m,)."""
    sizes = (grams.ends - grams.starts)[grams.kind]
    hashes = grams.hashes[ranges(grams.starts[grams.kind], sizes)]
    block = np.repeat(np.repeat(np.arange(len(grams.bounds) - 1), np.diff(grams.bounds)), sizes)
    near = rows(hashes, np.repeat(grams.bucket, sizes))
    return np.concatenate([near, rows(hashes, ANYWHERE)]), np.concatenate([block, block])


@lru_cache(maxsize=1 << 15)
def element_tokens(tag: str, names: str) -> tuple[int, ...]:
    """Hashes of an element's tag, of its class and id tokens, and of the words in them."""
    found = {f"<{tag}"}
    if names:
        for token in names.split()[:MOST_TOKENS]:
            found.add(_DIGITS.sub("0", token.casefold())[:40])
            found.update("~" + word.casefold()[:20] for word in _WORD.findall(_CAMEL.sub(" ", token)))
    return tuple(zlib.crc32(token.encode("utf-8", "replace")) for token in sorted(found))
