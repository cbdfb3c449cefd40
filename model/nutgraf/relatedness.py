"""How much of a line's wording comes back elsewhere in its document: stories share names, furniture does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints, differences, indices
from nutgraf.sequence import STEPS, sums_before, to_steps
from nutgraf.shape import Columns
from nutgraf.tokens import Tokens

#: Lines apart up to which an occurrence counts as near, in either direction and in one alone.
NEAR, NEAR_ONE_WAY = (3, 10), (1, 2, 6)


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """The content words of a batch (no common words, no single letters), sorted by document, word and line."""

    tokens: Ints  # (s,) index of the token
    lines: Ints  # (s,) its line
    groups: Ints  # (s,) number of the (document, word) it belongs to
    group_bounds: Ints  # (number of groups + 1,) first occurrence of each group, and s
    reading: Ints  # (s,) place of each occurrence here, in reading order
    line_bounds: Ints  # (L + 1,) first of each line in reading order, and s


def find_occurrences(tokens: Tokens, documents: Ints, common: NDArray[np.bool_]) -> Occurrences:
    """Group equal content words of a document; `documents` is (L,)."""
    content = indices(~common & (tokens.ends - tokens.starts > 1) | (tokens.weights < 1))
    lines = tokens.lines[content]
    # One odd factor per document keeps words of different documents apart, but for chance 2^-64 per pair.
    key = (tokens.hashes[content] | np.uint64(1)) * (2 * documents[lines] + 1).astype(np.uint64)
    order = key.argsort(kind="stable")
    key = key[order]
    first = np.ones(len(key) + 1, bool)  # one more for the end of the last group
    np.not_equal(key[1:], key[:-1], out=first[1:-1])
    reading = np.empty(len(order), np.int64)
    reading[order] = np.arange(len(order))
    return Occurrences(
        tokens=content[order],
        lines=lines[order],
        groups=first[:-1].cumsum() - 1,
        group_bounds=indices(first),
        reading=reading,
        line_bounds=lines.searchsorted(np.arange(len(documents) + 1)),
    )


class Relatedness:
    """Shares of each line's content words that also stand in other lines, weighted in several ways."""

    def __init__(self, tokens: Tokens, occurrences: Occurrences, capital: NDArray[np.bool_]) -> None:
        self._found = found = occurrences
        same_word = found.groups[1:] == found.groups[:-1]
        # A word that stands twice in one line counts once: later standings are no occurrences.
        self._fresh = np.ones(len(found.lines), bool)
        self._fresh[1:] = ~(same_word & (found.lines[1:] == found.lines[:-1]))
        spread = self._group_sums(self._fresh.astype(np.int64))
        # A word that stands in many lines of a document tells them apart less (as inverse document frequency does).
        self._weight = tokens.weights[found.tokens] * self._fresh / np.sqrt(np.maximum(spread, 1))
        self._capital = capital[found.tokens]
        self._total, self._count = self._line_sums(np.array([self._weight, self._fresh]))

    def _group_sums(self, values: Ints) -> Ints:
        """(..., s) sum of the values over the group of each occurrence."""
        sums = differences(sums_before(values).take(self._found.group_bounds, axis=-1))
        return sums.take(self._found.groups, axis=-1)

    def _line_sums(self, values: NDArray[np.generic]) -> Ints:
        """(..., L) sum of the (..., s) values over the occurrences in each line, in steps."""
        sums = sums_before(to_steps(values).take(self._found.reading, axis=-1))
        return differences(sums.take(self._found.line_bounds, axis=-1))

    def _share(self, values: NDArray[np.generic], total: Ints) -> NDArray[np.float32]:
        return (self._line_sums(values) / np.maximum(total, 1)).astype(np.float32)

    def in_others(self, evidence: NDArray[np.generic]) -> NDArray[np.float64]:
        """(..., s) sum of the (..., L) evidence over the other lines that hold each occurrence's word."""
        steps = to_steps(evidence).take(self._found.lines, axis=-1) * self._fresh
        return (self._group_sums(steps) - steps) / STEPS

    def elsewhere(self, evidence: NDArray[np.generic]) -> NDArray[np.float32]:
        """(..., L) mean over a line's content words of the evidence in the OTHER lines that hold the word, cut at 1.

        `evidence` is (..., L) in [0, 1]: how far each line counts, for instance the probability that it is body.
        """
        return self.elsewhere_of(self.in_others(evidence))

    def elsewhere_of(self, others: NDArray[np.float64]) -> NDArray[np.float32]:
        """`elsewhere`, from what `in_others` gave."""
        return self._share(self._weight * np.minimum(others, 1.0), self._total)

    def depth(self, evidence: NDArray[np.generic]) -> NDArray[np.float32]:
        """(..., L) mean over a line's content words of log(1 + evidence in the other lines that hold the word).

        Where `elsewhere` asks whether a word comes back, this asks how often: a story's subjects come back most.
        """
        return self.depth_of(self.in_others(evidence))

    def depth_of(self, others: NDArray[np.float64]) -> NDArray[np.float32]:
        """`depth`, from what `in_others` gave."""
        return self._share(self._fresh * np.log1p(others), self._count)

    def columns(self, sentence: NDArray[np.bool_], opening: NDArray[np.bool_]) -> Columns:
        """Overlap with running text, with the opening, with near lines, with names."""
        evidence = np.ones((3, len(sentence)), np.int64)
        evidence[1], evidence[2] = sentence, opening
        others = self.in_others(evidence)
        anywhere, in_sentences, in_opening = self.elsewhere_of(others)
        names = np.where(self._capital, self._weight, 0)
        near = self._near()
        in_text, all_names, *near_sums = self._line_sums(
            np.array([names * (others[1] > 0), names, *(self._weight * flags for flags in near.values())])
        )
        columns: Columns = {
            "overlap_anywhere": anywhere,
            "overlap_sentences": in_sentences,
            "overlap_opening": in_opening,
            "depth_sentences": self.depth_of(others[1]),
            "overlap_names": (in_text / np.maximum(all_names, 1)).astype(np.float32),
            "content_weight": np.log1p(self._total / STEPS).astype(np.float32),
        }
        for name, sums in zip(near, near_sums, strict=True):
            columns[name] = (sums / np.maximum(self._total, 1)).astype(np.float32)
        return columns

    def _near(self) -> dict[str, NDArray[np.bool_]]:
        """(s,) each: which words stand in another line near by, by the name of their column."""
        fresh = indices(
            self._fresh[: len(self._found.lines)]
        )  # a word's other standings in its line are not in between
        groups, lines = self._found.groups[fresh], self._found.lines[fresh]
        # Lines to the word's next standing below; as if far away where there is none.
        gaps = np.where(groups[1:] == groups[:-1], lines[1:] - lines[:-1], max(*NEAR, *NEAR_ONE_WAY) + 1)
        above, below = fresh[:-1], fresh[1:]
        ways = [
            *((f"overlap_near_{radius}", radius, [above, below]) for radius in NEAR),
            *((f"overlap_below_{radius}", radius, [above]) for radius in NEAR_ONE_WAY),
            *((f"overlap_above_{radius}", radius, [below]) for radius in NEAR_ONE_WAY),
        ]
        found = {}
        for name, radius, places in ways:
            found[name] = flags = np.zeros(len(self._found.lines), bool)
            for place in places:
                flags[place[gaps <= radius]] = True
        return found
