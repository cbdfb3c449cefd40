"""What every reader yields, whatever the format: a record, or a record that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO


@dataclass(frozen=True, slots=True)
class Record:
    """One document of an input.

    `number` is its 1-based place in the input; `fields` are the input's other fields, untouched. `warnings` say what
    had to be guessed in reading it.
    """

    id: str
    text: str
    number: int = 1
    fields: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that could not be read; the records after it still can."""

    name: str
    number: int
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: record {self.number}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a record hold the text and the identifier."""

    text: str = "text"
    id: str = "id"


#: Turns an open input into its records, one at a time; the string names the input in records and errors.
#: Raises InputError where the input as a whole cannot be read.
Reader = Callable[[BinaryIO, str, Fields], Iterator[Record | Rejected]]
