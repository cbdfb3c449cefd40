"""Splitting: what must hold for any text."""

import re
import sys

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nutgraf.errors import InputError
from nutgraf.spans import WHITE_SPACE, Spans, split

# Lone surrogates included: scraped JSON holds them.
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
# Dense in separators, so that most examples have blank lines and mixed line ends.
SEPARATORS = "\n\r\t\v\f \x1c\x85\xa0\u2028\u2029\u3000"
DENSE_TEXT = st.text(alphabet=st.sampled_from(SEPARATORS + "ab中ß"), max_size=60)
TEXTS = ANY_TEXT | DENSE_TEXT
# Long words on short lines: what hard-wrapping is decided on.
WRAPPED_TEXT = st.lists(st.text(alphabet="abcdefgh   ", max_size=70) | st.just(""), max_size=8).map("\n".join)


def pieces(text: str, spans: Spans) -> list[str]:
    return [text[start:end] for start, end in zip(spans.starts, spans.ends, strict=True)]


def test_white_space_is_what_str_isspace_says() -> None:
    assert [chr(c) for c in WHITE_SPACE] == [chr(c) for c in range(sys.maxunicode + 1) if chr(c).isspace()]


@given(TEXTS)
@example("")
@example("\r\n")
@example("a\r")
@example("a\n\rb")
@example("\r\r\nb\n")
def test_split_agrees_with_splitting_by_a_regular_expression(text: str) -> None:
    lines = re.split(r"\r\n|\r|\n", text)
    expected = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    spans = split(text)
    assert list(zip(spans.numbers.tolist(), pieces(text, spans), strict=True)) == expected


@given(TEXTS | WRAPPED_TEXT, st.sampled_from(["line", "paragraph"]))
def test_spans_and_gaps_give_back_the_text(text: str, unit: str) -> None:
    spans = split(text, unit)  # type: ignore[arg-type]
    bounds = [0, *np.stack([spans.starts, spans.ends], axis=1).ravel().tolist(), len(text)]
    assert bounds == sorted(bounds)
    assert (spans.starts < spans.ends).all()
    gaps = [text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    assert all(gap == "" or gap.isspace() for gap in gaps)
    inside = pieces(text, spans)
    assert "".join(gap + piece for gap, piece in zip(gaps, [*inside, ""], strict=True)) == text
    assert all(piece.strip() for piece in inside)


@given(WRAPPED_TEXT)
def test_paragraphs_are_unions_of_neighbouring_lines(text: str) -> None:
    lines, paragraphs = split(text), split(text, "paragraph")
    assert set(paragraphs.starts.tolist()) <= set(lines.starts.tolist())
    assert set(paragraphs.ends.tolist()) <= set(lines.ends.tolist())
    assert set(paragraphs.numbers.tolist()) <= set(lines.numbers.tolist())
    assert not any(re.search(r"\n\s*\n", piece) for piece in pieces(text, paragraphs))


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029", "\v", "\f", "\x1c", "\x1d", "\x1e"])
def test_other_separators_stay_inside_a_line(separator: str) -> None:
    text = f"one{separator}two\nthree"
    assert pieces(text, split(text)) == [f"one{separator}two", "three"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("a\nb", [1, 2]), ("a\r\nb", [1, 2]), ("a\rb", [1, 2]), ("a\n\rb", [1, 3]), ("a\r\r\nb", [1, 3]), ("\n\na", [3])],
)
def test_numbers_count_every_line_of_the_input(text: str, numbers: list[int]) -> None:
    assert split(text).numbers.tolist() == numbers


def test_offsets_are_code_points_not_bytes() -> None:
    text = "𝒳é中\n🗞 news"
    spans = split(text)
    assert spans.starts.tolist() == [0, 4]
    assert spans.ends.tolist() == [3, 10]


def test_blanks_around_a_line_belong_to_it() -> None:
    assert pieces("  a \t\n b", split("  a \t\n b")) == ["  a \t", " b"]


HARD_WRAPPED = """\
The council voted on Tuesday to close the swimming pool, which
has stood at the end of Harbour Lane since 1931, and to sell the
ground.
"""


def test_hard_wrapped_lines_become_one_paragraph() -> None:
    text = f"{HARD_WRAPPED}\nBy Our Reporter\n\n{HARD_WRAPPED}"
    spans = split(text, "paragraph")
    assert pieces(text, spans) == [HARD_WRAPPED.rstrip(), "By Our Reporter", HARD_WRAPPED.rstrip()]
    assert spans.numbers.tolist() == [1, 5, 7]


def test_line_that_had_room_for_the_next_word_ends_its_paragraph() -> None:
    text = f"{HARD_WRAPPED}The vote was six to five, and two of those who had promised to\nspeak were away.\n"
    assert len(split(text, "paragraph")) == 2


@pytest.mark.parametrize("width", [39, 121])
def test_widths_at_which_nobody_wraps_are_not_joined(width: int) -> None:
    text = "\n".join(["ab " * (width // 3) + "c" * (width % 3)] * 3)
    assert len(split(text, "paragraph")) == 3


def test_text_of_long_lines_has_no_wrapped_ones() -> None:
    headlines = "Council votes to close the harbour pool after ninety-four years\nBaker wins bet on the wettest April"
    assert len(split(headlines, "paragraph")) == 1  # nothing tells it from a wrapped paragraph
    assert len(split(f"{headlines}\n\n{'The vote was six to five. ' * 8}", "paragraph")) == 3


def test_han_text_is_wrapped_between_any_two_characters() -> None:
    wrapped = "\n".join(["市議会は火曜日に水泳場を閉鎖することを決めた。" * 2, "短い文。"])
    listed = "\n".join(
        ["市議会は火曜日に水泳場を閉鎖することを決めた。" * 2, "短い文。", "もう一つの見出しはここにある"]
    )
    assert len(split(wrapped, "paragraph")) == 1
    assert len(split(listed, "paragraph")) == 2


def test_unknown_unit_is_refused() -> None:
    with pytest.raises(InputError, match="line, paragraph"):
        split("a", "sentence")  # type: ignore[arg-type]


def test_spans_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        Spans(np.zeros(2, np.int64), np.zeros(1, np.int64), np.zeros(2, np.int64))
