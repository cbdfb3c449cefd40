"""Pages in, labelled documents out."""

from __future__ import annotations

import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import small
import small_pages
from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.html import labelling
from nutgraf.html.blocks import blocks
from nutgraf.labeller import Labeller
from nutgraf.labels import Label
from nutgraf.rules import Rule, Rules

PAGE = """<html lang=en><body><nav><a href=/>Home</a></nav><article><h1>Council votes to close harbour pool</h1>
<p>The council voted six to five on Tuesday to close the pool, which has been open since 1931.</p>
<table><tr><td>For</td><td>6</td></tr><tr><td>Against</td><td>5</td></tr></table></article></body></html>"""
NAMES = ("front", "harbour", "minato", "shop")


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    model = small_pages.model()
    return Labeller(model.text, pages=model)


def same(one: Document, other: Document) -> bool:
    return (
        one.text == other.text
        and np.array_equal(one.labels, other.labels)
        and np.array_equal(one.scores, other.scores)
        and (one.headline_index, one.has_story, one.tags) == (other.headline_index, other.has_story, other.tags)
        and (one.meta, one.warnings, one.notes) == (other.meta, other.warnings, other.notes)
    )


def test_each_line_is_a_block_with_its_tag_path(labeller: Labeller) -> None:
    document = labeller.label_html(PAGE)
    assert [line.text for line in document.lines] == [block.text for block in blocks(PAGE)]
    assert document.lines[1].tag == "html/body/article/h1"
    for line in document.lines:
        assert document.text[line.start : line.end] == line.text


@pytest.mark.parametrize("page", ["", "<p>Hi</p>" + "<div><img></div>" * 500])
def test_pages_are_read_as_they_are_needed(labeller: Labeller, page: str) -> None:
    assert next(labeller.label_html_many(itertools.repeat(page))).text == ("Hi" if page else "")


def test_the_story_of_a_page_that_training_has_seen(labeller: Labeller) -> None:
    document = labeller.label_html(small_pages.source("harbour"), "https://harbourpost.example/local")
    assert document.headline == "Ferry returns to the old harbour after winter repairs"
    assert document.lines[document.headline_index].tag.endswith("/h1")  # not the breadcrumb of the same words
    assert document.has_story
    assert "The ferry between the old harbour" in document.body
    assert "Photo: Ida Brook" not in document.body
    assert document.meta["url"].startswith("https://harbourpost.example/")
    assert document.warnings == ()


def test_layout_tells_apart_what_text_does_not() -> None:
    model = small_pages.model()
    page = "<nav><ul>{0}</ul></nav><article><h1>Ferry returns</h1><div class=text>{1}</div></article>"
    line = "The ferry between the harbour and the islands sails again from Monday, the company said."
    html = page.format(f"<li><a href=/a>{line}</a></li>" * 4, f"<p>{line}</p>" * 4)
    scores = Labeller(model.text, pages=model).label_html(html).scores[:, 0]
    assert scores[5:].min() > scores[:4].max()


def test_one_by_one_and_together_are_the_same(labeller: Labeller) -> None:
    sources = [small_pages.source(name) for name in NAMES] + ["", PAGE]
    together = list(labeller.label_html_many(sources))
    assert all(same(labeller.label_html(html), other) for html, other in zip(sources, together, strict=True))


def test_large_pages_are_labelled_in_parts(labeller: Labeller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelling, "MOST_LINES", 7)
    html = small_pages.source("harbour")
    document = labeller.label_html(html)
    assert [line.text for line in document.lines] == [block.text for block in blocks(html)]
    assert [line.number for line in document.lines] == sorted({line.number for line in document.lines})
    for line in document.lines:
        assert document.text[line.start : line.end] == line.text
    assert len(document.tags) == len(document.lines)


def test_cells_of_a_row_stay_on_one_line(labeller: Labeller) -> None:
    rules = [Rule("body", patterns=[r"^(For|Against|\d)$"], verdict=True), Rule("promo", patterns=["."], verdict=True)]
    document = labeller.with_rules(Rules(rules)).label_html(PAGE)
    assert document.body == "For\t6\nAgainst\t5"
    assert [line.number for line in document.lines][-4:] == [4, 4, 5, 5]


def test_the_address_decides_which_rules_speak(labeller: Labeller) -> None:
    ruled = labeller.with_rules(Rules([Rule("promo", phrases=["home"], verdict=True, sites=["post.example"])]))
    assert ruled.label_html(PAGE, "https://www.post.example/pool").lines[0].label == "promo"
    assert ruled.label_html(PAGE, "https://other.example/pool").lines[0].note is None
    own = PAGE.replace("<body>", "<link rel=canonical href=https://post.example/pool><body>")
    assert ruled.label_html(own).lines[0].label == "promo"


@pytest.mark.parametrize("page", ["", b"", "<html></html>", "<script>x</script>", "<p> </p>", b"\xff\xfe"])
def test_an_empty_page_is_a_document_without_lines(labeller: Labeller, page: str | bytes) -> None:
    document = labeller.label_html(page)
    assert (len(document.lines), document.body, document.has_story) == (0, "", False)


def test_without_a_model_for_pages_the_text_speaks_alone() -> None:
    document = Labeller(small.model()).label_html(PAGE)
    assert len(document.lines) == 7
    assert "text alone" in document.warnings[0]


def test_favor(labeller: Labeller) -> None:
    html = small_pages.source("harbour")
    body = {favor: (labeller.label_html(html, favor=favor).labels == 0).sum() for favor in ("precision", "recall")}
    assert body["precision"] <= body["recall"]


@pytest.mark.parametrize(("html", "url"), [(None, None), (3, None), ("<p>x</p>", 3)])
def test_what_is_no_page_is_refused(labeller: Labeller, html: object, url: object) -> None:
    with pytest.raises(InputError, match="expected str"):
        labeller.label_html(html, url)  # type: ignore[arg-type]


def test_pages_and_addresses_that_do_not_fit_together(labeller: Labeller) -> None:
    with pytest.raises(InputError, match="differ in number"):
        list(labeller.label_html_many([PAGE, PAGE], [None]))
    with pytest.raises(InputError, match="expected several"):
        labeller.label_html_many(PAGE)  # type: ignore[arg-type]


def test_a_document_of_a_page_survives_pickling(labeller: Labeller) -> None:
    document = labeller.label_html(small_pages.source("minato"))
    assert same(document, pickle.loads(pickle.dumps(document)))


TAGS = st.sampled_from(["p", "div", "a href=/x", "li", "ul", "table", "tr", "td", "h1", "br", "article", "b", "pre"])
HTML = st.lists(
    st.one_of(
        TAGS.map(lambda tag: f"<{tag}>"),
        TAGS.map(lambda tag: f"</{tag.split()[0]}>"),
        st.sampled_from(
            ["Share", "The council votes on the pool on Tuesday, they say.", "\u00a0", "街 ", "\0", "&amp;<"]
        ),
        st.text(max_size=5),
    ),
    max_size=40,
).map("".join)


@given(st.lists(HTML, max_size=4))
@settings(max_examples=40)
def test_broken_markup_gives_lines_that_fit_the_text(sources: list[str]) -> None:
    model = small_pages.model()
    for html, document in zip(sources, Labeller(model.text, pages=model).label_html_many(sources), strict=True):
        assert [line.text for line in document.lines] == [block.text for block in blocks(html)]
        assert all(document.text[line.start : line.end] == line.text for line in document.lines)
        assert np.allclose(document.scores.sum(1), 1, atol=1e-4)
        assert all(line.label in Label for line in document.lines)
