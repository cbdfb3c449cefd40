"""Stop words of languages of which there are few pages."""

import numpy as np

from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import places
from nutgraf.tokens import tokenise
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.stopwords import ENOUGH, stop_words, stop_words_elsewhere


def document(language: str) -> LabelledDocument:
    return LabelledDocument("d", "s.example", (LabelledLine("x", None),), None, language, "page")


def share(found: np.ndarray, text: str) -> float:
    """Share of the words of a text that are in a set."""
    return float(found[places(tokenise(batch_of_lines([[text]])).hashes)].mean())


def test_stop_words_of_a_language():
    german = stop_words("de")
    assert share(german, "und die auch nicht") == 1
    assert share(german, "Hallenbad Gemeinderat Schwimmverein") == 0


def test_a_phrase_is_not_taken_for_its_words():
    assert share(stop_words("vi"), "bất cứ") < 1  # one entry of the list


def test_languages_of_many_documents_are_left_out():
    greek, german = "και από στην", "und auch nicht"
    many = stop_words_elsewhere([document("de")] * ENOUGH)
    assert share(many, greek) == 1
    assert share(many, german) < 1
    few = stop_words_elsewhere([document("de")] * (ENOUGH - 1))
    assert share(few, german) == 1
