"""Figures against small cases counted by hand, and against laws that hold for all inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from nutgraf.labels import Label
from nutgraf_training.metrics import (
    class_f1,
    class_figures,
    confusion,
    ece,
    interval,
    macro_f1,
    shingle_f1_of_sums,
    shingle_sums,
    word_f1,
)

CODES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1)
WORDS = st.lists(st.sampled_from(["quay", "ferry", "tide", "rope"])).map(" ".join)


def test_confusion_has_true_rows_and_given_columns():
    assert confusion([0, 0, 1, 2, 2], [0, 1, 1, 0, 2]).tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 1]]
    assert confusion([], []).tolist() == [[0, 0, 0]] * 3


def test_class_figures_counted_by_hand():
    body, boilerplate, promo = class_figures([[6, 2, 0], [3, 9, 0], [0, 0, 0]])
    assert (body.label, body.precision, body.recall, body.support) == (Label.BODY, 6 / 9, 6 / 8, 8)
    assert body.f1 == pytest.approx(12 / 17)
    assert boilerplate.f1 == pytest.approx(18 / 23)
    assert (promo.precision, promo.recall, promo.f1, promo.support) == (0, 0, 0, 0)


def test_macro_f1_leaves_out_a_label_that_does_not_occur():
    matrix = [[6, 2, 0], [3, 9, 0], [0, 0, 0]]
    assert np.isnan(class_f1(matrix)[2])
    assert macro_f1(matrix) == pytest.approx((12 / 17 + 18 / 23) / 2)
    assert macro_f1([[6, 2, 0], [3, 9, 0], [0, 1, 0]]) == pytest.approx((12 / 17 + 18 / 24 + 0) / 3)
    assert macro_f1(np.zeros((2, 3, 3))).tolist() == [0, 0]


@given(CODES)
def test_macro_f1_is_that_of_scikit_learn(pairs: list[tuple[int, int]]):
    true, found = zip(*pairs, strict=True)
    assert macro_f1(confusion(true, found)) == pytest.approx(f1_score(true, found, average="macro", zero_division=0))


def test_calibration_error_counted_by_hand():
    # Two bins of two lines: |.55 - .5| and |.9 - .5|, each half of the mass.
    assert ece([0.9, 0.5, 0.6, 0.9], [True, True, False, False], bins=2) == pytest.approx((0.05 + 0.4) / 2)
    assert ece([0.75] * 4, [True, True, True, False], bins=1) == pytest.approx(0)


def test_calibration_error_with_fewer_lines_than_bins():
    assert ece([0.8, 0.6], [True, False]) == pytest.approx((0.2 + 0.6) / 2)
    with pytest.raises(ValueError, match="no lines"):
        ece([], [])


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.integers(1, 20))
def test_calibration_error_lies_between_the_overall_gap_and_one(lines: list[tuple[float, bool]], bins: int):
    sure, correct = np.array([line[0] for line in lines]), np.array([line[1] for line in lines])
    assert abs(sure.mean() - correct.mean()) - 1e-9 <= ece(sure, correct, bins) <= 1 + 1e-9


def shingle_f1(golds: list[str], found: list[str]) -> float:
    return float(shingle_f1_of_sums(shingle_sums(golds, found).sum(axis=0)))


def test_shingles_counted_by_hand():
    # Page 1: 2 of 3 shingles found and 2 of 2 right. Page 2: nothing found, so no precision.
    golds = ["one two three four, five six.", "lost story here now"]
    assert shingle_sums(golds, ["two three four five six", ""]).tolist() == [[1, 1, 2 / 3, 1], [0, 0, 0, 1]]
    assert shingle_f1(golds, ["two three four five six", ""]) == pytest.approx(2 * 1 * (1 / 3) / (1 + 1 / 3))


def test_shingles_of_short_and_empty_pages():
    assert shingle_f1(["two words", ""], ["two words", ""]) == 1
    assert shingle_sums([""], ["text where none should be"]).tolist() == [[0, 1, 0, 0]]
    assert shingle_f1([""], ["text where none should be"]) == 0
    assert shingle_sums(["A b c d"], ["a b c d"])[0, 0] == 0, "case counts"


@given(WORDS, WORDS)
def test_story_figures_are_symmetric_and_bounded(gold: str, found: str):
    assert word_f1(gold, found) == word_f1(found, gold)
    assert 0 <= shingle_f1([gold], [found]) <= 1
    assert (word_f1(gold, found) == 1) == (sorted(gold.split()) == sorted(found.split()))


def test_words_counted_by_hand():
    assert word_f1("The ferry, the quay", "the ferry left") == pytest.approx(2 * 2 / (4 + 3))
    assert word_f1("", "") == 1
    assert word_f1("", "text") == word_f1("text", "") == 0


def documents(seed: int, count: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return np.stack([confusion(*generator.integers(0, 3, (2, 20))) for _ in range(count)])


def test_interval_is_seeded_and_holds_the_figure():
    counts = documents(1, 40)
    found = interval(counts, macro_f1)
    assert found == interval(counts, macro_f1)
    assert found != interval(counts, macro_f1, seed=1)
    assert found.low < macro_f1(counts.sum(axis=0)) < found.high


def test_interval_narrows_with_documents_and_widens_with_level():
    def width(counts: np.ndarray, **options: float) -> float:
        found = interval(counts, macro_f1, **options)  # type: ignore[arg-type]
        return found.high - found.low

    assert width(documents(1, 400)) < width(documents(1, 40)) / 2
    assert width(documents(1, 40), level=0.5) < width(documents(1, 40))


def test_interval_over_groups_resamples_whole_groups():
    counts = documents(1, 10)
    one = interval(counts, macro_f1, groups=["site"] * 10)
    assert one.low == one.high == pytest.approx(float(macro_f1(counts.sum(axis=0))))
    each = interval(counts, macro_f1, groups=[f"{number}" for number in range(10)])
    assert each == interval(counts, macro_f1)


def test_interval_of_a_page_figure():
    sums = shingle_sums(["a b c d e"] * 8, ["a b c d e"] * 4 + ["a b c d x"] * 4)
    found = interval(sums, shingle_f1_of_sums)
    assert shingle_f1_of_sums(sums.sum(axis=0)) == pytest.approx(0.75)
    assert found.low < 0.75 < found.high
