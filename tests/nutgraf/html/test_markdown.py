"""Blocks of a page as Markdown."""

from __future__ import annotations

import numpy as np
import pytest
from markdown_it import MarkdownIt

from nutgraf.html.blocks import blocks
from nutgraf.html.markdown import markdown


def of(html: str) -> str:
    return markdown(html, np.ones(len(blocks(html)), bool))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>One</h1><h3>Two</h3>", "# One\n\n### Two"),
        ("<h2><b>Bold</b> title</h2>", "## Bold title"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>a <b>b </b>c <em>d</em></p>", "a **b** c *d*"),
        ("<p><b>Pool:</b>closed, <i>(now)</i>shut</p>", "**Pool**:closed, *(now*)shut"),
        ("<p>See <a href='/a b'>the <i>report</i></a>.</p>", "See [the *report*](/a%20b)."),
        ("<p><a href='javascript:x()'>Open</a></p>", "Open"),
        ("<p>1. a*b_c [d] `e`</p>", "1\\. a\\*b\\_c \\[d\\] \\`e\\`"),
        ("<p># not a heading</p>", "\\# not a heading"),
        ("<h1>Learning C #</h1><h2>#</h2><h2>C#</h2>", "# Learning C \\#\n\n## \\#\n\n## C#"),
        ("<p>Call <code>f(*a)</code></p>", "Call `f(*a)`"),
        ("<ul><li>One<li>Two<ul><li>Deep</ul></ul>", "- One\n- Two\n  - Deep"),
        ("<ol><li>One<li><p>Two</p><p>more</p></ol>", "1. One\n2. Two\n\n   more"),
        ("<ol start=5><li>Five<ol><li>In</ol><li>Six</ol>", "5. Five\n   1. In\n6. Six"),
        ("<ol start=x><li>One</ol>", "1. One"),
        ("<p>Ask <code>a`b</code> or <code>`x</code></p>", "Ask ``a`b`` or `` `x ``"),
        ("<p><b><code>f</code></b></p>", "**`f`**"),
        ("<p>a<br>---</p>", "a  \n\\---"),
        ("<p>a<br>==</p>", "a  \n\\=="),
        ("<p>-5 degrees --- cold</p>", "-5 degrees --- cold"),
        ("<p>&amp;amp; R&amp;D</p>", "\\&amp; R&D"),
        ("<pre>```\nx</pre>", "````\n```\nx\n````"),
        ("<pre>a\n  *b*</pre>", "```\na\n  *b*\n```"),
        ("<blockquote><p>One</p></blockquote><p>Two</p>", "> One\n\nTwo"),
        ("<p>Short<br>lines</p>", "Short  \nlines"),
        (f"<p>{'long ' * 30}<br>lines</p>", f"{'long ' * 29}long\n\nlines"),
        ("<table><tr><th>A<th>B<tr><td>1<td>2|3</table>", "| A | B |\n| --- | --- |\n| 1 | 2\\|3 |"),
        ("", ""),
    ],
)
def test_what_the_page_shows_is_kept(html: str, expected: str) -> None:
    assert of(html) == expected


def test_only_the_chosen_blocks_are_written() -> None:
    html = "<p>One</p><ul><li>Two</li><li>Three</li></ul>"
    assert markdown(html, np.array([True, False, True])) == "One\n\n- Three"


def shown(html: str, dropped: tuple[int, ...] = ()) -> str:
    """What a reader of the Markdown sees, as HTML without line ends."""
    keep = np.ones(len(blocks(html)), bool)
    keep[list(dropped)] = False
    rendered: str = MarkdownIt("commonmark").enable("table").render(markdown(html, keep))
    return rendered.replace("\n", "")


@pytest.mark.parametrize(
    ("html", "dropped", "expected"),
    [
        (
            "<ul><li><ul><li>x one</li><li>y</li></ul></li></ul>",
            (),
            "<ul><li>x one</li><li>y</li></ul>",
        ),
        (
            "<ul><li>More<ul><li>Pools<ul><li>Roof</li></ul></li></ul></li></ul>",
            (0,),
            "<ul><li>Pools<ul><li>Roof</li></ul></li></ul>",
        ),
        (
            "<ul><li>More<ul><li>Pools<ul><li>Roof</li></ul></li></ul></li></ul>",
            (1,),
            "<ul><li>More<ul><li>Roof</li></ul></li></ul>",
        ),
        (
            "<ol start=1000><li>Pools<ul><li>Roof</li></ul></li></ol>",
            (),
            '<ol start="1000"><li>Pools<ul><li>Roof</li></ul></li></ol>',
        ),
    ],
)
def test_items_stand_below_written_items_only(html: str, dropped: tuple[int, ...], expected: str) -> None:
    assert shown(html, dropped) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li><p>One</p><p>more</p></li></ul>", "<ul><li><p>One</p><p>more</p></li></ul>"),
        ("<ol><li><h3>One</h3><p>more</p></li></ol>", "<ol><li><p>One</p><p>more</p></li></ol>"),
        ("<ul><li>One<br>more</li><li>Two</li></ul>", "<ul><li>One<br />more</li><li>Two</li></ul>"),
        (
            f"<ul><li>{'long ' * 30}<br>more</li></ul>",
            f"<ul><li><p>{'long ' * 29}long</p><p>more</p></li></ul>",
        ),
        (
            "<ul><li>One<ul><li>Deep</li></ul>more</li></ul>",
            "<ul><li><p>One</p><ul><li>Deep</li></ul><p>more</p></li></ul>",
        ),
        (
            "<ul><li>One<ol start=3><li>Deep</li><li>more</li></ol></li></ul>",
            '<ul><li><p>One</p><ol start="3"><li>Deep</li><li>more</li></ol></li></ul>',
        ),
    ],
)
def test_blocks_of_an_item_stay_blocks(html: str, expected: str) -> None:
    assert shown(html) == expected


PASSENGERS = "<tr><td>Passengers<td>410<td>502"


@pytest.mark.parametrize(
    ("html", "dropped", "expected"),
    [
        (
            f"<table><tr><td><th>2023<th>2024{PASSENGERS}</table>",
            (),
            "|  | 2023 | 2024 |\n| --- | --- | --- |\n| Passengers | 410 | 502 |",
        ),
        (
            f"<table><tr><th>Year<th>2023<th>2024{PASSENGERS}</table>",
            (1,),
            "| Year |  | 2024 |\n| --- | --- | --- |\n| Passengers | 410 | 502 |",
        ),
        (
            f"<table><tr><th>In<br>port<th>2023<th>2024{PASSENGERS}</table>",
            (),
            "| In port | 2023 | 2024 |\n| --- | --- | --- |\n| Passengers | 410 | 502 |",
        ),
        (
            f"<table><tr><th>Port<th colspan=2>Year{PASSENGERS}<tr><td colspan=' 2x'>Both<td>912</table>",
            (),
            "| Port | Year |  |\n| --- | --- | --- |\n| Passengers | 410 | 502 |\n| Both |  | 912 |",
        ),
        (
            f"<table><tr><th>Port<th hidden>2022<th>2023<th>2024{PASSENGERS}</table>",
            (),
            "| Port | 2023 | 2024 |\n| --- | --- | --- |\n| Passengers | 410 | 502 |",
        ),
        ("<table><tr><td><td>One<tr><td><td>Two</table>", (), "| One |\n| --- |\n| Two |"),
        (
            "<table><tr><td><table><tr><td>One</table><td><table><tr><td>Two</table></table>",
            (),
            "| One |\n| --- |\n\n| Two |\n| --- |",
        ),
    ],
)
def test_cells_stand_in_their_columns(html: str, dropped: tuple[int, ...], expected: str) -> None:
    keep = np.ones(len(blocks(html)), bool)
    keep[list(dropped)] = False
    assert markdown(html, keep) == expected


def test_spans_make_no_table_many_times_as_long_as_its_page() -> None:
    html = "<table>" + "".join(f"<tr><td colspan={1000 + n}><td>x" for n in range(300)) + "</table>"
    assert len(of(html)) < len(html)


LINK = '<p>See <a href="{}">it</a></p>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (LINK.format("/pool?x=1"), "https://post.example/pool?x=1"),
        (LINK.format("more.html"), "https://post.example/news/more.html"),
        (LINK.format("#end"), "https://post.example/news/one#end"),
        (LINK.format("//other.example/a"), "https://other.example/a"),
        (LINK.format("mailto:ines@post.example"), "mailto:ines@post.example"),
        (LINK.format("po\nol\r\n\t/a"), "https://post.example/news/pool/a"),
        (LINK.format("http://[broken"), "http://[broken"),
        ('<base href="/old/">' + LINK.format("more.html"), "https://post.example/old/more.html"),
    ],
)
def test_links_are_whole_where_the_address_is_known(html: str, expected: str) -> None:
    keep = np.ones(len(blocks(html)), bool)
    assert markdown(html, keep, "https://post.example/news/one") == f"See [it]({expected})"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a\nb", "/ab"),
        ("\n/a\r\n\tb ", "/ab"),
        ("/a b\u00a0c", "/a%20b%C2%A0c"),
        ("/a_(b)<c>\\", "/a_%28b%29%3Cc%3E%5C"),
    ],
)
def test_targets_stay_links(link: str, expected: str) -> None:
    text = of(LINK.format(link))
    assert text == f"See [it]({expected})"
    assert f'<a href="{expected}">' in MarkdownIt("commonmark").render(text)


@pytest.mark.parametrize("element", ["<a name=pool>", "<a href='java\nscript:x()'>"])
def test_what_leads_nowhere_is_no_link(element: str) -> None:
    html = f"<p>The {element}<b>pool.</b></a>Open</p>"
    assert markdown(html, np.array([True]), "https://post.example/") == "The **pool**.Open"


def test_the_pages_own_base_counts_without_an_address() -> None:
    html = '<base href="https://post.example/">' + LINK.format("pool")
    assert of(html) == "See [it](https://post.example/pool)"
