from __future__ import annotations

from nutgraf.html.blocks import blocks
from nutgraf_training.corpora.headline import find_headline

TITLE = "Ferry returns to the old harbour"
STORY = "<p>The first line of the story.</p>"


def found(html: str, title: str = TITLE, page_title: str = "") -> tuple[str, int]:
    """Tag of the headline's block, and how many blocks repeat it."""
    page = blocks(f"<body>{html}{STORY}</body>")
    headline = find_headline(page, title, page_title, len(page) - 1)
    return (page[headline.index].path.rsplit("/", 1)[-1] if headline.index >= 0 else "", len(headline.repeats))


def test_the_h1_wins_over_breadcrumb_and_caption() -> None:
    html = f"<ul><li>{TITLE}</li></ul><h1>{TITLE}</h1><figcaption>{TITLE}</figcaption>"
    assert found(html) == ("h1", 2)


def test_an_h1_in_the_breadcrumb_does_not() -> None:
    html = f"<ol><li><h1>{TITLE}</h1></li></ol><h2>Harbour: {TITLE} today</h2>"
    assert found(html)[0] == "h2"


def test_without_a_heading_the_nearest_wins() -> None:
    assert found(f"<div>{TITLE}</div><div>Menu</div><section>{TITLE}</section>") == ("section", 1)


def test_a_page_that_tells_the_world_another_headline() -> None:
    assert found("<h1>The boat is back</h1>", title="Something else entirely different")[0] == "h1"


def test_the_page_title_serves_where_the_gold_has_none() -> None:
    assert found(f"<div>{TITLE}</div>", title="", page_title=f"{TITLE} | Harbour Post")[0] == "div"


def test_no_headline() -> None:
    assert found("<div>Menu</div>") == ("", 0)
