"""The labeller with a real, small model: what holds for any text, and what is asked of a caller."""

from __future__ import annotations

import itertools
import textwrap
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fakes import PAGE
from nutgraf import labelling
from nutgraf.batch import HEAD, TAIL
from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.labeller import Labeller
from nutgraf.labelling import MOST_CHARACTERS, MOST_LINES
from nutgraf.spans import Spans, split
from tiny import tiny_labeller

# Lone surrogates, zero-width, right-to-left and control characters are all drawn.
ODD = "\0\u200b\u200f\u202e\u00ad\ufeff\ud800\udfffאاa中ก🗞 1.-\x1b\x85\u2028"
TEXTS = st.text(alphabet=st.characters(exclude_categories=()) | st.sampled_from("\r\n" + ODD), max_size=80)


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    return tiny_labeller()


def same(one: Document, other: Document) -> bool:
    return (
        one.text == other.text
        and one.labels.tolist() == other.labels.tolist()
        and one.scores.tolist() == other.scores.tolist()
        and (one.headline_index, one.has_story, one.notes) == (other.headline_index, other.has_story, other.notes)
    )


@settings(max_examples=150)
@given(text=TEXTS, unit=st.sampled_from(["line", "paragraph"]), favor=st.sampled_from(["balanced", "precision"]))
@example("\u200b", "line", "balanced")
@example("\0", "line", "balanced")
@example("\0\n\n\u200b\r\ud800", "line", "balanced")
def test_every_line_of_any_text_is_labelled_once(text: str, unit: str, favor: str) -> None:
    document = tiny_labeller().label(text, unit=unit, favor=favor)  # type: ignore[arg-type]
    spans = split(text, unit)  # type: ignore[arg-type]
    assert [(line.start, line.end) for line in document.lines] == [*zip(spans.starts, spans.ends, strict=True)]
    bounds = [place for line in document.lines for place in (line.start, line.end)]
    assert bounds == sorted(bounds)
    left = text
    for line in reversed(document.lines):
        assert line.text == text[line.start : line.end]
        assert line.text.strip()
        left = left[: line.start] + left[line.end :]
    assert not left.strip()
    assert np.allclose(document.scores.sum(1), 1, atol=1e-5)
    assert np.isfinite(document.scores).all()


@settings(max_examples=50)
@given(st.lists(TEXTS, max_size=5))
def test_a_text_is_labelled_the_same_alone_and_among_others(texts: list[str]) -> None:
    documents = list(tiny_labeller().label_many(texts))
    assert len(documents) == len(texts)
    assert all(same(document, tiny_labeller().label(text)) for document, text in zip(documents, texts, strict=True))


@settings(max_examples=50)
@given(st.lists(TEXTS, max_size=8))
def test_label_lines_answers_for_each_item(lines: list[str]) -> None:
    document = tiny_labeller().label_lines(lines)
    assert [line.text for line in document.lines] == lines
    assert [line.number for line in document.lines] == list(range(1, len(lines) + 1))


def test_threads_may_share_a_labeller(labeller: Labeller) -> None:
    alone = labeller.label(PAGE)
    with ThreadPoolExecutor(4) as pool:
        assert all(same(alone, document) for document in pool.map(labeller.label, [PAGE] * 16))


@pytest.mark.parametrize("text", [PAGE, ""])
def test_label_many_reads_as_it_needs(labeller: Labeller, text: str) -> None:
    assert next(labeller.label_many(itertools.repeat(text))).text == text


def test_line_ends_of_any_system_are_one_inside_a_paragraph(labeller: Labeller) -> None:
    wrapped = "\n\n".join("\n".join(textwrap.wrap(line, 60)) for line in PAGE.splitlines() if line)
    unix, windows = (labeller.label(wrapped.replace("\n", end), unit="paragraph") for end in ("\n", "\r\n"))
    assert max(line.text.count("\n") for line in unix.lines) > 0
    assert np.array_equal(unix.labels, windows.labels)
    assert np.array_equal(unix.scores, windows.scores)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda labeller: labeller.label(b"news"), "text is bytes, expected str: decode"),
        (lambda labeller: labeller.label(None), "text is NoneType"),
        (lambda labeller: list(labeller.label_many(["a", 5])), "text is int"),
        (lambda labeller: labeller.label_many("news"), "texts is one str, expected several"),
        (lambda labeller: labeller.label_lines("news"), "lines is one str, expected a list"),
        (lambda labeller: labeller.label_lines(["a", None]), "line 2 is NoneType, expected str"),
        (lambda labeller: labeller.label("a", favor="speed"), "favor is 'speed', expected one of balanced"),
        (lambda labeller: labeller.label("a", unit="word"), "unit is 'word', expected one of line, paragraph"),
        (lambda labeller: labeller.label("a", site=5), "site is int, expected str"),
        (lambda labeller: labeller.with_rules([]), "rules is list, expected nutgraf.Rules"),
    ],
)
def test_wrong_arguments_are_named(labeller: Labeller, call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=message):
        call(labeller)


# --- parts -----------------------------------------------------------------------------------------------------------


def parts_of(lengths: list[int]) -> list[list[int]]:
    ends = np.cumsum(np.array(lengths, np.int64) + 1) - 1
    spans = Spans(ends - lengths, ends, np.arange(1, len(lengths) + 1))
    return [part.tolist() for part in labelling._parts(spans, np.arange(len(lengths)))]


def test_a_document_within_both_limits_is_one_part() -> None:
    assert len(parts_of([1] * (MOST_LINES - 100) + [HEAD + TAIL] * 100)) == 1
    assert len(parts_of([1] * (MOST_LINES + 1))) == 2


@settings(max_examples=30)
@given(st.integers(1, 70_000), st.sampled_from([1, 30, HEAD + TAIL, 1_000_000]))
def test_parts_hold_every_line_once_and_stay_within_bounds(count: int, length: int) -> None:
    parts = parts_of([length] * count)
    assert [line for part in parts for line in part] == list(range(count))
    seen = min(length, HEAD + TAIL)
    limit = min(MOST_LINES, MOST_CHARACTERS // seen)
    assert max(map(len, parts)) <= limit + 1
    assert len(parts) <= -(-count // limit) + 1
    assert min(map(len, parts)) >= max(map(len, parts)) - 2


def test_no_lines_make_no_part() -> None:
    assert parts_of([]) == []


def test_document_in_parts_loses_and_doubles_no_line(labeller: Labeller, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGE * 40
    whole = labeller.label(text)
    monkeypatch.setattr(labelling, "MOST_LINES", 16)
    document = labeller.label(text)
    assert [line.text for line in document.lines] == [line.text for line in whole.lines]
    assert len(document.lines) == 160
    assert np.allclose(document.scores.sum(1), 1, atol=1e-5)


def test_long_lines_are_labelled_as_if_the_text_were_short(labeller: Labeller, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGE + "The council voted six to five on Tuesday. " * 300 + "\nShare\n"
    whole = labeller.label(text)
    monkeypatch.setattr(labelling, "MOST_CHARACTERS", len(text) - 1)
    assert len(text) > HEAD + TAIL
    monkeypatch.setattr(labelling, "_parts", lambda _, places: [places])
    assert same(labeller.label(text), whole)
