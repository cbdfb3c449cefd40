from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeLabeller
from nutgraf.document import Document
from nutgraf.pipeline import PART_LENGTH, PART_RECORDS, Labelled, Request, label_records
from nutgraf.sources import Record, Rejected


class Counting(FakeLabeller):
    """Notes how many texts it was given at a time."""

    def __init__(self) -> None:
        self.parts: list[int] = []

    def label_many(self, texts: Iterable[str], **choices: Any) -> Iterator[Document]:
        given = list(texts)
        self.parts.append(len(given))
        return super().label_many(given, **choices)


@given(st.lists(st.none() | st.text(max_size=5), max_size=3 * PART_RECORDS))
def test_every_record_comes_out_in_its_place(texts: list[str | None]) -> None:
    items: list[Record | Rejected] = [
        Rejected("in", number, "broken") if text is None else Record("in", str(number), text, number)
        for number, text in enumerate(texts, start=1)
    ]
    out = list(label_records(items, FakeLabeller, Request()))
    assert [item.record if isinstance(item, Labelled) else item for item in out] == items
    assert [item.document.text for item in out if isinstance(item, Labelled)] == [t for t in texts if t is not None]


def test_parts_are_bounded_by_number_and_by_length() -> None:
    labeller = Counting()
    records = [Record("in", str(number), "a") for number in range(PART_RECORDS + 1)]
    long = [Record("in", "long", "a" * PART_LENGTH), Record("in", "after", "a")]
    assert len(list(label_records([*records, *long], lambda: labeller, Request()))) == len(records) + 2
    assert labeller.parts == [PART_RECORDS, 2, 1]


def test_records_are_read_as_they_are_needed() -> None:
    def endless() -> Iterator[Record]:
        while True:
            yield Record("in", "id", "a")

    assert isinstance(next(label_records(endless(), FakeLabeller, Request())), Labelled)
