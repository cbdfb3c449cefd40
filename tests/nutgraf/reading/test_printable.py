from __future__ import annotations

import unicodedata
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.reading.printable import escaped, printable, printable_lines

ANY_TEXT = st.text(st.characters())


@given(ANY_TEXT)
def test_no_control_and_no_line_end_is_left(text: str) -> None:
    shown = printable(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert len(shown) == len(text)


@given(ANY_TEXT)
def test_escaped_text_is_the_printable_one(text: str) -> None:
    assert unescape(escaped(text)) == unescape(escaped(unescape(escaped(text)))) == printable_lines(text)
    assert not set(escaped(text)) & set("<>\"'")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
        ("a\tb\r\nc\u2028d", "a b  c d"),
        ("\u202eabc", "\ufffdabc"),
        ("क्\u200dष سلام\u200f 👩\u200d🚀", "क्\u200dष سلام\u200f 👩\u200d🚀"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_line_ends_are_kept_where_asked() -> None:
    assert printable_lines("a\r\nb\rc\nd\x0be") == "a\nb\nc\nd e"
