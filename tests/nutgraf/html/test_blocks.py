"""A page as its lines: where blocks start and end, what is left out, and the layout that goes with them."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import NutgrafError
from nutgraf.html import blocks as module
from nutgraf.html.blocks import Block, blocks


def texts(html: str) -> list[str]:
    return [block.text for block in blocks(html)]


def one(html: str) -> Block:
    (block,) = blocks(html)
    return block


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]),
        ("One<br>Two<br><br>Three", ["One", "Two", "Three"]),
        ("<ul><li>One<ul><li>Two</li></ul></li><li>Three</li></ul>", ["One", "Two", "Three"]),
        ("<table><tr><td>One</td><td>Two</td></tr><tr><th>Three</th></tr></table>", ["One", "Two", "Three"]),
        ("<p>One <b>bold</b> and <a href=x>li</a>nked</p>", ["One bold and linked"]),
        ("<a href=x><h3>One</h3><p>Two</p></a>", ["One", "Two"]),
        ("<button>Share</button><button>Print</button>", ["Share", "Print"]),
        ("<pre>One\nTwo</pre><p>Three\nfour</p>", ["One", "Two", "Three four"]),
        ("<p> One\n\t two\u00a0 three\u2028four </p>", ["One two three four"]),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字</ruby>", ["漢字"]),
        ("<p>zero\u200bwidth</p>", ["zero\u200bwidth"]),
        ("", []),
        ("<p> </p><p>\u00a0</p>", []),
    ],
)
def test_blocks_are_the_lines_of_the_page(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<noscript>x</noscript>",
        "<template>x</template>",
        "<svg><title>x</title></svg>",
        "<select><option>x</option></select>",
        "<textarea>x</textarea>",
        "<p hidden>x</p>",
        "<p style='color:red; DISPLAY : none'>x</p>",
        "<div style='visibility:hidden'><p>x</p></div>",
        "<!-- x -->",
        "<iframe>x</iframe>",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    assert texts(f"<title>T</title><p>One</p>{hidden}<p>Two</p>") == ["One", "Two"]


@pytest.mark.parametrize("style", ["backface-visibility: hidden", "--menu-display:none", "overflow:hidden"])
def test_what_only_sounds_hidden_is_read(style: str) -> None:
    assert texts(f'<main style="color:red; {style}"><p>One</p></main>') == ["One"]


def test_hidden_prose_is_what_a_script_shows() -> None:
    paragraph = "<p>" + "A sentence of a streamed page. " * 40 + "</p>"
    assert len(texts(f"<div hidden>{paragraph}</div>")) == 1
    assert texts("<body style='display:none'><p>One</p></body>") == ["One"]


def test_hidden_elements_inside_one_another_are_asked_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    holds_prose = module._holds_prose
    monkeypatch.setattr(module, "_holds_prose", lambda node: asked.append(node) or holds_prose(node))
    found = texts("<div hidden><p>A sentence of prose.</p>" * 400 + "</div>" * 400)
    assert len(asked) == len(found) == 16
    prose = " ".join(["Prose."] * 200)
    assert texts(f"<div hidden><p>{prose}</p></div>" * 40) == [prose] * 40


def test_long_names_are_cut_and_equal_ones_kept_once() -> None:
    first, second = blocks(f"<x-{'y' * 5000}><p class='{'z' * 5000}'>a</p><p class='{'z' * 5000}'>b</p>")
    assert len(first.path) < 100
    assert len(first.attributes) == 1000
    assert first.path is second.path
    assert first.attributes is second.attributes


def test_line_breaks_count_again_no_more_after_pre() -> None:
    assert texts("<pre>a\n<b>b\nc</b></pre><p>d\ne</p>") == ["a", "b", "c", "d e"]


def test_the_layout_of_a_block() -> None:
    html = (
        '<main id="m"><article class="story  wide"><p class="lead">See '
        '<a href=" /long/link ">the harbour report</a> or <a href="/b">b</a></p></article></main>'
    )
    block = one(html)
    assert block.path == "html/body/main/article/p"
    assert block.attributes == "lead story wide m"
    assert block.link_share == pytest.approx(17 / 22)
    assert (block.links, block.link, block.heading) == (2, "/long/link", 0)
    assert len(block.elements) == 5


def test_the_path_is_that_of_the_line_not_of_words_in_it() -> None:
    assert one("<div><p><a href=x><b>All of it</b></a></p></div>").path == "html/body/div/p"
    assert one("<div><p><b>Some</b> of it</p></div>").path == "html/body/div/p"
    assert [block.path for block in blocks("<div><b>One</b> two<p>Three</p></div>")] == [
        "html/body/div",
        "html/body/div/p",
    ]
    assert one("<h2><span>Title</span></h2>").heading == 2


def test_equal_elements_are_the_same_element() -> None:
    first, second, third = blocks("<div><p>a</p><p>b</p></div><div><p>c</p></div>")
    assert first.elements[:3] == second.elements[:3]
    assert first.elements[2] != third.elements[2]


def test_pages_nest_thousands_deep() -> None:
    block = one("<div>" * 3000 + "deep" + "</div>" * 3000)
    assert block.text == "deep"
    assert len(block.elements) == len(block.path.split("/")) == 512


def test_bytes_are_decoded() -> None:
    assert texts('<meta charset="windows-1251"><p>Привет</p>') == ["Привет"]
    assert [block.text for block in blocks('<meta charset="windows-1251"><p>Привет</p>'.encode("cp1251"))] == ["Привет"]


def test_without_the_parser_the_way_to_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    with pytest.raises(NutgrafError, match=r"pip install 'nutgraf\[html\]'"):
        blocks("<p>One</p>")


@given(st.text(st.sampled_from("<>/=pdivabr h\u00e9\n\"'&;"), max_size=200))
def test_any_text_gives_lines_with_their_layout(html: str) -> None:
    for block in blocks(html):
        assert block.text == " ".join(block.text.split())
        assert block.text
        assert 0.0 <= block.link_share <= 1.0
        assert len(block.elements) == len(block.path.split("/"))
