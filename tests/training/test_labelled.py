"""Labelled documents without lines that labelling does not look at."""

from dataclasses import replace

import numpy as np
import pytest

import small
from nutgraf.labels import Label
from nutgraf_training.adapt import adapt, with_labels
from nutgraf_training.fit import fit
from nutgraf_training.labelled import LabelledDocument, LabelledLine, without_blanks

BLANK = LabelledLine(" \u3000\t", Label.BOILERPLATE)


def spaced(document: LabelledDocument) -> LabelledDocument:
    """With a blank line before each of its lines."""
    headline = None if document.headline is None else 2 * document.headline + 1
    return replace(document, lines=tuple(part for line in document.lines for part in (BLANK, line)), headline=headline)


def test_blank_lines_are_left_out_and_the_headline_is_followed():
    documents = list(small.documents())
    assert without_blanks(map(spaced, documents)) == documents == without_blanks(documents)


def test_a_blank_headline_and_a_document_of_blanks():
    lines = (replace(BLANK, label=Label.BODY), LabelledLine("The pool opens", Label.BODY))
    (document,) = without_blanks([LabelledDocument("a", "s", (BLANK,)), LabelledDocument("b", "s", lines, headline=0)])
    assert document == LabelledDocument("b", "s", lines[1:])


@pytest.mark.parametrize("learn", [lambda pages: fit(pages, small.SETTINGS), lambda pages: adapt(small.model(), pages)])
def test_blank_lines_teach_nothing(learn):
    pages = small.documents()[:24]
    one, other = learn(pages), learn([spaced(page) for page in pages])
    for a, b in zip((*one.first, *one.networks), (*other.first, *other.networks), strict=True):
        assert all(np.array_equal(x, y) for x, y in zip(a.weights, b.weights, strict=True))


def test_a_label_of_a_blank_line_is_no_label():
    unknown = LabelledLine("The pool opens", None)
    assert len(with_labels([*small.documents()[:6], LabelledDocument("x", "s", (BLANK, unknown))])) == 6
