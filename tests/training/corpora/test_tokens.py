from __future__ import annotations

from nutgraf_training.corpora.tokens import tokens, words


def test_words_lose_case_and_marks() -> None:
    assert tokens("“Don’t”, she SAID – 3,000 times") == ["don", "t", "she", "said", "3", "000", "times"]


def test_unspaced_scripts_are_characters() -> None:
    assert tokens("灯台the塔") == ["灯", "台", "the", "塔"]


def test_length_is_comparable_across_scripts() -> None:
    assert words("one two three") == 3
    assert words("灯台の塗り替え") == 3.5
