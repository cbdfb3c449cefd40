"""What the words and letters of a line alone say: a linear model over hashed n-grams.

After fastText (Joulin et al., 2016) and Vowpal Wabbit's hashing trick: no vocabulary is kept, an n-gram's hash names
its place. Few places are taken, by n-grams that training met on enough sites, so that others seldom fall on one of
them: those say nothing. Weights are whole numbers, three packed into one 64-bit integer, and a row of the table holds
those of all answers: one row per n-gram serves them all, and sums are exact in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import NEWLINE, Batch, Ints, differences, ranges
from nutgraf.hashing import MIX, mix, powers
from nutgraf.labels import LABELS
from nutgraf.tokens import Tokens

CHARACTER_ORDERS = (2, 3, 4, 5)
WORD_ORDERS = (1, 2)
#: Characters and words of a line that are looked at: what a line is shows at its begin.
CHARACTERS, WORDS = 160, 32
#: n-grams have 2^PLACE_BITS places: in the shipped model one in twenty is taken.
PLACE_BITS = 22
#: What a line may announce of its surroundings, told from the line alone: that the headline stands just above (bylines,
#: dates), that promos follow ("Related stories"), that the story has just ended (tag lists, sign-up boxes).
HERALDS = ("after_headline", "before_promo", "after_story")
#: Labels of the lines right below and right above, told from the line alone.
BESIDE = ("next_body", "next_promo", "previous_body", "previous_promo")
#: Where a line like this stands in a page's mark-up, learned from pages: what a plain text no longer shows.
MARKUP = (
    "like_caption", "like_comment", "like_author", "like_date", "like_related", "like_social", "like_tags", "like_ad",
    "like_heading", "like_link", "like_furniture", "like_article", "like_item", "like_paragraph",
)  # fmt: skip
#: All that is asked of a line alone, in the order of the table's fields.
ANSWERS = (*LABELS, *HERALDS, *BESIDE, *MARKUP)
#: Bits of each packed field: 160 x 4 + 64 summands of at most 2^10 stay below 2^20.
FIELD = 21
WEIGHT_LIMIT = 1 << 10
PER_PACK = 3
#: Rows whose weights stay in the processor's cache while they are packed.
PACKED_AT_ONCE = 4096
#: Packed integers in a row: 64 bytes, one line of the processor's cache.
PACKS = len(ANSWERS) // PER_PACK
#: Places whose weights stay in the processor's cache while they are summed up; more than a line has.
PLACES_AT_ONCE = 4096
DIGITS = (ord("0"), ord("9"))


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """The n-grams of one order: their places, and which of them each line holds.

    A line's n-grams begin at the same place in all orders of letters, and in all orders of words.
    """

    places: Ints  # (m,) in [0, 2^PLACE_BITS)
    starts: Ints  # (L,) first of each line's n-grams in `places`
    ends: Ints  # (L,)
    missing: int  # last places of each line where n-grams of another order begin, but none of this one


@dataclass(frozen=True, slots=True, eq=False)
class NgramTable:
    """The linear model: `evidence = scale * sum of weights / sqrt(number of n-grams) + bias`, for each of ANSWERS."""

    rows: NDArray[np.int32]  # (2^PLACE_BITS,) row of `packed` that each place has, as of `rows_of`
    packed: NDArray[np.int64]  # (K + 1, PACKS) weights of K n-grams, FIELD bits each; first a row of zeros
    scales: NDArray[np.float32]  # (PACKS,) of the answers of each pack
    bias: NDArray[np.float32]  # (len(ANSWERS),)

    @classmethod
    def of(
        cls,
        known: NDArray[np.bool_],
        weights: NDArray[np.int16],
        scales: NDArray[np.float32],
        bias: NDArray[np.float32],
    ) -> NgramTable:
        """A table of `known` (2^PLACE_BITS,) places; `weights` (K, len(ANSWERS)) are theirs, in their order."""
        packed = np.zeros((len(weights) + 1, PACKS), np.int64)
        packed[1:] = pack(weights)
        return cls(rows_of(known), packed, scales, bias)

    @property
    def known(self) -> NDArray[np.bool_]:
        """(2^PLACE_BITS,) places whose n-grams have weights."""
        return self.rows > 0

    def evidence(self, batch: Batch, tokens: Tokens) -> NDArray[np.float32]:
        """(L, len(ANSWERS)) log-odds of each answer against its opposite, from the line alone."""
        characters, words = list(_character_grams(batch)), list(_word_grams(tokens))
        totals = self._sums(characters) + self._sums(words)
        counts = np.array([grams.ends - grams.starts for grams in (*characters, *words)]).sum(0)
        factors = self.scales / np.sqrt(np.maximum(counts, 1))[:, None]
        parts = unpack(totals) * factors[:, :, None]
        return (parts.reshape(len(batch), len(ANSWERS)) + self.bias).astype(np.float32)

    def _sums(self, orders: list[Grams]) -> NDArray[np.int64]:
        """(L, PACKS) sums of the packed weights of each line's n-grams, of all orders of letters or of words.

        Those that begin at the same place are added first: to add whole arrays takes a third of what it takes to sum
        up runs of rows. A few lines at a time, so that all of it stays in the processor's cache.
        """
        # In each line, most n-grams are of the lowest order of letters, and of the highest of words, which has borders.
        starts, ends = orders[0].starts, np.maximum(orders[0].ends, orders[-1].ends)
        lasts = np.maximum(ends - np.arange(1, CHARACTER_ORDERS[-1])[:, None], starts)
        borders = np.array([starts, ends]).T.ravel()
        sums = np.empty((len(starts), PACKS), np.int64)
        room = np.empty((2, PLACES_AT_ONCE, PACKS), np.int64)
        last = 0
        while last < len(starts):
            first, begin = last, starts[last]
            last = int(ends.searchsorted(begin + PLACES_AT_ONCE, "right"))
            end = ends[last - 1]
            weights, more = room[:, : end - begin]
            for order, grams in enumerate(orders):
                found = more if order else weights
                # Everything is within its table: with "clip", numpy need not look whether it is, nor copy in case not.
                rows = self.rows.take(grams.places[begin:end], mode="clip")
                self.packed.take(rows, axis=0, out=found[: len(rows)], mode="clip")
                if grams.missing:
                    found[lasts[: grams.missing, first:last] - begin] = 0
                if order:
                    weights += more
            sums[first:last] = np.add.reduceat(weights, borders[2 * first : 2 * last - 1] - begin, axis=0)[::2]
        return sums


def line_grams(batch: Batch, tokens: Tokens) -> Iterator[Grams]:
    """The n-grams of every line: letters of each order, then words."""
    yield from _character_grams(batch)
    yield from _word_grams(tokens)


def _character_grams(batch: Batch) -> Iterator[Grams]:
    """Letters of the line's begin, with its borders as letters; digits are alike."""
    lengths = np.minimum(batch.ends - batch.starts, CHARACTERS) + 2
    codes = batch.codes[ranges(batch.starts - 1, lengths)].astype(np.uint64)
    codes[(codes >= DIGITS[0]) & (codes <= DIGITS[1])] = DIGITS[0]
    starts = lengths.cumsum() - lengths
    cut = batch.ends - batch.starts > CHARACTERS
    codes[(starts + lengths - 1)[cut]] = ord(" ")  # the line goes on: no border here
    sums = codes  # of code * BASE^place over the letters so far of the n-gram that begins at each letter
    for order in range(2, CHARACTER_ORDERS[-1] + 1):
        count = max(0, len(codes) - order + 1)
        sums = sums[:count] + codes[order - 1 :] * powers(order).up[order - 1]
        if order in CHARACTER_ORDERS:
            first = np.minimum(starts, count)  # the last line may be shorter than the n-gram
            last = first + np.maximum(lengths - order + 1, 0)
            yield Grams(_places(mix(sums) + np.uint64(order)), first, last, missing=order - CHARACTER_ORDERS[0])


def _word_grams(tokens: Tokens) -> Iterator[Grams]:
    """Single words, and pairs of neighbours with the line's borders as words; a word stands where its pair begins."""
    sizes = np.minimum(differences(tokens.bounds), WORDS)
    hashes = tokens.hashes[ranges(tokens.bounds[:-1], sizes)]
    bordered = np.full(len(hashes) + len(sizes) + 1, NEWLINE, np.uint64)
    bordered[np.arange(len(hashes)) + np.arange(1, len(sizes) + 1).repeat(sizes)] = hashes
    pairs = mix(bordered[:-1] * powers(2).up[1] + bordered[1:])
    starts = (sizes + 1).cumsum() - sizes - 1
    yield Grams(_places(bordered[1:] * powers(2).up[1]), starts, starts + sizes, missing=1)
    yield Grams(_places(pairs), starts, starts + sizes + 1, missing=0)


def _places(hashes: NDArray[np.uint64]) -> Ints:
    """The top bits of the mixed hashes; the last step of `hashing.mix` does not reach them."""
    places = hashes >> np.uint64(33)
    places ^= hashes
    places *= MIX
    places >>= np.uint64(64 - PLACE_BITS)
    return places.view(np.int64)


def rows_of(known: NDArray[np.bool_]) -> NDArray[np.int32]:
    """(2^PLACE_BITS,) the row of each place's weights: those of known places in order, from 1 on; of all others 0."""
    rows = np.zeros(len(known), np.int32)
    rows[known] = np.arange(1, 1 + np.count_nonzero(known), dtype=np.int32)
    return rows


def pack(weights: NDArray[np.int16]) -> NDArray[np.int64]:
    """(r, 3 k) whole-number weights, each within ±WEIGHT_LIMIT, to (r, k) packed ones.

    Quickest where the weights of a column stand side by side.
    """
    packed = np.empty((len(weights), weights.shape[1] // PER_PACK), np.int64)
    for begin in range(0, len(weights), PACKED_AT_ONCE):
        columns = weights[begin : begin + PACKED_AT_ONCE].T.astype(np.int64)
        first, second, third = (columns[place::PER_PACK] for place in range(PER_PACK))
        packed[begin : begin + PACKED_AT_ONCE] = (((third << FIELD) + second << FIELD) + first).T
    return packed


def unpack(sums: NDArray[np.int64]) -> Ints:
    """Sums of packed weights of any shape to (..., 3) sums; exact while each stays within ±2^20."""
    fields = np.empty((*sums.shape, PER_PACK), np.int64)
    half = np.int64(1 << (FIELD - 1))
    rest = sums
    for place in range(PER_PACK):
        low = ((rest + half) & ((1 << FIELD) - 1)) - half
        fields[..., place] = low
        rest = (rest - low) >> FIELD
    return fields
