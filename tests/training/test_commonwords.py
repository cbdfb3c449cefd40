"""Which words are common, counted."""

import numpy as np
import pytest

from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import places
from nutgraf.tokens import tokenise
from nutgraf_training.commonwords import common_words, counted
from nutgraf_training.labelled import LabelledDocument, LabelledLine


def document(*lines: str, language: str = "en") -> LabelledDocument:
    return LabelledDocument("d", "s.example", tuple(LabelledLine(line, None) for line in lines), None, language, "page")


def holds(found: np.ndarray, word: str) -> bool:
    (place,) = places(tokenise(batch_of_lines([[word]])).hashes)
    return bool(found[place])


def test_a_word_of_one_language_is_common():
    english = [document("The pool")] * 100
    german = [document("Das Bad", language="de")] * 3
    found = common_words([*english, *german])
    assert holds(found, "the")
    assert holds(found, "das")
    assert not holds(found, "lido")


@pytest.mark.parametrize(
    ("documents", "held", "common"),
    [
        (1, 1, False),
        (2, 1, False),
        (2, 2, True),
        (12, 3, True),  # 15 % of 12 and the 8 that it is smoothed with
        (12, 2, False),
        (92, 15, True),
        (92, 14, False),
    ],
)
def test_how_many_documents_make_a_word_common(documents: int, held: int, common: bool):
    found = counted([document("the pool" if place < held else "a lido") for place in range(documents)])
    assert holds(found, "the") is common


def test_a_document_counts_a_word_once():
    assert not holds(counted([document("the", "the the", "the"), document("lido")]), "the")


def test_more_documents_can_be_asked_for():
    documents = [document("the pool")] * 2
    assert holds(counted(documents), "the")
    assert not holds(counted(documents, fewest=3), "the")
    assert not counted([]).any()
