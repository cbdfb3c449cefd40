"""Overlap of a line's words with the rest of its document, against dictionaries and loops."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.batch import batch_of_lines
from nutgraf.relatedness import Relatedness, find_occurrences
from nutgraf.sequence import STEPS, Sequence
from nutgraf.tokens import Tokens, tokenise
from small import DOCUMENTS

COMMON = ("the", "of")


class Slow:
    """The same by plain Python, one document at a time."""

    def __init__(self, documents: list[list[str]]) -> None:
        self.lines: list[list[tuple[int, float, bool]]] = []  # content words: hash, weight, capital; each once
        self.places: list[range] = []
        for document in documents:
            self.places.append(range(len(self.lines), len(self.lines) + len(document)))
            tokens = tokenise(batch_of_lines([document]))
            common = is_common(tokens)
            for line in range(len(document)):
                words: dict[int, tuple[int, float, bool]] = {}
                for t in range(tokens.bounds[line], tokens.bounds[line + 1]):
                    dense = tokens.weights[t] < 1
                    if dense or (not common[t] and tokens.ends[t] - tokens.starts[t] > 1):
                        entry = (int(tokens.hashes[t]), float(tokens.weights[t]), bool(tokens.first[t] == 2))
                        words.setdefault(int(tokens.hashes[t]), entry)
                self.lines.append(list(words.values()))

    def weight(self, line: int) -> dict[int, float]:
        spread = Counter(word for other in self._document(line) for word, _, _ in self.lines[other])
        return {word: weight / spread[word] ** 0.5 for word, weight, _ in self.lines[line]}

    def others(self, line: int, evidence: np.ndarray) -> dict[int, float]:
        held = dict.fromkeys((word for word, _, _ in self.lines[line]), 0.0)
        for other in self._document(line):
            for word, _, _ in self.lines[other]:
                if other != line and word in held:
                    held[word] += evidence[other]
        return held

    def share(self, values: dict[int, float], weights: dict[int, float]) -> float:
        total = sum(weights.values())
        return sum(weights[word] * values[word] for word in weights) / total if total else 0

    def elsewhere(self, evidence: np.ndarray) -> list[float]:
        cut = [{w: min(v, 1) for w, v in self.others(line, evidence).items()} for line in range(len(self.lines))]
        return [self.share(values, self.weight(line)) for line, values in enumerate(cut)]

    def depth(self, evidence: np.ndarray) -> list[float]:
        deep = [{w: np.log1p(v) for w, v in self.others(line, evidence).items()} for line in range(len(self.lines))]
        return [self.share(values, dict.fromkeys(values, 1)) for line, values in enumerate(deep)]

    def near(self, lowest: int, highest: int) -> list[float]:
        shares = []
        for line in range(len(self.lines)):
            close = np.array([lowest <= other - line <= highest for other in range(len(self.lines))], float)
            values = {word: min(value, 1) for word, value in self.others(line, close).items()}
            shares.append(self.share(values, self.weight(line)))
        return shares

    def _document(self, line: int) -> range:
        return next(places for places in self.places if line in places)


def is_common(tokens: Tokens) -> np.ndarray:
    return np.isin(tokens.hashes, tokenise(batch_of_lines([COMMON])).hashes)


def relatedness(documents: list[list[str]]) -> Relatedness:
    batch = batch_of_lines(documents)
    tokens = tokenise(batch)
    return Relatedness(
        tokens, find_occurrences(tokens, Sequence(batch.bounds).document, is_common(tokens)), tokens.first == 2
    )


def evidence_for(documents: list[list[str]], seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, STEPS + 1, sum(map(len, documents))) / STEPS


@settings(max_examples=60)
@given(DOCUMENTS, st.integers(0, 9))
def test_elsewhere_depth_and_near(documents: list[list[str]], seed: int):
    found, slow, evidence = relatedness(documents), Slow(documents), evidence_for(documents, seed)
    # Sums are in steps: each word adds an error of half a step at most.
    np.testing.assert_allclose(found.elsewhere(evidence), slow.elsewhere(evidence), atol=5e-3)
    np.testing.assert_allclose(found.depth(evidence), slow.depth(evidence), atol=5e-3)
    flags = evidence > 0.5
    columns = found.columns(flags, flags)
    for radius in (3, 10):
        np.testing.assert_allclose(columns[f"overlap_near_{radius}"], slow.near(-radius, radius), atol=5e-3)
    for radius in (1, 2, 6):
        np.testing.assert_allclose(columns[f"overlap_above_{radius}"], slow.near(-radius, -1), atol=5e-3)
        np.testing.assert_allclose(columns[f"overlap_below_{radius}"], slow.near(1, radius), atol=5e-3)


def test_by_hand():
    # "harbour" stands in three lines (weight 1/sqrt 3), "pool" in two; "the" is common, "a" a single letter.
    found = relatedness([["Harbour pool", "the harbour a", "Pool, harbour"]])
    one = np.array([0, 1, 0], np.float32)
    h, p = 3**-0.5, 2**-0.5
    np.testing.assert_allclose(found.elsewhere(one), [h / (h + p), 0, h / (h + p)], atol=1e-3)
    everywhere = np.ones(3)
    np.testing.assert_allclose(found.elsewhere(everywhere), [1, 1, 1], atol=1e-3)
    expected = [(np.log(3) + np.log(2)) / 2, np.log(3), (np.log(3) + np.log(2)) / 2]
    np.testing.assert_allclose(found.depth(everywhere), expected, atol=1e-3)


def test_documents_share_nothing():
    found = relatedness([["harbour pool"], ["harbour pool", "lido"]])
    assert found.elsewhere(np.ones(3)).tolist() == [0, 0, 0]


def test_names_are_capitals():
    columns = relatedness([["Harbour vote", "vote", "x"]]).columns(np.array([False, True, False]), np.zeros(3, bool))
    # The only name of the first line stands nowhere else, though the other word does.
    assert columns["overlap_names"].tolist() == [0, 0, 0]
    columns = relatedness([["Harbour vote", "harbour", "x"]]).columns(np.array([False, True, False]), np.zeros(3, bool))
    assert columns["overlap_names"].tolist() == [1, 0, 0]


@pytest.mark.parametrize("lines", [["Harbour Harbour", "x", "Harbour"], ["Harbour", "x", "Harbour Harbour"]])
def test_a_word_twice_in_a_line_is_near_in_both_directions(lines: list[str]):
    columns = relatedness([lines]).columns(np.zeros(3, bool), np.zeros(3, bool))
    assert columns["overlap_near_3"].tolist() == [1, 0, 1]


@pytest.mark.parametrize("documents", [[], [[]], [["- |", ""]], [["a", "the of"]]])
def test_no_content_words(documents: list[list[str]]):
    found, size = relatedness(documents), sum(map(len, documents))
    assert found.elsewhere(np.ones(size)).tolist() == [0] * size
    assert found.depth(np.ones(size)).tolist() == [0] * size
    for name, values in found.columns(np.ones(size, bool), np.ones(size, bool)).items():
        assert values.tolist() == [0] * size, name
