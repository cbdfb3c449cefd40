"""Kinds of change: labels follow the lines, and two kinds are unknown to training."""

import html
from collections import Counter

import numpy as np
import pytest

from nutgraf.labels import Label
from nutgraf_training.augment import CHANGES
from nutgraf_training.benchmarks.perturbations import KINDS, NO_WIDTH, WIDTH, Kind
from nutgraf_training.labelled import LabelledDocument, LabelledLine

STORY = "“The council’s vote” of six to five on Tuesday will close the pool & the café, which has been open since 1931."
DOCUMENT = LabelledDocument(
    "1",
    "s.example",
    (
        LabelledLine("Share", Label.BOILERPLATE),
        LabelledLine('Council votes to close "harbour\'s" pool', Label.BODY),
        LabelledLine(STORY, Label.BODY),
        LabelledLine("!!!", Label.BODY),
        LabelledLine("Lido to open", Label.PROMO),
        LabelledLine("unknown", None),
        LabelledLine("Tweet", Label.BOILERPLATE),
        LabelledLine("Print", Label.BOILERPLATE),
    ),
    headline=1,
)
BY_NAME = {kind.name: kind for kind in KINDS}
#: What shows in a text that it has been through a kind that is to be unknown to training.
KEPT_OUT = {"HTML entities": ("&amp;", "&quot;", "&eacute;", "&ldquo;"), "mojibake": ("Ã©", "â€")}


def changed(name: str) -> LabelledDocument:
    return BY_NAME[name].change(DOCUMENT)


def texts(document: LabelledDocument) -> list[str]:
    return [line.text for line in document.lines]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_labels_follow_their_lines(kind: Kind) -> None:
    """Every changed line holds letters of a line with its label, and the headline stays the headline."""
    document = kind.change(DOCUMENT)
    assert all(line.text for line in document.lines)
    assert document.headline is not None
    assert "council" in document.lines[document.headline].text.casefold().replace(NO_WIDTH[0], "")[:30]
    first = {line.text[:4].casefold(): line.label for line in DOCUMENT.lines}
    for line in document.lines:
        known = [label for begin, label in first.items() if begin in _plain(line.text)]
        assert line.label is None or line.label in known or not known
    assert (document.id, document.source) == (DOCUMENT.id, DOCUMENT.source)


def _plain(text: str) -> str:
    repaired = html.unescape(text).replace("â€œ", "“")
    return "".join(mark for mark in repaired if mark not in NO_WIDTH).casefold()


def test_pieces_of_a_wrapped_line_inherit_its_label() -> None:
    document = changed(f"hard-wrapped at {WIDTH}")
    assert max(map(len, texts(document))) <= WIDTH
    pieces = document.lines[2:4]
    assert " ".join(line.text for line in pieces) == STORY
    assert {line.label for line in pieces} == {Label.BODY}


def test_neighbours_of_one_label_are_glued() -> None:
    assert texts(changed("neighbours glued")) == [
        "Share",
        f"{DOCUMENT.lines[1].text} {STORY}",
        "!!!",
        "Lido to open",
        "unknown",
        "Tweet Print",
    ]


def test_copies_of_doubled_lines_do_not_count() -> None:
    document = changed("every line doubled")
    assert texts(document) == [line.text for line in DOCUMENT.lines for _ in range(2)]
    assert [line.label for line in document.lines[::2]] == [line.label for line in DOCUMENT.lines]
    assert {line.label for line in document.lines[1::2]} == {None}


def test_the_end_is_missing() -> None:
    assert texts(changed("last 30% missing")) == [*texts(DOCUMENT)[:4], "Lido t"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("all capitals", 'COUNCIL VOTES TO CLOSE "HARBOUR\'S" POOL'),
        ("trailing ` -`", 'Council votes to close "harbour\'s" pool -'),
        ("numbering", '2. Council votes to close "harbour\'s" pool'),
        ("curly quotes", "Council votes to close “harbour’s” pool"),
        ("no-break spaces", 'Council\u00a0votes\u00a0to\u00a0close\u00a0"harbour\'s"\u00a0pool'),
        ("HTML entities", "Council votes to close &quot;harbour&#x27;s&quot; pool"),
    ],
)
def test_a_changed_line(name: str, expected: str) -> None:
    assert texts(changed(name))[1] == expected


def test_quotes_are_straightened_and_end_marks_lost() -> None:
    assert texts(changed("straight quotes"))[2].startswith('"The council\'s vote" of')
    assert texts(changed("end marks missing"))[2].endswith("since 1931")
    assert texts(changed("end marks missing"))[3] == "!!!"  # else nothing were left


def test_mojibake_is_utf8_read_as_windows_1252() -> None:
    text = texts(changed("mojibake"))[2]
    assert "cafÃ©" in text
    assert text.startswith("â€œThe councilâ€™s")


def test_names_are_unique() -> None:
    assert max(Counter(kind.name for kind in KINDS).values()) == 1


def test_what_is_said_to_be_in_training_is() -> None:
    trained = {kind.trained for kind in KINDS} - {""}
    assert trained <= {change.__name__ for change, _ in CHANGES}


def test_two_kinds_are_kept_out_of_training() -> None:
    for name, signs in KEPT_OUT.items():
        assert not BY_NAME[name].trained
        assert any(sign in text for text in texts(changed(name)) for sign in signs)
    for change, _ in CHANGES:
        for seed in range(40):
            made = " ".join(texts(change(DOCUMENT, np.random.default_rng(seed))))
            found = [name for name, signs in KEPT_OUT.items() if any(sign in made for sign in signs)]
            assert not found, f"augment.{change.__name__} makes {found}"
