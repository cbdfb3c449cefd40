"""Short stories and bare pages: what is cut from what."""

from __future__ import annotations

from nutgraf.labels import Label
from nutgraf_training.briefs import BARE_COPIES, BARE_LINES, BODY_LINES, KIND, briefs
from nutgraf_training.labelled import LabelledDocument, LabelledLine

MENU = [(f"Menu {number}", Label.BOILERPLATE) for number in range(30)]
STORY = [(f"Paragraph {number} of the story", Label.BODY) for number in range(20)]
OTHERS = [(f"Minister {number} resigns", Label.PROMO) for number in range(30)]


def page(*lines: tuple[str, Label], headline: int | None = None) -> LabelledDocument:
    return LabelledDocument("p", "p.example", tuple(LabelledLine(*line) for line in lines), headline, kind="page")


STORIES = [page(*MENU, *STORY, *OTHERS, headline=30)] * 40
FRONTS = [page(*MENU, *OTHERS)] * 40


def labels(document: LabelledDocument) -> set[Label | None]:
    return {line.label for line in document.lines}


def test_a_story_gives_its_opening_below_its_headline() -> None:
    made = [brief for brief in briefs(STORIES, 0) if Label.BODY in labels(brief)]
    assert len(made) == len(STORIES)
    for brief in made:
        assert brief.headline is not None
        assert brief.lines[brief.headline].text == STORY[0][0]
        body = [line.text for line in brief.lines if line.label is Label.BODY]
        assert body == [text for text, _ in STORY[: len(body)]]
        assert BODY_LINES[0] < len(body) <= BODY_LINES[1]
    assert {labels(brief) == {Label.BODY} for brief in made} == {True, False}


def test_furniture_alone_comes_in_all_lengths_and_as_headlines_alone() -> None:
    bare = [brief for brief in briefs(STORIES, 0) if Label.BODY not in labels(brief)]
    assert len(bare) == len(STORIES)
    assert all(BARE_LINES[0] <= len(brief.lines) < BARE_LINES[1] and brief.headline is None for brief in bare)
    assert len({len(brief.lines) for brief in bare}) > 10
    assert any(labels(brief) == {Label.PROMO} and len(brief.lines) > 5 for brief in bare)


def test_pages_without_a_story_are_cut_more_often() -> None:
    assert len(list(briefs(FRONTS, 0))) == BARE_COPIES * len(FRONTS)


def test_briefs_are_repeated_by_seed_and_marked() -> None:
    one, again, other = (list(briefs(STORIES, seed)) for seed in (1, 1, 2))
    assert one == again != other
    assert {brief.kind for brief in one} == {KIND}


def test_a_page_without_labels_gives_nothing() -> None:
    assert not list(briefs([LabelledDocument("p", "p.example", (LabelledLine("?", None),))], 0))
