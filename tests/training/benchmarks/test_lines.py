"""Figures on hand-labelled lines, with a labeller whose answers are known."""

import pytest

from fakes import FakeLabeller
from nutgraf.labels import Label
from nutgraf_training.benchmarks.lines import favor_rows, line_rows
from nutgraf_training.labelled import LabelledDocument, LabelledLine

LONG = "The council voted six to five to close the pool."
#: The fake calls a line body from 30 characters on, with `favor="recall"` from 10 on.
DOCUMENTS = [
    LabelledDocument(
        str(number),
        "s.example",
        (
            LabelledLine(LONG, Label.BODY),
            LabelledLine("A short body line.", Label.BODY),
            LabelledLine("A short share line", Label.BOILERPLATE),
            LabelledLine("Lido to open on Sundays -", Label.PROMO),
            LabelledLine("unknown", None),
        ),
    )
    for number in range(3)
]


def test_figures():
    rows = {row.figure: row for row in line_rows("hand", "fake", FakeLabeller(), DOCUMENTS)}
    assert rows["body F1"].value == pytest.approx(2 / 3)
    assert rows["boilerplate F1"].value == pytest.approx(2 / 3)
    assert rows["promo F1"].value == 1
    assert rows["macro-F1"].value == pytest.approx(7 / 9)
    assert rows["ECE"].value == pytest.approx((3 * 0.25 + 0.75) / 4)  # 0.75 is said of each line, 3 of 4 are right
    assert rows["ECE by chance alone"].value > 0
    assert rows["promo ECE"].value == pytest.approx((0.25 + 3 * 0.125) / 4)
    assert {row.documents for row in rows.values()} == {3}
    assert all(row.interval is not None for row in rows.values())


def test_rules_have_no_calibration_error():
    figures = [row.figure for row in line_rows("hand", "fake", FakeLabeller(), DOCUMENTS, has_probabilities=False)]
    assert figures == ["macro-F1", "body F1", "boilerplate F1", "promo F1"]


def test_favor():
    rows = {(row.name, row.figure): row.value for row in favor_rows(FakeLabeller(), DOCUMENTS)}
    assert rows["balanced", "precision of body"] == 1
    assert rows["balanced", "recall of body"] == 0.5
    assert rows["recall", "precision of body"] == pytest.approx(2 / 3)
    assert rows["recall", "recall of body"] == 1
