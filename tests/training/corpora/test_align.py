"""Gold text is found in the blocks of its page, in order, and furniture takes none of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nutgraf_training.corpora.align import align

STORY = [
    "The ferry between the old harbour and the islands sails again from Monday.",
    "Repairs took longer than planned because the yard had to wait for steel plates.",
    "Tickets cost the same as last year and the first boat leaves at six.",
]


def test_furniture_takes_no_words_of_the_story() -> None:
    # "Monday" stands in the story, and the menu's block comes first.
    found = align(["Monday", "Tickets", *STORY, "Monday"], STORY)
    assert found.aligned == (False, False, True, True, True, False)
    assert found.coverage == 1.0


def test_short_paragraphs_between_long_ones_are_found() -> None:
    gold = [STORY[0], "No boat sails.", STORY[1]]
    assert align([STORY[0], "Share", "No boat sails.", STORY[1]], gold).aligned == (True, False, True, True)


def test_a_second_standing_is_repeated_not_aligned() -> None:
    found = align([STORY[0], *STORY], STORY)
    assert sum(found.aligned) == 3
    assert sum(found.repeated) == 1


def test_gold_in_another_order_is_found() -> None:
    assert align([STORY[1], STORY[2], STORY[0]], STORY).coverage == 1.0


def test_marks_and_case_make_no_difference() -> None:
    assert align(
        ["THE FERRY — between the old harbour and the islands — sails again from ‘Monday’!"], STORY[:1]
    ).aligned[0]


def test_scripts_without_spaces_align_by_character() -> None:
    gold = ["港の入り口に立つ灯台が塗り替えられる。"]
    assert align(["トップ", "港の入り口に立つ灯台が塗り替えられる。", "関連記事"], gold).aligned == (False, True, False)


def test_a_page_without_gold_is_covered() -> None:
    assert align(["Home"], []).coverage == 1.0


@given(st.lists(st.text("ab c", max_size=30), max_size=8), st.lists(st.text("ab c", max_size=30), max_size=5))
def test_no_gold_is_counted_twice(texts: list[str], gold: list[str]) -> None:
    found = align(texts, gold)
    assert 0.0 <= found.coverage <= 1.0
    assert not any(a and r for a, r in zip(found.aligned, found.repeated, strict=True))
