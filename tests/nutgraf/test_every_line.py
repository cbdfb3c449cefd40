"""Every line is accounted for: what holds for a page, for lines given as such, and for what `clean` keeps.

`test_labeller.py` has the same for `label`, `test_spans.py` for splitting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

import small_pages
from accounted import check_accounted_for
from nutgraf.choices import DROPS, FAVORS, UNITS, Drop, Favor, Unit
from nutgraf.cleaning import cleaned
from nutgraf.errors import NutgrafError
from nutgraf.html.blocks import blocks
from nutgraf.labeller import Labeller
from tiny import tiny_labeller

# Lone surrogates, zero-width, right-to-left and control characters are all drawn.
ODD = "\0\u200b\u202e\ufeff\ud800\udfffאاa中ก🗞 1.-\x1b\x85\u2028"
TEXTS = st.text(alphabet=st.characters(exclude_categories=()) | st.sampled_from("\r\n" + ODD), max_size=60)
#: Pieces that pages are broken into and put together from: tags open and closed in any order, entities, bare marks.
MARKUP = st.sampled_from(
    [
        *("<p>", "</p>", "<div hidden>", "</div>", "<table><tr><td>", "<td>", "</table>", "<pre>", "</pre>", "<li>"),
        *("<a href=/x>", "</a>", "<h1>", "<br>", "<!--", "-->", "<script>", "</script>", "<title>", "<svg>", "<body>"),
        *("&amp;", "&#0;", "&#x110000;", "&nbsp;", "<", ">", "&", '<p class="', "</", "<![CDATA["),
        "<p>The council voted six to five on Tuesday to close the pool.</p>",
    ]
)
PAGES = st.lists(MARKUP | TEXTS, max_size=12).map("".join)
WORDS = st.text(alphabet="abcdefgh .é中ا", max_size=50)


def page_labeller() -> Labeller:
    model = small_pages.model()
    return Labeller(model.text, pages=model)


def is_subsequence(part: Iterable[str], whole: Iterable[str]) -> bool:
    left = iter(whole)
    return all(item in left for item in part)


@settings(max_examples=100, deadline=None)
@given(PAGES)
@example("")
@example("<p>\0</p>\ud800<td>a<td>b")
def test_every_block_of_any_page_is_labelled_once(html: str) -> None:
    document = page_labeller().label_html(html)
    check_accounted_for(document)
    assert [line.text for line in document.lines] == [block.text for block in blocks(html)]
    assert len(document.tags) == len(document.lines)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
@example(b"\xff\xfe<\x00p\x00")
@example(b"<meta charset=utf-7>+ADw-p+AD4-")
def test_any_bytes_are_a_page_or_refused_with_an_error_of_ours(data: bytes) -> None:
    try:
        document = page_labeller().label_html(data)
    except NutgrafError:
        return
    check_accounted_for(document)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=6))
def test_no_word_of_a_page_is_lost(paragraphs: list[str]) -> None:
    document = page_labeller().label_html("".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs))
    assert document.text.split() == " ".join(paragraphs).split()


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=8), st.sampled_from(FAVORS))
def test_text_of_given_lines_is_the_lines_joined(lines: list[str], favor: Favor) -> None:
    document = tiny_labeller().label_lines(lines, favor=favor)
    assert document.text == "\n".join(lines)
    spans = [(line.start, line.end) for line in document.lines]
    assert [document.text[start:end] for start, end in spans] == lines
    assert all(above[1] + 1 == below[0] for above, below in pairwise(spans))
    assert np.allclose(document.scores.sum(1), 1, atol=1e-5)


@settings(max_examples=150, deadline=None)
@given(
    TEXTS,
    st.sampled_from(UNITS),
    st.sampled_from(DROPS),
    st.booleans(),
    st.sampled_from([None, 0.5, 0.9]),
)
def test_what_clean_keeps_is_a_subsequence(
    text: str, unit: Unit, drop: Drop, headline: bool, least: float | None
) -> None:
    document = tiny_labeller().label(text, unit=unit)
    kept = cleaned(document, drop, headline, least)
    ends = r"\r\n|\r|\n"
    assert is_subsequence((line for line in re.split(ends, kept) if line), re.split(ends, text))


@settings(max_examples=60, deadline=None)
@given(PAGES, st.sampled_from(DROPS))
def test_what_clean_keeps_of_a_page_is_a_subsequence(html: str, drop: Drop) -> None:
    document = page_labeller().label_html(html)
    assert is_subsequence(cleaned(document, drop), document.text)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_story_and_body_are_subsequences(text: str) -> None:
    document = tiny_labeller().label(text)
    lines = [line.text for line in document.lines]
    assert is_subsequence([line for line in document.story.split("\n") if line], lines)
    story = document.story.split("\n")
    assert document.headline is None or document.headline in story
    assert is_subsequence([line for line in document.body.split("\n") if line], story)
