"""All columns together: names, sizes, and that other documents do not matter."""

import numpy as np
from hypothesis import given, settings

import small
from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import nothing_common
from nutgraf.features import (
    HERALD_NEIGHBOURS,
    MOST_ANSWER,
    feature_columns,
    feature_matrix,
    herald_columns,
    line_evidence,
    prepare,
)
from nutgraf.ngrams import ANSWERS, HERALDS
from nutgraf.schema import column_names
from nutgraf.sequence import Sequence
from nutgraf.shape import Columns


def columns(documents: list[list[str]]) -> Columns:
    model = small.model()
    prepared = prepare(batch_of_lines(documents), model.common_words)
    return feature_columns(prepared, line_evidence(prepared, model.table))


@settings(max_examples=30)
@given(small.DOCUMENTS)
def test_columns_are_finite_and_named(documents: list[list[str]]):
    found = columns(documents)
    assert list(found) == column_names()
    for name, values in found.items():
        assert values.shape == (sum(map(len, documents)),), name
        assert values.dtype == np.float32, name
        assert np.isfinite(values).all(), name


@settings(max_examples=30)
@given(small.DOCUMENTS)
def test_other_documents_do_not_matter(documents: list[list[str]]):
    together = columns(documents)
    alone = [columns([document]) for document in documents]
    for name, values in together.items():
        assert np.array_equal(values, np.concatenate([[], *(part[name] for part in alone)])), name


def test_sample_documents_alone_and_in_one_batch():
    documents = [small.lines(document) for document in small.documents()[::4]]
    together = feature_matrix(columns(documents[::-1]))
    alone = np.concatenate([feature_matrix(columns([document])) for document in documents[::-1]])
    assert np.array_equal(together, alone)


def test_matrix_holds_the_columns_in_order():
    matrix = feature_matrix({"a": np.array([1, 2], np.float32), "b": np.array([3, 4], np.float32)})
    assert matrix.tolist() == [[1, 3], [2, 4]]
    assert matrix.flags.c_contiguous


def test_heralds():
    evidence = np.zeros((4, len(HERALDS)), np.float32)
    evidence[:, 0] = [-1, 2, -2, 100]
    found = herald_columns(evidence, Sequence(np.array([0, 3, 4])))
    name = HERALDS[0]
    assert found[name].tolist() == [-1, 2, -2, MOST_ANSWER]
    assert found[f"{name}@+1"].tolist() == [2, -2, -MOST_ANSWER, -MOST_ANSWER]
    assert found[f"{name}@-1"].tolist() == [-MOST_ANSWER, -1, 2, -MOST_ANSWER]
    assert found[f"{name}_above"].tolist() == [0, 0, 1, 0]
    assert found[f"{name}_below"].tolist() == [1, 0, 0, 0]
    assert len(found) == len(HERALDS) * (3 + len(HERALD_NEIGHBOURS))


def test_evidence_becomes_probabilities():
    prepared = prepare(batch_of_lines([["One line of text", "Another"]]), nothing_common())
    evidence = np.zeros((2, len(ANSWERS)), np.float32)
    evidence[:, 0] = [0, 1000]  # all alike; body for sure, the others open
    found = feature_columns(prepared, evidence)
    np.testing.assert_allclose(found["body_odds"], [np.log(0.5), 0], atol=1e-4)
    np.testing.assert_allclose(found["promo_odds"], [np.log(0.5), np.log(1 / 3)], atol=1e-4)
