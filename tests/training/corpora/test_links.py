from __future__ import annotations

import pytest

from nutgraf_training.corpora.links import leads_to_story, names_its_text, same_page

STORIES = [
    "/local/2024/03/ferry",
    "/news/ferry-returns-to-the-old-harbour",
    "https://harbourpost.example/article/1234567",
    "story.php?id=1234567",
    "/news/ferry_returns_to_harbour.html",
]
OTHERS = [
    "/",
    "/sport",
    "/tag/ferries-and-boats-of-the-north",
    "/author/ida-brook-of-the-quay",
    "#comments",
    "mailto:ida@harbourpost.example",
    "javascript:void(0)",
    "https://www.facebook.com/sharer/12345678",
    "/privacy-policy",
    "http://[never-filled-in]/",
    "/files/report-on-the-old-harbour.pdf",
    "/local/ferry-returns-to-the-harbour#comment-5",
]


@pytest.mark.parametrize("link", STORIES)
def test_slugs_dates_and_numbers_are_stories(link: str) -> None:
    assert leads_to_story(link, "https://harbourpost.example/")


@pytest.mark.parametrize("link", OTHERS)
def test_sections_actions_and_files_are_not(link: str) -> None:
    assert not leads_to_story(link, "https://harbourpost.example/")


def test_same_page_looks_past_fragment_and_query() -> None:
    url = "https://harbourpost.example/local/ferry"
    assert same_page("#share", "")
    assert same_page("/local/ferry/?share=mail", url)
    assert not same_page("/local/bakery", url)
    assert not same_page("/local/ferry", "")


def test_an_address_names_its_text() -> None:
    assert names_its_text("/dwarf-conifers/", "The best dwarf conifers for every garden")
    assert not names_its_text("/sport/", "Harbour team wins the cup")
