"""What a memory of sites is worth: labels by hand before silver ones, strength by leave one out."""

from __future__ import annotations

import numpy as np

import small
from nutgraf.labels import Label
from nutgraf_training.benchmarks.sites_memory import choose, known_labels, leave_one_out, sites_of, told
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.recipe import Sources

TEXTS = ("Share", "The council votes on the pool on Tuesday, they say.", "Related", "Share")


def document(identifier: str, labels: str, texts: tuple[str, ...] = TEXTS, kind: str = "page") -> LabelledDocument:
    codes = {"b": Label.BODY, "f": Label.BOILERPLATE, "p": Label.PROMO, "?": None}
    lines = tuple(LabelledLine(text, codes[code]) for text, code in zip(texts, labels, strict=True))
    return LabelledDocument(identifier, "post.example", lines, kind=kind)


def test_hand_labels_come_before_silver_ones() -> None:
    page = document("p1", "fbf?")
    hand = document("p1-win", "bp?", TEXTS[1:], "hand")
    assert known_labels(page, [hand]).tolist() == [1, 0, 2, -1]
    assert known_labels(page, []).tolist() == [1, 0, 1, -1]


def test_sites_with_enough_pages_that_count() -> None:
    pages = tuple(document(f"p{number}", "fbff") for number in range(4))
    residue = tuple(document(f"p{number}-res", "fbff", kind="residue-resiliparse") for number in range(2))
    sources = Sources(pages, residue, ())
    (site,) = sites_of(sources, "page", {"p0", "p1", "p2"})
    assert len(site.true) == 12
    assert site.memory.occurrences(["Share", TEXTS[1]], "post.example") == [3, 3]
    assert not sites_of(sources, "page", {"p0", "p1"})
    assert not sites_of(sources, "residue-resiliparse", {"p0", "p1", "p2"})
    assert 0 <= site.macro_f1(small.model(), 1.5) <= 1


def test_strength_is_chosen_without_the_site_it_is_measured_on() -> None:
    gains = np.array([[0.0, 0.5, 0.0], [0.0, 0.0, 0.1], [0.0, 0.0, 0.1]])
    assert choose(gains) == 1
    assert choose(np.zeros((3, 3))) == 0
    assert leave_one_out(gains, gains).tolist() == [0.0, 0.0, 0.0]


def test_gain_is_told_with_its_interval() -> None:
    assert told(np.array([0.1, 0.1, 0.1])) == "+0.1000 [+0.1000, +0.1000]  3 up 0 down"
