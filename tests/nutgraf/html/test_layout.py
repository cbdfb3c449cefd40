"""Elements and blocks as arrays, the story's container, the markup's tokens and the columns made of them."""

from __future__ import annotations

import numpy as np
import pytest

from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import nothing_common
from nutgraf.features import Prepared, prepare
from nutgraf.html.columns import layout_columns
from nutgraf.html.container import find_containers
from nutgraf.html.declared import declared_columns
from nutgraf.html.layout import Layout, make_layout
from nutgraf.html.links import link_columns
from nutgraf.html.markup import ANSWERS, TABLE_BITS, MarkupTable, element_tokens, markup_grams, pair_rows
from nutgraf.html.page import HtmlPage, read_page
from nutgraf.shape import Columns

PARAGRAPH = "The council votes on the harbour pool on Tuesday, they say."
CARDS = "".join(f"<div class=card><h3><a href=/2024/a-long-slug-{n}>Other story {n}</a></h3></div>" for n in range(4))
PAGE = (
    f"<body><nav><a href=/>Home</a></nav><div class=outer><article><h1>Pool</h1><div class=text>"
    f"<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div></article></div><aside>{CARDS}</aside></body>"
)


def laid_out(*sources: str) -> tuple[Layout, Prepared, list[HtmlPage]]:
    pages = [read_page(html) for html in sources]
    batch = batch_of_lines([[block.text for block in page.tree.blocks] for page in pages])
    return make_layout([page.tree for page in pages]), prepare(batch, nothing_common()), pages


def columns(*sources: str) -> Columns:
    layout, prepared, pages = laid_out(*sources)
    paragraph = prepared.shape.sentence
    text = np.where(paragraph[:, None], [[0.9, 0.05, 0.04, 0.01]], [[0.05, 0.5, 0.4, 0.05]]).astype(np.float32)
    found = layout_columns(layout, prepared, text, np.zeros((len(paragraph), ANSWERS), np.float32))
    return {**found, **declared_columns(prepared, [page.declared for page in pages])}


def test_sums_over_elements() -> None:
    layout, _, _ = laid_out(PAGE)
    count = layout.sums(np.ones(len(layout.blocks)))
    assert count[layout.above(0)].tolist() == [1] * 8
    assert count[layout.above(1)].tolist()[2:4] == [2, 2]  # div.text holds both paragraphs
    assert count[layout.above(99)].tolist() == [8] * 8  # the outermost is <html>
    assert layout.counts(layout.tagged("article")).tolist() == [0, 1, 1, 1, 0, 0, 0, 0]


def test_the_container_is_the_innermost_element_with_all_of_the_story() -> None:
    layout, prepared, _ = laid_out(PAGE, "", PAGE)
    words = prepared.shape.words.astype(float)
    body = words * prepared.shape.sentence
    found = find_containers(layout, prepared.sequence, body, words)
    assert found.inside.tolist() == [False, False, True, True, False, False, False, False] * 2
    assert found.below.tolist()[:4] == [0, 0, 1, 1]
    assert found.outside.tolist()[:2] == [3, 1]  # nav shares html and body; the h1 the article
    assert len(set(found.element.tolist())) == 2


def test_columns_say_what_the_layout_is() -> None:
    found = columns(PAGE)
    assert found["is_h1"].tolist() == [0, 1, 0, 0, 0, 0, 0, 0]
    assert found["around_aside"].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert np.allclose(found["cards1"], np.log([1, 1, 1, 1, 4, 4, 4, 4]))  # aside's div.card are alike
    assert found["up1_body"][2] > 0.7 > found["up1_body"][4]
    assert found["container_child"].tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
    assert found["h1_above"].tolist() == [0, 0, 1, 1, 1, 1, 1, 1]
    assert found["heading_above_level"].tolist() == [0, 0, 1, 1, 1, 3, 3, 3]


def test_columns_do_not_depend_on_the_batch() -> None:
    head = "<title>Pool - Post</title><meta property=og:title content=Pool>"
    sources = [PAGE, head + CARDS, "", "<p>x", PAGE.replace("card", "box")]
    together = columns(*sources)
    alone = [columns(html) for html in sources]
    for name, values in together.items():
        assert np.array_equal(values, np.concatenate([each[name] for each in alone])), name
        assert np.isfinite(values).all(), name


def test_what_a_page_declares_is_found_in_it() -> None:
    story = f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{PARAGRAPH}"}}</script>'
    found = columns(f"<title>Pool to close</title>{story}<p>Home</p><h1>Pool to close</h1><p>{PARAGRAPH}</p>")
    assert found["title_window"].tolist()[:2] == [0, 1]
    assert found["title_is_best"].tolist() == [0, 1, 0]
    assert found["story_share"].tolist() == [0, 0, 1]
    assert columns(f"<p>{PARAGRAPH}</p>")["story_known"].tolist() == [0]


def test_links() -> None:
    _, prepared, pages = laid_out(
        "<a href='https://other.example/x'>a</a><p>b</p><a href='#top'>c</a><a href='mailto:a@b'>d</a>"
        "<p><a href='/2024/01/pool-to-close-in-may'>e</a>" + "<p><a href='https://own.example/x/'>f</a>" * 9
    )
    found = link_columns(pages[0].tree.blocks, prepared.sequence)
    assert found["target_foreign"].tolist()[0] == 1
    slug = [block.text for block in pages[0].tree.blocks].index("e")
    assert found["target_slug_dashes"][slug] == pytest.approx(np.log1p(4))
    assert found["target_digits"][slug] == pytest.approx(np.log1p(6))
    assert found["link_share"].tolist().count(0) == 1


def test_tokens_of_an_element() -> None:
    plain = set(element_tokens("div", ""))
    assert len(plain) == 1
    assert plain < set(element_tokens("div", "x"))
    camel, dashed = set(element_tokens("p", "articleBody")), set(element_tokens("p", "article-body"))
    assert len(camel & dashed) == 3  # <p, ~article, ~body
    assert element_tokens("div", "post-123") == element_tokens("div", "post-4567")


def test_evidence_is_the_sum_of_the_rows_that_training_sees() -> None:
    layout, _, _ = laid_out(PAGE, "<p>x", PAGE)
    weights = np.random.default_rng(0).integers(-99, 99, (1 << TABLE_BITS, ANSWERS)).astype(np.int16)
    evidence = MarkupTable(weights, 0.5, np.ones(ANSWERS, np.float32)).evidence(layout)
    rows, blocks = pair_rows(markup_grams(layout))
    for block in range(len(layout.blocks)):
        own = rows[blocks == block]
        expected = weights[own].sum(0, dtype=np.int64) * 0.5 / np.sqrt(len(own)) + 1
        assert np.allclose(evidence[block], expected, rtol=1e-5)
