"""Text inside one block as Markdown."""

from __future__ import annotations

import random

import pytest
from markdown_it import MarkdownIt

from nutgraf.html.markdown_inline import MARKS, Piece, inline


def of(*pieces: tuple[str, str], is_heading: bool = False) -> str:
    """Markdown of texts, each with the elements around it and perhaps a link, as "b i /x"."""
    read: list[Piece] = []
    for text, around in pieces:
        names = around.split()
        marks = tuple(MARKS[name] for name in names if name in MARKS)
        read.append(Piece(text, marks, next((name for name in names if name not in MARKS), "")))
    return inline(read, is_heading)


def shown(markdown: str) -> str:
    """The letters that a reader of the Markdown sees."""
    tokens = MarkdownIt("commonmark").parseInline(markdown)[0].children or []
    return "".join(token.content for token in tokens)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((("Pool:", "b"), ("closed", "")), "**Pool**:closed"),
        ((("Pool:", "b"), (" closed", "")), "**Pool:** closed"),
        ((("Pool :", "b"), ("closed", "")), "**Pool** :closed"),
        ((("「引用」", "b"), ("と", "")), "**「引用**」と"),
        ((("と", ""), ("「引用」", "b")), "と「**引用」**"),
        ((("a", ""), (":", "b"), ("b", "")), "a:b"),
        ((("Call ", "b"), ("f", "b code"), ("x", "")), "**Call** `f`x"),
        ((("Pool:", "b /x"), ("closed", "")), "[**Pool:**](/x)closed"),
        ((("Pool:", "b"), ("closed", "/x")), "**Pool:**[closed](/x)"),
        ((("Pool:", "b"), ("now", "i"), ("here", "")), "**Pool**:*now*here"),
        ((("The ", "b"), ("Ines", "b i"), (" sank", "b")), "**The** ***Ines*** **sank**"),
        ((("a", "i"), ("b", "b i"), ("c", "b")), "*a***bc**"),
    ],
)
def test_marks_stand_where_they_are_read_as_marks(pieces: tuple[tuple[str, str], ...], expected: str) -> None:
    assert of(*pieces) == expected


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((("Wow!", ""), ("click", "/x")), "Wow\\![click](/x)"),
        ((("Wow\\!", ""), ("click", "/x")), "Wow\\\\\\![click](/x)"),
        ((("Wow!", ""), (" click", "/x")), "Wow! [click](/x)"),
        ((("Wow!", "b"), ("click", "/x")), "**Wow!**[click](/x)"),
        ((("Wow![", ""), ("click", "/x")), "Wow!\\[[click](/x)"),
    ],
)
def test_no_link_becomes_an_image(pieces: tuple[tuple[str, str], ...], expected: str) -> None:
    assert of(*pieces) == expected
    tokens = MarkdownIt("commonmark").parseInline(expected)[0].children or []
    assert "image" not in {token.type for token in tokens}


def test_headings_are_bold_by_themselves() -> None:
    assert of(("Pool:", "b"), ("closed", "b i"), is_heading=True) == "Pool:*closed*"


def test_no_mark_is_shown_to_the_reader() -> None:
    """Whatever stands side by side."""
    texts = ("a", "b c ", "Pool:", "!", "「", "と", "€", "*", "_", "(", " ", "&amp;", "`", "[", "]", "\\")
    kinds = ("", "", "b", "i", "b i", "code", "b code", "i code", "b i code")
    random_ = random.Random(0)
    for _ in range(3000):
        pieces = [(random_.choice(texts), random_.choice(kinds)) for _ in range(random_.randint(1, 8))]
        expected = " ".join("".join(text for text, _ in pieces).split())
        assert " ".join(shown(of(*pieces)).split()) == expected, pieces
