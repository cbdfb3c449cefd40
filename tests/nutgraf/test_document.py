"""The document as a value."""

import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from nutgraf.document import Document, Line, Lines, Scores
from nutgraf.labels import BODY, BOILERPLATE, PROMO, Label
from nutgraf.spans import split


def labelled(text: str, codes: list[int], **fields: object) -> Document:
    scores = np.full((len(codes), 3), 0.1, dtype=np.float32)
    scores[np.arange(len(codes)), codes] = 0.8
    return Document(text, split(text), np.array(codes, dtype=np.uint8), scores, **fields)  # type: ignore[arg-type]


STORY = "Pool to close\n\nShare\r\nThe pool will close.\nLido reopens\nNobody was asked.\n"


@pytest.fixture
def document() -> Document:
    codes = [BODY, BOILERPLATE, BODY, PROMO, BODY]
    return labelled(STORY, codes, headline_index=0, has_story=True, meta={"lang": "en"}, notes={3: "glued"})


def test_story_headline_and_body(document: Document) -> None:
    assert document.story == "Pool to close\nThe pool will close.\nNobody was asked."
    assert document.headline == "Pool to close"
    assert document.body == "The pool will close.\nNobody was asked."


def test_document_without_headline_has_its_story_as_body() -> None:
    document = labelled("a\nb", [BODY, BODY])
    assert document.headline is None
    assert document.body == document.story == "a\nb"


def test_lines_are_made_when_asked_for(document: Document) -> None:
    line = document.lines[3]
    assert isinstance(document.lines, Lines)
    assert isinstance(line, Line)
    assert (line.number, line.text, line.label, line.note, line.tag) == (5, "Lido reopens", Label.PROMO, "glued", None)
    assert document.text[line.start : line.end] == line.text
    assert isinstance(line.scores, Scores)
    assert line.confidence == line.scores.promo == pytest.approx(0.8)
    assert document.lines[-1] == list(document.lines)[4]
    assert document.lines[1:3] == list(document.lines)[1:3]
    with pytest.raises(IndexError):
        document.lines[5]


def test_empty_text_is_a_document_without_lines() -> None:
    document = Document("", split(""), np.empty(0, np.uint8), np.empty((0, 3), np.float32))
    assert len(document.lines) == 0
    assert (document.story, document.headline, document.body) == ("", None, "")


def test_texts_chooses_by_mask(document: Document) -> None:
    assert document.texts(document.labels != BODY) == ["Share", "Lido reopens"]
    assert len(document.texts()) == 5


def test_document_cannot_be_changed(document: Document) -> None:
    with pytest.raises(FrozenInstanceError):
        document.text = ""  # type: ignore[misc]
    for array in (document.labels, document.scores, document.spans.starts, document.spans.numbers):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(TypeError):
        document.meta["lang"] = "de"  # type: ignore[index]


def test_document_survives_pickling(document: Document) -> None:
    copy = pickle.loads(pickle.dumps(document))
    assert list(copy.lines) == list(document.lines)
    assert (copy.body, copy.meta, copy.has_story) == (document.body, {"lang": "en"}, True)
    with pytest.raises(ValueError, match="read-only"):
        copy.labels[0] = 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"labels": np.zeros(3, np.uint8)}, "2 spans need labels"),
        ({"scores": np.zeros((2, 2), np.float32)}, "2 spans need labels"),
        ({"labels": np.array([0, 3], np.uint8)}, "below 3"),
        ({"headline_index": 2}, "headline_index"),
        ({"tags": ("p",)}, "tags"),
    ],
)
def test_columns_that_do_not_fit_are_refused(fields: dict[str, object], message: str) -> None:
    columns: dict[str, object] = {"labels": np.zeros(2, np.uint8), "scores": np.zeros((2, 3), np.float32)}
    with pytest.raises(ValueError, match=message):
        Document("a\nb", split("a\nb"), **(columns | fields))  # type: ignore[arg-type]
