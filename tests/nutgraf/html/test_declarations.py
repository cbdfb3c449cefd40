"""What a page says of itself, and the metadata made of it."""

from __future__ import annotations

import json

import pytest

from nutgraf.html.declarations import Declarations
from nutgraf.html.metadata import metadata
from nutgraf.html.page import read_page


def declared(head: str, body: str = "<p>x</p>") -> Declarations:
    return read_page(f"<html lang='en-GB'><head>{head}</head><body>{body}</body></html>").declared


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


STORY = {
    "@type": "NewsArticle",
    "headline": "Pool to close",
    "author": [{"@type": "Person", "name": "Ines Okafor"}, {"@type": "Person", "name": "Paul Adeyemi"}],
    "datePublished": "2024-05-01T10:00:00+01:00",
    "articleBody": "The council <b>voted</b>.",
}


def test_metadata_of_a_page() -> None:
    head = (
        "<title>Pool to close - The Post</title><link rel=canonical href=' https://post.example/pool '>"
        "<meta property='og:site_name' content='The Post'><meta name='description' content='After 94\n years.'>"
    )
    assert metadata(declared(head + linked(STORY))) == {
        "headline": "Pool to close",
        "byline": "Ines Okafor, Paul Adeyemi",
        "date": "2024-05-01T10:00:00+01:00",
        "language": "en-GB",
        "url": "https://post.example/pool",
        "site": "The Post",
        "description": "After 94 years.",
    }


@pytest.mark.parametrize(
    "value",
    [
        STORY,
        [{"@type": "WebSite"}, STORY],
        {"@graph": [{"@type": "Organization"}, STORY]},
        {"@type": "WebPage", "mainEntity": STORY},
        {**STORY, "@type": ["Thing", "BlogPosting"]},
        "<!-- " + json.dumps(STORY) + " -->",
        json.dumps(STORY).replace("Pool to", "Pool\nto"),
    ],
)
def test_json_ld_in_the_shapes_that_it_has_on_pages(value: object) -> None:
    for page in (declared(linked(value)), declared("", linked(value))):
        assert page.titles[2] == "Pool to close"
        assert page.body.split() == ["The", "council", "voted", "."]


@pytest.mark.parametrize("value", ["{", "[]", "3", "null", '{"@type": 3}', '{"@type": "Article"', "[" * 5000])
def test_json_ld_that_says_nothing(value: str) -> None:
    assert declared(linked(value)).story == {}


@pytest.mark.parametrize("author", [None, 3, {}, {"name": 3}, [], [None], {"name": ["", "x"]}])
def test_authors_that_are_none(author: object) -> None:
    assert declared(linked({"@type": "Article", "author": author})).author == ""


def test_a_page_that_declares_nothing() -> None:
    assert metadata(read_page("<p>One</p>").declared) == {}
    assert metadata(read_page("").declared) == {}


@pytest.mark.parametrize(
    ("canonical", "shared", "expected"),
    [
        ("https://post.example/a", "https://other.example/b", "https://post.example/a"),
        ("/a", "https://post.example/b", "https://post.example/b"),
        ("//post.example/a", "", "https://post.example/a"),
        ("", "https://post.example/b", "https://post.example/b"),
        ("/a", "", ""),
        ("https://", "http://[", ""),
    ],
)
def test_the_address_is_one_that_names_a_host(canonical: str, shared: str, expected: str) -> None:
    head = f'<link rel="canonical" href="{canonical}"><meta property="og:url" content="{shared}">'
    assert declared(head).address == expected


def test_the_first_of_a_name_counts() -> None:
    page = declared("<meta name=Author content=A><meta name=author content=B><meta name=x>")
    assert metadata(page)["byline"] == "A"
