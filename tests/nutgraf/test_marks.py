"""Marks at every line are not looked at; marks at some lines are."""

import numpy as np
import pytest

from nutgraf.batch import Batch, batch_of_lines

LINES = [
    "Council votes to close pool",
    "The pool opened in 1931.",
    "Share",
    "10 things to do",
    "Lido to open - at last",
]
#: How a mark is read.
READ_AS = str.maketrans("–»•", '-"*')
MARKS = ("• {0}", "- {0}", "* {0}", "– {0}", "> {0}", "» {0}", "{1}. {0}", "{1}) {0}", "{1} {0}", "{0} -", "{0} |")


def texts(batch: Batch) -> list[str]:
    return ["".join(map(chr, batch.codes[a:b].tolist())) for a, b in zip(batch.starts, batch.ends, strict=True)]


def marked(mark: str, lines: list[str]) -> list[str]:
    return [mark.format(line, number) for number, line in enumerate(lines, 1)]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_at_every_line_is_not_looked_at(mark: str):
    plain, batch = batch_of_lines([LINES]), batch_of_lines([marked(mark, LINES)])
    for name in ("codes", "classes", "starts", "ends", "bounds"):
        np.testing.assert_array_equal(getattr(batch, name), getattr(plain, name))


@pytest.mark.parametrize("mark", MARKS)
def test_what_one_document_carries_says_nothing_of_another(mark: str):
    batch = batch_of_lines([LINES, marked(mark, LINES), LINES])
    assert texts(batch) == texts(batch_of_lines([LINES] * 3))


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_at_some_lines_stays(mark: str):
    some = [*LINES, *marked(mark, LINES)]
    assert texts(batch_of_lines([some])) == [text.translate(READ_AS).lower() for text in some]


def test_one_line_in_twenty_may_lack_it():
    many = [f"- line {number}" for number in range(19)]
    assert texts(batch_of_lines([[*many, "Share"]]))[0] == "line 0"
    assert texts(batch_of_lines([[*many, "Share", "Tweet"]]))[0] == "- line 0"


@pytest.mark.parametrize("lines", [["- a", "- b"], ["-", "-", "-"], ["1.", "2.", "3."], ["1", "2", "3"]])
def test_few_lines_and_lines_of_marks_alone_stay(lines: list[str]):
    assert texts(batch_of_lines([lines])) == lines


def test_blank_lines_do_not_count():
    assert texts(batch_of_lines([["• a", "", "• b", " ", "• c"]])) == ["a", "", "b", "", "c"]
