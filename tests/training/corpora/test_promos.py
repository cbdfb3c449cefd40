from __future__ import annotations

from nutgraf.html.blocks import blocks
from nutgraf.labels import Label
from nutgraf_training.corpora.promos import label_furniture

URL = "https://harbourpost.example/local/ferry-returns"


def labels(html: str) -> list[tuple[str, Label | None]]:
    page = blocks(f"<body>{html}</body>")
    return [(block.text, label) for block, label in zip(page, label_furniture(page, frozenset(), URL), strict=True)]


def label(html: str) -> Label | None:
    return labels(html)[0][1]


def test_a_headline_linked_to_a_story_is_promo() -> None:
    assert label('<h3><a href="/local/2024/bakery">New bakery opens</a> on quay</h3>') is Label.PROMO
    assert label('<p><a href="/2024/01/x">New bakery opens on the quay today</a></p>') is Label.PROMO


def test_sections_actions_dates_and_bylines_are_not() -> None:
    for text in ("Subscribe now for the price of a coffee", "By Ida Brook and Tom Hale", "12 March 2024, 10:15 am"):
        assert label(f'<p><a href="/2024/01/x-y-z-w">{text}</a></p>') is Label.BOILERPLATE
    assert label('<p><a href="/tag/boats">Boats and ships of the old harbour</a></p>') is Label.BOILERPLATE


def test_a_link_to_the_page_itself_is_not() -> None:
    assert label(f'<p><a href="{URL}?share=mail">Ferry returns to the old harbour today</a></p>') is Label.BOILERPLATE


def test_short_links_follow_their_list() -> None:
    item = '<li class="teaser"><a href="/2024/01/{}">{}</a></li>'
    long = [item.format(i, f"New bakery number {i} opens on the quay") for i in range(4)]
    assert labels("".join([*long, item.format(9, "Wet feet")]))[-1] == ("Wet feet", Label.PROMO)
    assert label(item.format(9, "Wet feet")) is Label.BOILERPLATE


def test_a_card_lends_its_label_to_its_teaser_but_not_to_its_date() -> None:
    card = (
        '<div><h3><a href="/2024/01/bakery-on-quay">New bakery opens on the quay</a></h3>'
        "<p>Queues stood round the corner on the first morning.</p>"
        "<p>3 March 2024, 14 comments, Ida Brook and others</p></div>"
    )
    found = [label for _, label in labels(card + "<p>Queues of furniture stand outside of every card.</p>")]
    assert found == [Label.PROMO, Label.PROMO, Label.BOILERPLATE, Label.BOILERPLATE]


def test_a_pointer_and_its_headline_are_promo() -> None:
    for text in ("Read more", "Lesen Sie auch", "Lire aussi ", "Leia também"):
        assert label(f'<p>{text}: <a href="/x">New bakery opens on the quay today</a></p>') is Label.PROMO
    assert label("<p>Read more: a sentence without any link in it</p>") is Label.BOILERPLATE
