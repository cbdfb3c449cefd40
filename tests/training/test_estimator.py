"""The scikit-learn estimator: its manners, and a grid search for real."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_predict, cross_val_score

import nutgraf
from nutgraf.errors import InputError
from nutgraf.labels import LABELS, Label
from nutgraf_training import LineLabeller, estimator
from nutgraf_training.evaluate import evaluate
from tiny import sample_documents

DOCUMENTS = sample_documents()
X = [[line.text for line in document.lines] for document in DOCUMENTS]
Y = [[line.label for line in document.lines] for document in DOCUMENTS]
GROUPS = [document.source for document in DOCUMENTS]
TINY = {"hidden": (8,), "epochs": 4, "batch": 64, "folds": 2}


@pytest.fixture(scope="module")
def fitted() -> LineLabeller:
    return LineLabeller(**TINY).fit(X, Y, groups=GROUPS)


def test_parameters_are_stored_as_given_and_cloned() -> None:
    labeller = LineLabeller(hidden=(8, 4), seed=3)
    assert clone(labeller).get_params() == labeller.get_params()
    assert labeller.get_params()["hidden"] == (8, 4)
    assert labeller.set_params(epochs=2).epochs == 2
    with pytest.raises(ValueError, match="Invalid parameter 'depth'"):
        labeller.set_params(depth=2)


def test_clone_of_a_fitted_one_is_not_fitted(fitted: LineLabeller) -> None:
    with pytest.raises(NotFittedError):
        clone(fitted).predict(X)
    with pytest.raises(NotFittedError):
        LineLabeller().to_labeller()


def test_answers_have_an_entry_for_every_line(fitted: LineLabeller) -> None:
    documents = [*X[:3], [], ["Share", "", "Related stories"]]
    labels, scores = fitted.predict(documents), fitted.predict_proba(documents)
    assert [len(array) for array in labels] == [len(lines) for lines in documents]
    assert [array.shape for array in scores] == [(len(lines), 3) for lines in documents]
    assert all(np.allclose(array.sum(1), 1, atol=1e-5) for array in scores)
    assert set(np.concatenate(labels)) <= set(fitted.classes_)
    assert fitted.classes_.tolist() == list(LABELS)
    assert isinstance(labels[0][0], Label)


def test_score_is_the_macro_f1_of_evaluate(fitted: LineLabeller) -> None:
    expected = evaluate(fitted.to_labeller(), DOCUMENTS[:10]).macro_f1
    assert fitted.score(X[:10], Y[:10]) == pytest.approx(expected)
    assert fitted.score(DOCUMENTS[:10]) == pytest.approx(expected)
    assert expected > 0.5


def test_it_labels_as_its_labeller_and_what_it_saves(fitted: LineLabeller, tmp_path: Path) -> None:
    fitted.save(tmp_path / "model")
    for labeller in (fitted.to_labeller(), nutgraf.load(tmp_path / "model")):
        document = labeller.label_lines(X[0])
        assert [line.label for line in document.lines] == fitted.predict(X[:1])[0].tolist()
        assert document.scores.tolist() == fitted.predict_proba(X[:1])[0].tolist()


def test_grid_search_with_groups() -> None:
    search = GridSearchCV(LineLabeller(**TINY), {"epochs": [1, 4]}, cv=GroupKFold(2), error_score="raise")
    search.fit(X, Y, groups=GROUPS)
    scores = search.cv_results_["mean_test_score"]
    assert scores[1] > scores[0], "four epochs must do better than one"
    assert search.best_params_ == {"epochs": 4}
    assert len(search.predict(X[:2])) == 2


class Fitted(LineLabeller):
    """Its fit takes a model that is there: what is tested is how others call it."""

    model = None

    def fit(self, *_: object, **__: object) -> Fitted:
        self.model_, self.classes_ = Fitted.model, np.array(LABELS, dtype=object)
        return self


def test_folds_may_be_given_by_number(fitted: LineLabeller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fitted, "model", fitted.model_)
    assert len(cross_val_score(Fitted(), X, Y, cv=2, error_score="raise")) == 2
    GridSearchCV(Fitted(), {"favor": ["precision", "recall"]}, error_score="raise").fit(X, Y)


@pytest.mark.parametrize("method", ["predict", "predict_proba"])
def test_answers_of_folds_are_put_together(fitted: LineLabeller, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    monkeypatch.setattr(Fitted, "model", fitted.model_)
    found = cross_val_predict(Fitted(), DOCUMENTS, cv=GroupKFold(2), groups=GROUPS, method=method)
    assert [answer.tolist() for answer in found] == [answer.tolist() for answer in getattr(fitted, method)(X)]


def test_answers_of_one_length_stay_one_for_each_document(fitted: LineLabeller) -> None:
    assert fitted.predict([["Share"], ["Tweet"]]).shape == (2,)


def test_nothing_to_score_is_told(fitted: LineLabeller) -> None:
    with pytest.raises(InputError, match="no documents"):
        fitted.score([], [])
    with pytest.raises(InputError, match=r"y\[1\]"):
        fitted.score(X[:2], [Y[0], None])


def test_labelled_documents_bring_their_labels_and_sites() -> None:
    given = estimator._labelled(DOCUMENTS, None, None)
    assert [document.lines for document in given] == [document.lines for document in DOCUMENTS]
    assert [document.source for document in given] == GROUPS
    assert [document.headline for document in given] == [document.headline for document in DOCUMENTS]
    assert [document.source for document in estimator._labelled(DOCUMENTS[:2], None, ["a", 5])] == ["a", "5"]
    assert len({document.source for document in estimator._labelled(X, Y, None)}) == len(X)


def test_series_are_read_by_place() -> None:
    shuffled = np.array([3, 0, 2, 1])
    given = [pd.Series(values[:4], index=range(4)).iloc[shuffled] for values in (X, Y, GROUPS)]
    expected = estimator._labelled(*([values[place] for place in shuffled] for values in (X, Y, GROUPS)))
    assert estimator._labelled(*given) == expected


def test_fit_takes_labelled_documents() -> None:
    assert LineLabeller(**TINY).fit(DOCUMENTS).score(DOCUMENTS) > 0.5


@pytest.mark.parametrize(
    ("documents", "labels", "groups", "message"),
    [
        (X[:2], None, None, "document 0 has no labels: give y"),
        (X[:2], Y[:1], None, "y has 1 entries for 2 documents"),
        (X[:2], Y[:2], ["a"], "groups has 1 entries for 2 documents"),
        (X[:2], [Y[0][:-1], Y[1]], None, r"document 0 has \d+ lines, y\[0\] \d+ labels"),
        (["Share"], [["body"]], None, "document 0 is no list of lines"),
        ([["Share"]], [["advert"]], None, r"y\[0\]: 'advert' is not a valid Label, expected one of body, boiler"),
        ([[]], [[]], None, "document 0: the document's `lines` is empty"),
        (X[:5], Y[:5], None, "5 labelled documents given, at least 20 needed"),
    ],
)
def test_what_does_not_fit_is_named(documents, labels, groups, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=message):
        LineLabeller().fit(documents, labels, groups)


def test_unknown_favor_is_named() -> None:
    with pytest.raises(InputError, match="favor is 'speed', expected one of balanced"):
        LineLabeller(favor="speed").fit(X, Y)  # type: ignore[arg-type]


def test_package_is_imported_without_scikit_learn() -> None:
    code = "import sys, nutgraf_training, nutgraf_training.dataset; print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
