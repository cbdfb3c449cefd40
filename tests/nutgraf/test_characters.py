"""Classes and folding of characters, against the standard library and by hand."""

import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.batch import to_codes
from nutgraf.characters import CharacterClass as C
from nutgraf.characters import character_tables, classify, fold
from nutgraf.spans import WHITE_SPACE
from nutgraf_training.characters import tables

#: Edition of Unicode that the table in the package was made with.
MADE_WITH = "14.0.0"


def folded(text: str) -> str:
    return "".join(map(chr, fold(to_codes(text)).tolist()))


@pytest.mark.parametrize(
    ("characters", "kind"),
    [
        ("AÉЖΩǅ", C.UPPER),
        ("aßжω", C.LOWER),
        ("شאकअ한", C.LETTER),
        ("中日あカกລ", C.DENSE),
        ("\u0301\u093e\u064e", C.MARK),
        ("7٣५²Ⅳ", C.DIGIT),
        (".!?…。！？؟।", C.END_MARK),
        (",;،、", C.COMMA),
        (":：", C.COLON),
        ("\"'“”‘’《「", C.QUOTE),
        ("()[]{}（", C.BRACKET),
        ("-–—", C.DASH),
        ("|•·→/»«›", C.SEPARATOR),
        ("€$₹%@#&", C.VALUE_SIGN),
        (" \t\n\r\x1c\u00a0\u2003\u2028\u3000", C.SPACE),
        ("\u200b\ufeff\u00ad\x00\x07\ud800\U000e0001\u0378", C.IGNORED),
        ("😀©^~", C.SYMBOL),
    ],
)
def test_classes(characters: str, kind: C):
    assert [C(code) for code in classify(to_codes(characters))] == [kind] * len(characters)


def test_space_is_what_lines_are_split_by():
    # A line that `split` takes for blank must come out empty here, and no other.
    assert tuple(np.flatnonzero(character_tables().classes == C.SPACE)) == WHITE_SPACE


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("ÉCOLE ÖL ЖУК ΣΑΣ", "école öl жук σασ"),
        ("‘a’ “b” «c» „d“", '\'a\' "b" "c" "d"'),
        ("a–b—c−d", "a-b-c-d"),
        ("a\u00a0b\tc\u3000d", "a b c d"),
        ("• ▪ ·", "* * *"),
        ("ＡＢｃ１２！：，｀", "abc12!:,'"),
        ("。…", ".."),
        ("İ", "İ"),  # its lower case is two characters
        ("\U0001d400\U00010400", "\U0001d400\U00010400"),
        ("中한ش", "中한ش"),
    ],
)
def test_folding(given_text: str, expected: str):
    assert folded(given_text) == expected


@given(st.text(st.characters(exclude_categories=())))
def test_folding_twice_changes_nothing_more(text: str):
    once = fold(to_codes(text))
    assert np.array_equal(fold(once), once)


def test_every_code_point_has_a_class():
    classes, folds = character_tables()
    assert len(classes) == sys.maxunicode + 1
    assert len(folds) == 0x10000
    assert set(np.unique(classes)) == set(map(int, C))
    assert np.array_equal(folds[folds], folds)


@pytest.mark.skipif(
    unicodedata.unidata_version != MADE_WITH,
    reason=f"the table is made with Unicode {MADE_WITH}, this Python has another",
)
def test_table_is_the_one_the_script_makes():
    made = tables()
    classes, folds = character_tables()
    runs = np.diff(made["run_starts"].astype(np.int64), append=sys.maxunicode + 1)
    assert np.array_equal(np.repeat(made["run_classes"], runs), classes)
    expected = np.arange(0x10000)
    expected[made["folded_from"]] = made["folded_to"]
    assert np.array_equal(expected, folds)
