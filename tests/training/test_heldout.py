"""Figures on held-out sites, with a labeller whose answers are known."""

import json
from pathlib import Path

import pytest

import fakes
from nutgraf.labels import Label
from nutgraf_training.heldout import PAGE_CORPORA, headline_right, page_figures, read_gold, same_title
from nutgraf_training.labelled import LabelledDocument, LabelledLine

LONG = "The council voted six to five to close the pool."
TITLE = "Council votes to close the harbour pool"


def page(name: str, *lines: tuple[str, Label]) -> LabelledDocument:
    return LabelledDocument(name, "s.example", tuple(LabelledLine(*line) for line in lines))


@pytest.mark.parametrize(
    ("title", "line", "share"),
    [
        ("Pool to close", "POOL, to close!", 1),
        ("a b c", "a b d e", 4 / 7),
        ("a a", "a", 2 / 3),
        ("", "", 0),
        ("a", "b", 0),
    ],
)
def test_same_title(title: str, line: str, share: float):
    assert same_title(title, line) == pytest.approx(share)


def test_headline_right():
    labeller = fakes.FakeLabeller()
    right = page("a", (TITLE, Label.BODY), (LONG, Label.BODY))
    wrong = page("b", (LONG, Label.BODY), (TITLE, Label.BODY))
    answers = [labeller.label_lines([line.text for line in one.lines]) for one in (right, wrong)]
    assert headline_right(right, answers[0], TITLE.upper()) is True
    assert headline_right(wrong, answers[1], TITLE) is False
    assert headline_right(right, answers[0], "Nothing of the kind") is None


def test_pages():
    pages = [
        page("a", ("Share", Label.BOILERPLATE), (TITLE, Label.BODY), (LONG, Label.BODY)),
        page("b", ("Short body", Label.BODY)),  # the fake says: no story
        page("c", ("Share", Label.BOILERPLATE)),
        page("d", (LONG, Label.PROMO)),  # the fake says: a story
    ]
    gold = {"a": {"paragraphs": [LONG], "title": TITLE}, "b": {"paragraphs": ["Short body"]}}
    labeller = fakes.FakeLabeller()
    found = page_figures(lambda one: labeller.label_lines([line.text for line in one.lines]), pages, gold)
    assert (found.pages, found.word_f1) == (2, 0.5)
    assert (found.titled, found.headline) == (1, 1.0)
    assert (found.with_story, found.story_found) == (2, 0.5)
    assert (found.without_story, found.no_story_found) == (2, 0.5)


def test_gold_of_all_page_corpora(tmp_path: Path):
    for number, name in enumerate(PAGE_CORPORA):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gold.jsonl").write_text(json.dumps({"id": f"p{number}", "paragraphs": [name]}) + "\n")
    assert {key: value["paragraphs"] for key, value in read_gold(tmp_path).items()} == {
        f"p{number}": [name] for number, name in enumerate(PAGE_CORPORA)
    }
