"""Documents in batches, and their columns."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import small
from nutgraf.batch import batch_of_lines
from nutgraf.features import feature_columns, feature_matrix, line_evidence, prepare
from nutgraf.labels import Label
from nutgraf.schema import column_names
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.tables import batches, by_fold, featurise, texts

SIZES = st.lists(st.integers(1, 9), max_size=12)


def documents(sizes: list[int]) -> list[LabelledDocument]:
    line = LabelledLine("x", Label.BODY)
    return [LabelledDocument(f"d{i}", "s", (line,) * size) for i, size in enumerate(sizes)]


@given(SIZES, st.integers(1, 12))
def test_batches_cover_all_documents_in_order(sizes: list[int], lines: int):
    parts = batches(documents(sizes), lines)
    assert [i for part in parts for i in range(part.start, part.stop)] == list(range(len(sizes)))
    for part in parts:
        assert sum(sizes[part]) - sizes[part][-1] < lines  # full only with the last document
    for part in parts[:-1]:
        assert sum(sizes[part]) >= lines


@given(SIZES, st.integers(1, 4), st.data())
def test_every_document_is_served_by_its_own_fold(sizes: list[int], folds: int, data: st.DataObject):
    groups = np.array([data.draw(st.integers(0, 9)) for _ in sizes], np.int64)
    parts = by_fold(groups, folds, documents(sizes))
    assert sorted(i for part in parts for i in part) == list(range(len(sizes)))
    assert all(len({groups[i] % folds for i in part}) == 1 for part in parts)


def test_featurise_gives_each_document_its_fold():
    model, chosen = small.model(), list(small.documents()[:8])
    nothing = replace(model.table, packed=0 * model.table.packed)
    tables, groups = [model.table, nothing], np.array([0, 1, 1, 0, 3, 2, 4, 5])
    found = featurise(chosen, model.common_words, tables, groups, 2)
    assert list(found.names) == column_names()
    assert np.diff(found.offsets).tolist() == [len(document.lines) for document in chosen]
    for place, document in enumerate(chosen):
        prepared = prepare(batch_of_lines(texts([document])), model.common_words)
        columns = feature_columns(prepared, line_evidence(prepared, tables[groups[place] % 2]))
        rows = found.matrix[found.offsets[place] : found.offsets[place + 1]]
        assert np.array_equal(rows, feature_matrix(columns))
