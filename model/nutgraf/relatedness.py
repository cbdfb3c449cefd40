"""How much of a line's wording comes back elsewhere in its document: stories share names, furniture does not."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Ints
from nutgraf.sequence import STEPS, to_steps
from nutgraf.shape import Columns
from nutgraf.tokens import Tokens

#: Lines apart up to which an occurrence counts as near.
NEAR = (3, 10)


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """The content words of a batch (no common words, no single letters), sorted by document, word and line."""

    tokens: Ints  # (s,) index of the token
    lines: Ints  # (s,) its line
    groups: Ints  # (s,) number of the (document, word) it belongs to
    size: int  # number of groups


def find_occurrences(tokens: Tokens, documents: Ints, common: NDArray[np.bool_]) -> Occurrences:
    """Group equal content words of a document; `documents` is (L,)."""
    content = np.flatnonzero(~common & (tokens.ends - tokens.starts > 1) | (tokens.weights < 1))
    lines = tokens.lines[content]
    # One odd factor per document keeps words of different documents apart, but for chance 2^-64 per pair.
    key = (tokens.hashes[content] | np.uint64(1)) * (2 * documents[lines] + 1).astype(np.uint64)
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.append(True, key[1:] != key[:-1]) if len(key) else np.zeros(0, bool)
    groups = np.cumsum(first) - 1
    return Occurrences(content[order], lines[order], groups, int(groups[-1]) + 1 if len(groups) else 0)


class Relatedness:
    """Shares of each line's content words that also stand in other lines, weighted in several ways."""

    def __init__(self, tokens: Tokens, occurrences: Occurrences, capital: NDArray[np.bool_]) -> None:
        self._found = occurrences
        self._lines = len(tokens.bounds) - 1
        found = occurrences
        same = np.append(False, found.groups[1:] == found.groups[:-1])
        gap = np.append(0, np.diff(found.lines))
        # A word that stands twice in one line counts once: later standings are no occurrences.
        self._fresh = ~(same & (gap == 0))
        weights = tokens.weights[found.tokens] * self._fresh
        spread = np.bincount(found.groups, self._fresh, minlength=found.size)[found.groups]
        # A word that stands in many lines of a document tells them apart less (as inverse document frequency does).
        self._weight = weights / np.sqrt(np.maximum(spread, 1))
        self._capital = capital[found.tokens]
        self._total = self._sum(self._weight)

    def _sum(self, values: NDArray[np.generic]) -> NDArray[Any]:
        return np.bincount(self._found.lines, to_steps(values), minlength=self._lines)

    def _share(self, values: NDArray[np.generic], total: NDArray[Any]) -> NDArray[np.float32]:
        return (self._sum(values) / np.maximum(total, 1)).astype(np.float32)

    def _in_others(self, evidence: NDArray[np.generic]) -> NDArray[Any]:
        """(s,) sum of the (L,) evidence over the other lines that hold each occurrence's word."""
        steps = to_steps(evidence)[self._found.lines] * self._fresh
        sums = np.bincount(self._found.groups, steps, minlength=self._found.size)[self._found.groups]
        return (sums - steps) / STEPS

    def elsewhere(self, evidence: NDArray[np.generic]) -> NDArray[np.float32]:
        """(L,) mean over the line's content words of the evidence in the OTHER lines that hold the word, cut at 1.

        `evidence` is (L,) in [0, 1]: how far each line counts, for instance the probability that it is body.
        """
        return self._share(self._weight * np.minimum(self._in_others(evidence), 1.0), self._total)

    def depth(self, evidence: NDArray[np.generic]) -> NDArray[np.float32]:
        """(L,) mean over the line's content words of log(1 + evidence in the other lines that hold the word).

        Where `elsewhere` asks whether a word comes back, this asks how often: a story's subjects come back most.
        """
        return self._share(self._fresh * np.log1p(self._in_others(evidence)), self._sum(self._fresh))

    def columns(self, sentence: NDArray[np.bool_], opening: NDArray[np.bool_]) -> Columns:
        """Overlap with running text, with the opening, with near lines, with names."""
        anywhere = np.ones(self._lines)
        names = np.where(self._capital, self._weight, 0)
        in_text = self._in_others(sentence) > 0
        columns: Columns = {
            "overlap_anywhere": self.elsewhere(anywhere),
            "overlap_sentences": self.elsewhere(sentence),
            "overlap_opening": self.elsewhere(opening),
            "depth_sentences": self.depth(sentence),
            "overlap_names": self._share(names * in_text, self._sum(names)),
            "content_weight": np.log1p(self._total / STEPS).astype(np.float32),
        }
        for radius in NEAR:
            columns[f"overlap_near_{radius}"] = self._share(self._weight * self._near(radius), self._total)
        return columns

    def _near(self, radius: int) -> NDArray[np.bool_]:
        """(s,) which words stand in another line at most `radius` lines away."""
        near = np.zeros(len(self._found.lines), bool)
        fresh = np.flatnonzero(self._fresh[: len(near)])  # a word's other standings in its line are not in between
        groups, lines = self._found.groups[fresh], self._found.lines[fresh]
        pair = (np.diff(groups) == 0) & (np.diff(lines) <= radius)
        near[fresh[1:][pair]] = True
        near[fresh[:-1][pair]] = True
        return near
