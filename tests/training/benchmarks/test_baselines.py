"""Rules of C4 and the obvious pipeline."""

import numpy as np
import pytest

from nutgraf.labels import BODY, BOILERPLATE, LABELS, Label
from nutgraf_training.benchmarks.baselines import C4Lines, NgramLines, c4_keeps
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from tiny import sample_documents


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("The council voted to close it.", True),
        ('“We will not,” she said, “close the pool."', True),
        ("  Will it open again?  ", True),
        ("The council voted to close it.[3]", True),  # citations fall away
        ("The council voted to close it", False),
        ("The council voted to close it...", False),
        ("Read more.", False),
        ("Please turn on JavaScript to read this.", False),
        ("This site uses cookies for many things.", False),
        ("See our privacy policy for more.", False),
        (f"A word of great length {'a' * 1001}.", False),
        (f"A word of great length {'a' * 999}.", True),
        ("", False),
    ],
)
def test_rules_of_c4(line: str, kept: bool):
    assert c4_keeps(line) is kept


def test_rules_are_sure_and_know_no_promo():
    document = C4Lines().label_lines(["The council voted to close it.", "Share"])
    assert document.labels.tolist() == [BODY, BOILERPLATE]
    assert document.scores.tolist() == [[1, 0, 0], [0, 1, 0]]
    assert document.texts() == ["The council voted to close it.", "Share"]


def test_ngrams_learn_their_lines():
    documents = sample_documents()
    labeller = NgramLines(documents)
    right = lines = 0
    for document in documents:
        found = labeller.label_lines([line.text for line in document.lines])
        assert found.scores.sum(axis=1) == pytest.approx(np.ones(len(document.lines)), abs=1e-5)
        right += sum(LABELS[code] is line.label for code, line in zip(found.labels, document.lines, strict=True))
        lines += len(document.lines)
    assert right / lines > 0.8


def test_ngrams_without_a_label():
    lines = (LabelledLine("Share this", Label.BOILERPLATE), LabelledLine("The pool will close.", Label.BODY))
    labeller = NgramLines([LabelledDocument("a", "a.example", lines)])
    found = labeller.label_lines(["Share this", "The pool will close."])
    assert found.labels.tolist() == [BOILERPLATE, BODY]
    assert (found.scores[:, 2] == 0).all()


def test_no_lines():
    lines = (LabelledLine("Share this", Label.BOILERPLATE), LabelledLine("The pool will close.", Label.BODY))
    assert len(NgramLines([LabelledDocument("a", "a.example", lines)]).label_lines([]).lines) == 0
    assert len(C4Lines().label_lines([]).lines) == 0
