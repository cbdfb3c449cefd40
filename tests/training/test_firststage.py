"""The linear model over n-grams and what it learns from."""

from dataclasses import replace

import numpy as np
import pytest

from nutgraf.batch import batch_of_lines
from nutgraf.labels import LABELS, Label
from nutgraf.ngrams import ANSWERS, BESIDE, HERALDS, MARKUP
from nutgraf.tokens import tokenise
from nutgraf_training.firststage import (
    DESCENT,
    FEWEST_SITES,
    HAND_COUNTS,
    NORM,
    ONE_SITE_OF,
    REACH,
    REPEATS,
    UNKNOWN,
    answer_targets,
    collect,
    fit_table,
    gram_matrix,
    herald_targets,
    known_places,
    only_known,
    site_counts,
)
from nutgraf_training.labelled import HAND_LABELLED, LabelledDocument, LabelledLine
from nutgraf_training.linear import NEVER

CODES = {"b": Label.BODY, "o": Label.BOILERPLATE, "p": Label.PROMO, "?": None}
TEXTS = ["Share", "Share on Facebook", "The council voted on Tuesday.", "The pool was closed.", "Read more: lido"] * 3
MATRIX = gram_matrix(TEXTS)
KNOWN = site_counts(MATRIX, np.zeros(len(TEXTS), int)) > 0
LABELS_OF_TEXTS = np.array([1, 1, 0, 0, 2] * 3)
TARGETS = np.full((len(TEXTS), len(ANSWERS)), UNKNOWN, np.int8)
TARGETS[:, : len(LABELS)] = LABELS_OF_TEXTS[:, None] == np.arange(len(LABELS))


def document(labels: str, headline: int | None = None, texts: list[str] | None = None, language: str = ""):
    texts = texts or [f"line {i}" for i in range(len(labels))]
    lines = tuple(LabelledLine(text, CODES[label]) for text, label in zip(texts, labels, strict=True))
    return LabelledDocument("d", "s", lines, headline, language)


@pytest.mark.parametrize(
    ("labels", "headline", "herald", "lines"),
    [
        ("obooobboo", 1, "after_headline", [2, 3, 4]),
        ("b" + "o" * 6, 0, "after_headline", list(range(1, REACH + 1))),
        ("oboo", None, "after_headline", []),
        ("boppop?o", 0, "before_promo", [1, ]),
        ("opbp", 2, "before_promo", [0]),
        ("bbooo?o", 0, "after_story", [2, 3, 4]),
        ("o" * 5, None, "after_story", []),
        ("oobop", 2, "after_story", [3]),
    ],
)  # fmt: skip
def test_herald_targets(labels: str, headline: int | None, herald: str, lines: list[int]):
    targets = herald_targets(document(labels, headline))
    assert targets.shape == (len(labels), len(HERALDS))
    assert np.flatnonzero(targets[:, HERALDS.index(herald)]).tolist() == lines


def test_collect_takes_a_line_so_often_and_none_of_which_nothing_is_known():
    texts = ["Share", "SHARE", "share", "Share", "Share", "x"]
    found = collect([document("oooob?", texts=texts), document("o", texts=["new"])], np.array([2, 1]), {})
    assert found.texts == [*texts[:REPEATS], "Share", "new"]
    assert found.targets[:, : len(LABELS)].tolist() == [[0, 1, 0]] * REPEATS + [[1, 0, 0], [0, 1, 0]]
    assert found.sites.tolist() == [2] * (REPEATS + 1) + [1]
    assert found.targets.shape == (REPEATS + 2, len(ANSWERS))


@pytest.mark.parametrize(
    ("labels", "answer", "lines"),
    [
        ("obp", "next_body", [0]),
        ("obp", "next_promo", [1]),
        ("obp", "previous_body", [2]),
        ("opo", "previous_promo", [2]),
        ("bb", "next_body", [0]),
    ],
)
def test_labels_beside(labels: str, answer: str, lines: list[int]):
    targets = answer_targets(document(labels), {})
    assert np.flatnonzero(targets[:, ANSWERS.index(answer)] == 1).tolist() == lines


def test_what_is_not_known_is_no_target():
    targets = answer_targets(document("b?b"), {})
    beside = targets[:, [ANSWERS.index(answer) for answer in BESIDE]]
    assert beside.tolist() == [[UNKNOWN, UNKNOWN, 0, 0], [UNKNOWN] * 4, [0, 0, UNKNOWN, UNKNOWN]]
    assert (targets[:, -len(MARKUP) :] == UNKNOWN).all()


def test_markup_is_known_of_whole_pages_alone():
    markup = {"d": np.eye(3, len(MARKUP), dtype=bool)}
    page = replace(document("b?o"), kind="page")
    assert np.array_equal(answer_targets(page, markup)[:, -len(MARKUP) :], markup["d"])
    for other in (replace(page, kind="augmented"), replace(page, id="e"), replace(document("bo"), kind="page")):
        assert (answer_targets(other, markup)[:, -len(MARKUP) :] == UNKNOWN).all()
    assert collect([page], np.array([0]), markup).texts == ["line 0", "line 1", "line 2"]


def test_rows_have_one_norm_and_do_not_depend_on_chunks():
    matrix = gram_matrix(TEXTS)
    sums = np.asarray(matrix.sum(1)).ravel()
    lengths = np.array([len(text) for text in TEXTS])
    # Letters of four orders with two borders, and words with pairs: (n + 1) + n + (n - 1) + (n - 2) + w + (w + 1)
    words = np.array([len(text.split()) for text in TEXTS])
    np.testing.assert_allclose(sums, NORM * np.sqrt(4 * lengths - 2 + 2 * words + 1))
    assert (matrix != gram_matrix(TEXTS, chunk=2)).nnz == 0


def test_hand_labelled_lines_count_more():
    hand = replace(document("bo", texts=["a", "b"]), kind=HAND_LABELLED)
    found = collect([hand, document("b", texts=["c"])], np.array([0, 1]), {})
    assert found.weights.tolist() == [HAND_COUNTS, HAND_COUNTS, 1]


def test_a_site_counts_once_for_an_ngram():
    matrix = gram_matrix(["Share", "Share", "Share", "Pool"])
    counts = site_counts(matrix, np.array([7, 3, 7, 3]))
    share, pool = (np.flatnonzero(np.bincount(matrix[row].indices)) for row in (0, 3))
    assert counts[share].tolist() == [2] * len(share)
    assert counts[np.setdiff1d(pool, share)].tolist() == [1] * len(np.setdiff1d(pool, share))
    assert counts.sum() == 2 * len(share) + len(np.setdiff1d(pool, share))


@pytest.mark.parametrize(
    ("sites", "least"), [(1, 1), (2 * ONE_SITE_OF - 1, 1), (5 * ONE_SITE_OF, 5), (99 * ONE_SITE_OF, FEWEST_SITES)]
)
def test_an_ngram_is_known_from_so_many_sites_on(sites: int, least: int):
    counts = np.arange(FEWEST_SITES + 2, dtype=np.int32)
    assert known_places(counts, sites).tolist() == [count >= least for count in counts]


def test_columns_of_known_places_alone_are_left_in_their_order():
    known = KNOWN.copy()
    known[np.flatnonzero(KNOWN)[::3]] = False
    left = only_known(MATRIX, known)
    assert left.shape == (len(TEXTS), known.sum())
    assert (left != MATRIX[:, np.flatnonzero(known)]).nnz == 0


def test_an_unknown_ngram_says_nothing():
    known = KNOWN.copy()
    known[gram_matrix(["Lido"]).indices] = False
    table = fit_table(MATRIX, TARGETS, known, 0)
    np.testing.assert_array_equal(evidence(table, ["Lido"]), evidence(table, ["Ðþ"]))


def test_lines_that_count_more_are_learned_better():
    wrong = TARGETS.copy()
    wrong[:5, : len(LABELS)] = [[0, 0, 1]] * 5
    heavy = np.where(np.arange(len(TEXTS)) < 5, np.float32(20), np.float32(1))
    even, found = (fit_table(MATRIX, wrong, KNOWN, 0, weights) for weights in (None, heavy))
    assert (evidence(even, TEXTS[:5])[:, 2] < evidence(found, TEXTS[:5])[:, 2]).all()


def evidence(table, texts: list[str]) -> np.ndarray:
    batch = batch_of_lines([texts])
    return table.evidence(batch, tokenise(batch))


def test_the_table_learns_and_what_is_never_seen_is_unlikely():
    targets = TARGETS.copy()
    targets[:, len(LABELS) : len(LABELS) + len(HERALDS)] = [0, 1, 0]
    table = fit_table(MATRIX, targets, KNOWN, 0)
    found = evidence(table, TEXTS)
    assert (found[:, : len(LABELS)].argmax(1) == LABELS_OF_TEXTS).all()
    assert evidence(table, ["Share on Twitter"])[0, :3].argmax() == 1
    assert (found[:, len(LABELS) : len(LABELS) + len(HERALDS)] == [NEVER, -NEVER, NEVER]).all()
    assert (found[:, -len(MARKUP) :] == NEVER).all()
    again = fit_table(MATRIX, targets, KNOWN, 0)
    assert np.array_equal(again.packed, table.packed)


def test_an_answer_is_learned_from_the_lines_that_know_it():
    targets = TARGETS.copy()
    targets[:, -1] = [1, 0, UNKNOWN, UNKNOWN, UNKNOWN] * 3
    alone = np.full_like(targets[:6], UNKNOWN)
    alone[:, -1] = [1, 0] * 3
    texts = [text for text, target in zip(TEXTS, targets[:, -1], strict=True) if target != UNKNOWN]
    found = fit_table(MATRIX, targets, KNOWN, 0)
    expected = fit_table(gram_matrix(texts), alone, KNOWN, 0)
    assert np.array_equal(found.packed[:, -1], expected.packed[:, -1])
    assert found.bias[-1] == expected.bias[-1]


def test_the_table_says_what_the_matrix_does():
    from sklearn.linear_model import SGDClassifier

    matrix = gram_matrix(TEXTS)
    model = SGDClassifier(
        loss="log_loss", alpha=DESCENT.alpha, average=True, max_iter=DESCENT.epochs, tol=None, random_state=0
    )
    model.fit(matrix, LABELS_OF_TEXTS == 0)
    table = fit_table(matrix, TARGETS, KNOWN, 0)
    # Weights are rounded to 255 steps.
    np.testing.assert_allclose(evidence(table, TEXTS)[:, 0], model.decision_function(matrix), rtol=0.02, atol=0.02)
