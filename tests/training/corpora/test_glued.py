"""Stories with other pages' headlines: labels stay right, nothing leaks, the same seed gives the same documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from nutgraf.labels import Label
from nutgraf_training.corpora.decorations import (
    HEADINGS,
    HELD_OUT_DECORATIONS,
    SEPARATORS,
    TRAINING_DECORATIONS,
    Decoration,
    Headline,
)
from nutgraf_training.corpora.glued import glued
from nutgraf_training.labelled import LabelledDocument, LabelledLine

BARE = Decoration("bare", 1, lambda headline, _random: headline.text)


def page(number: int, language: str = "en") -> LabelledDocument:
    body = [LabelledLine(f"Sentence {i} of story {number} stands here.", Label.BODY) for i in range(8)]
    promo = [LabelledLine(f"Headline {i} of page {number} for all to read", Label.PROMO) for i in range(6)]
    lines = [LabelledLine("Home", Label.BOILERPLATE), LabelledLine(f"Own headline of story {number} here", Label.BODY)]
    return LabelledDocument(f"p{number}", f"site{number}.example", (*lines, *body, *promo), 1, language, "page")


PAGES = [page(number) for number in range(60)]


def promos(document: LabelledDocument) -> list[str]:
    return [line.text for line in document.lines if line.label is Label.PROMO]


def test_body_lines_are_the_storys_in_order_and_the_headline_is_kept() -> None:
    for original, copy in zip(PAGES, glued(PAGES, 3), strict=True):
        own = [line.text for line in original.lines if line.label is Label.BODY]
        kept = [line.text for line in copy.lines if line.label is Label.BODY]
        assert kept == own[: len(kept)]
        assert copy.headline is not None
        assert copy.lines[copy.headline].text == own[0]
        assert (copy.kind, copy.source, copy.id) == ("glued", original.source, f"{original.id}-glued")


def test_headlines_are_of_the_documents_given_and_of_other_sites_or_the_own_page() -> None:
    known = {line.text for document in PAGES for line in document.lines}
    for original, copy in zip(PAGES, glued(PAGES, 4, [BARE]), strict=True):
        own_headline = original.lines[1].text
        assert promos(copy)
        assert known.issuperset(promos(copy))
        assert own_headline not in promos(copy)


def test_another_page_of_the_same_site_lends_no_headline() -> None:
    same = [replace(document, source="one.example") for document in PAGES]
    copies = list(glued(same, 5, [BARE]))
    assert copies
    for copy in copies:
        number = copy.id.removeprefix("p").removesuffix("-glued")
        assert all(f" of page {number} " in text for text in promos(copy))


def test_the_same_seed_gives_the_same_documents() -> None:
    assert list(glued(PAGES, 7)) == list(glued(PAGES, 7))
    assert list(glued(PAGES, 7)) != list(glued(PAGES, 8))


def test_headlines_stand_at_the_end_the_start_and_in_the_middle() -> None:
    places = set()
    for copy in glued(PAGES, 9, [BARE]):
        body = [i for i, line in enumerate(copy.lines) if line.label is Label.BODY]
        for index, line in enumerate(copy.lines):
            if line.label is Label.PROMO:
                places.add("start" if index < body[0] else "end" if index > body[-1] else "middle")
    assert places == {"start", "end", "middle"}


def test_furniture_that_comes_with_the_headlines_is_boilerplate() -> None:
    furniture = {line.text for copy in glued(PAGES, 10) for line in copy.lines if line.label is Label.BOILERPLATE}
    assert furniture.intersection(SEPARATORS)
    assert furniture.intersection(HEADINGS[""])


def test_pages_without_a_story_give_and_lend_nothing() -> None:
    front = LabelledDocument("f", "f.example", (LabelledLine("Boats of the harbour for sale", Label.PROMO),) * 9)
    assert list(glued([front], 1)) == []
    assert not any("for sale" in text for copy in glued([*PAGES[:3], front], 1) for text in promos(copy))


@pytest.mark.parametrize("decoration", [*TRAINING_DECORATIONS, *HELD_OUT_DECORATIONS], ids=lambda d: d.name)
def test_a_decoration_keeps_the_headline(decoration: Decoration) -> None:
    headline = Headline("New bakery opens on the quay today", "harbourpost.example", "en", 3)
    printed = decoration.apply(headline, np.random.default_rng(0))
    assert "\n" not in printed
    assert printed.lower().replace("...", "").find("new bakery opens") >= 0


def names(decorations: Sequence[Decoration]) -> set[str]:
    return {decoration.name for decoration in decorations}


def test_held_out_decorations_are_not_trained_on() -> None:
    assert names(TRAINING_DECORATIONS).isdisjoint(names(HELD_OUT_DECORATIONS))
    marks = ("■", "~")
    assert not any(text.startswith(marks) or text.endswith(marks) for copy in glued(PAGES, 2) for text in promos(copy))
