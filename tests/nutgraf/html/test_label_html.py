"""Pages in, labelled documents out."""

from __future__ import annotations

import pytest

import small
from nutgraf.errors import InputError
from nutgraf.labeller import Labeller
from nutgraf.rules import Rule, Rules

PAGE = """<html><body><nav><a href=/>Home</a></nav><article><h1>Council votes to close harbour pool</h1>
<p>The council voted six to five on Tuesday to close the pool, which has been open since 1931.</p>
<table><tr><td>For</td><td>6</td></tr><tr><td>Against</td><td>5</td></tr></table></article></body></html>"""


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    return Labeller(small.model())


def test_each_line_is_a_block_with_its_tag_path(labeller: Labeller) -> None:
    document = labeller.label_html(PAGE)
    assert [line.text for line in document.lines][:3] == [
        "Home",
        "Council votes to close harbour pool",
        "The council voted six to five on Tuesday to close the pool, which has been open since 1931.",
    ]
    assert document.lines[1].tag == "html/body/article/h1"
    for line in document.lines:
        assert document.text[line.start : line.end] == line.text


def test_cells_of_a_row_stay_on_one_line(labeller: Labeller) -> None:
    document = labeller.with_rules(
        Rules(
            [Rule("body", patterns=[r"^(For|Against|\d)$"], verdict=True), Rule("promo", patterns=["."], verdict=True)]
        )
    ).label_html(PAGE)
    assert document.body == "For\t6\nAgainst\t5"
    assert [line.number for line in document.lines][-4:] == [4, 4, 5, 5]


def test_the_address_decides_which_rules_speak(labeller: Labeller) -> None:
    ruled = labeller.with_rules(Rules([Rule("promo", phrases=["home"], verdict=True, sites=["post.example"])]))
    assert ruled.label_html(PAGE, "https://www.post.example/pool").lines[0].label == "promo"
    assert ruled.label_html(PAGE, "https://other.example/pool").lines[0].note is None


def test_an_empty_page_is_a_document_without_lines(labeller: Labeller) -> None:
    for page in ("", b"", "<html></html>", "<script>x</script>"):
        document = labeller.label_html(page)
        assert (len(document.lines), document.body, document.has_story) == (0, "", False)


@pytest.mark.parametrize(("html", "url"), [(None, None), (3, None), ("<p>x</p>", 3)])
def test_what_is_no_page_is_refused(labeller: Labeller, html: object, url: object) -> None:
    with pytest.raises(InputError, match="expected str"):
        labeller.label_html(html, url)  # type: ignore[arg-type]
