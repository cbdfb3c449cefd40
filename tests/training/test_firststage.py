"""The linear model over n-grams and what it learns from."""

import numpy as np
import pytest

from nutgraf.batch import batch_of_lines
from nutgraf.labels import LABELS, Label
from nutgraf.ngrams import HERALDS
from nutgraf.tokens import tokenise
from nutgraf_training.dataset import LabelledDocument, LabelledLine
from nutgraf_training.firststage import (
    NEVER,
    NORM,
    REACH,
    REPEATS,
    SMOOTHING,
    collect,
    common_words,
    fit_table,
    gram_matrix,
    herald_targets,
)

CODES = {"b": Label.BODY, "o": Label.BOILERPLATE, "p": Label.PROMO, "?": None}
TEXTS = ["Share", "Share on Facebook", "The council voted on Tuesday.", "The pool was closed.", "Read more: lido"] * 3
LABELS_OF_TEXTS = np.array([1, 1, 0, 0, 2] * 3)


def document(labels: str, headline: int | None = None, texts: list[str] | None = None, language: str = ""):
    texts = texts or [f"line {i}" for i in range(len(labels))]
    lines = tuple(LabelledLine(text, CODES[label]) for text, label in zip(texts, labels, strict=True))
    return LabelledDocument("d", "s", lines, headline, language)


def share(table: np.ndarray, word: str) -> int:
    (key,) = tokenise(batch_of_lines([[word]])).hashes >> np.uint64(48)
    return int(table[int(key)])


def test_common_words_are_those_of_the_language_where_they_are_most():
    english = [document("bb", texts=["The pool", "the the"], language="en")] * 10
    german = [document("b", texts=["Das Bad the"], language="de")] * 2
    table = common_words([*english, *german])
    assert share(table, "the") == round(255 * 10 / (10 + SMOOTHING))
    assert share(table, "bad") == round(255 * 2 / (2 + SMOOTHING))
    assert share(table, "lido") == 0


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


def test_collect_takes_a_line_so_often_and_no_unlabelled_ones():
    texts = ["Share", "SHARE", "share", "Share", "Share", "x"]
    found = collect([document("oooob?", texts=texts), document("o", texts=["new"])], np.array([2, 1]))
    assert found.texts == [*texts[:REPEATS], "Share", "new"]
    assert found.labels.tolist() == [1] * REPEATS + [0, 1]
    assert found.folds.tolist() == [2] * (REPEATS + 1) + [1]
    assert found.heralds.shape == (REPEATS + 2, len(HERALDS))


def test_rows_have_one_norm_and_do_not_depend_on_chunks():
    matrix = gram_matrix(TEXTS)
    sums = np.asarray(matrix.sum(1)).ravel()
    lengths = np.array([len(text) for text in TEXTS])
    # Letters of four orders with two borders, and words with pairs: (n + 1) + n + (n - 1) + (n - 2) + w + (w + 1)
    words = np.array([len(text.split()) for text in TEXTS])
    np.testing.assert_allclose(sums, NORM * np.sqrt(4 * lengths - 2 + 2 * words + 1))
    assert (matrix != gram_matrix(TEXTS, chunk=2)).nnz == 0


def evidence(table, texts: list[str]) -> np.ndarray:
    batch = batch_of_lines([texts])
    return table.evidence(batch, tokenise(batch))


def test_the_table_learns_and_what_is_never_seen_is_unlikely():
    heralds = np.zeros((len(TEXTS), len(HERALDS)), bool)
    heralds[:, 1] = True
    table = fit_table(gram_matrix(TEXTS), LABELS_OF_TEXTS, heralds, 0)
    found = evidence(table, TEXTS)
    assert (found[:, : len(LABELS)].argmax(1) == LABELS_OF_TEXTS).all()
    assert evidence(table, ["Share on Twitter"])[0, :3].argmax() == 1
    assert (found[:, len(LABELS) :] == [NEVER, -NEVER, NEVER]).all()
    again = fit_table(gram_matrix(TEXTS), LABELS_OF_TEXTS, heralds, 0)
    assert np.array_equal(again.packed, table.packed)


def test_the_table_says_what_the_matrix_does():
    from sklearn.linear_model import SGDClassifier

    from nutgraf_training.firststage import ALPHA, EPOCHS

    matrix = gram_matrix(TEXTS)
    model = SGDClassifier(loss="log_loss", alpha=ALPHA, average=True, max_iter=EPOCHS, tol=None, random_state=0)
    model.fit(matrix, LABELS_OF_TEXTS == 0)
    table = fit_table(matrix, LABELS_OF_TEXTS, np.zeros((len(TEXTS), len(HERALDS)), bool), 0)
    # Weights are rounded to 1023 steps.
    np.testing.assert_allclose(evidence(table, TEXTS)[:, 0], model.decision_function(matrix), rtol=0.02, atol=0.02)
