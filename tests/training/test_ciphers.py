"""Copies in an unknown language: same shape, other words."""

import re

import numpy as np
import pytest

import small
from nutgraf.batch import batch_of_lines
from nutgraf.characters import DENSE
from nutgraf.labels import Label
from nutgraf_training.ciphers import KIND, NAMES, SCRIPTS, Script, _dense, _spaced, ciphered
from nutgraf_training.labelled import LabelledDocument, LabelledLine

PAGE = LabelledDocument(
    "1",
    "s.example",
    (
        LabelledLine("Share on Facebook", Label.BOILERPLATE),
        LabelledLine("Council votes to close pool", Label.BODY),
        LabelledLine("The council voted 6-5 on Tuesday, and the pool will close.", Label.BODY),
    ),
    headline=1,
    language="en",
)
SPACED = [script for script in SCRIPTS if not script.dense]


def copies(count: int) -> list[LabelledDocument]:
    return list(ciphered([PAGE] * count, 0, 1.0))


def test_labels_headline_and_source_stay():
    for copy in copies(20):
        assert [line.label for line in copy.lines] == [line.label for line in PAGE.lines]
        assert (copy.headline, copy.source, copy.kind, copy.language) == (1, "s.example", KIND, "")
        assert all(line.text for line in copy.lines)


@pytest.mark.parametrize("script", SPACED, ids=lambda script: script.letters[0])
def test_words_stay_words_of_the_same_length(script: Script):
    text = PAGE.lines[2].text
    found = _spaced(script, np.random.default_rng(0))(text)
    assert [len(word) for word in found.split(" ")] == [len(word) for word in text.split(" ")]
    assert re.sub(r"[^\W\d_]", "", found) == re.sub(r"[^\W\d_]", "", text)
    assert not set(found.casefold().split()) & {"the", "council", "pool"}


def test_a_word_is_the_same_word_throughout_and_names_stay():
    change = _spaced(SCRIPTS[1], np.random.default_rng(0))
    assert change("pool") == change("pool")
    assert change("Pool").lower() == change("pool")
    assert change("Pool")[0].isupper()
    assert change("Facebook") == "Facebook"
    assert "Facebook" in NAMES


def test_dense_scripts_have_no_spaces_and_marks_of_their_own():
    (script,) = (script for script in SCRIPTS if script.dense)
    found = _dense(script, np.random.default_rng(0))(PAGE.lines[2].text)
    assert found.endswith("。")
    assert "，" in found
    assert (batch_of_lines([[found]]).classes == DENSE).sum() > 10
    assert found.count(" ") <= 3  # beside digits


def test_a_share_of_the_documents_the_same_for_a_seed():
    pages = small.documents()
    made = list(ciphered(pages, 3, 0.5))
    assert 0.3 < len(made) / len(pages) < 0.7
    assert made == list(ciphered(pages, 3, 0.5)) != list(ciphered(pages, 4, 0.5))
