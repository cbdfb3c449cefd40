"""What every reader yields, whatever the format: a record, or a record that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from nutgraf.columns import Column


@dataclass(frozen=True, slots=True)
class Record:
    """One document of the input called `name`.

    `number` is its 1-based place in the input; `fields` are the input's other fields, untouched. `warnings` say what
    had to be guessed in reading it. With `html`, `text` is the source of a page, and `url` its address where known.
    """

    name: str
    id: str
    text: str
    number: int = 1
    fields: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    html: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that could not be read, while those after it can; without a `number`, an input that could not."""

    name: str
    number: int | None
    reason: str

    def __str__(self) -> str:
        place = "" if self.number is None else f"record {self.number}: "
        return f"{self.name}: {place}{self.reason}"


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a record hold the text and the identifier."""

    text: str = "text"
    id: str = "id"


@dataclass(frozen=True, slots=True)
class Input:
    """An input that is open: its records, one at a time, and the columns of their other fields.

    `columns` is None where any record may have any field.
    """

    records: Iterator[Record | Rejected]
    columns: tuple[Column, ...] | None = ()


#: Opens the records of a stream of bytes; the string names the input in records and errors. Raises InputError, at once
#: or when the records are read, where the input as a whole cannot be read.
Reader = Callable[[BinaryIO, str, Fields], Input]


def identifier(values: Mapping[str, Any], fields: Fields, name: str, number: int) -> str:
    """What the record's field of identifiers holds; its place, where that is nothing or an empty text."""
    given = values.get(fields.id)
    return f"{name}:{number}" if given is None or given == "" else str(given)


def missing_text(fields: Fields, columns: object) -> str:
    """Why a table without a column of texts cannot be read."""
    return f"no column {fields.text!r} among {columns}; name the one with the text by --text-field"
