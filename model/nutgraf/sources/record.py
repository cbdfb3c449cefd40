"""What every reader yields, whatever the format: a record, or a record that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO


@dataclass(frozen=True, slots=True)
class Record:
    """One document of the input called `name`.

    `number` is its 1-based place in the input; `fields` are the input's other fields, untouched. `warnings` say what
    had to be guessed in reading it.
    """

    name: str
    id: str
    text: str
    number: int = 1
    fields: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


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


#: Turns an open input into its records, one at a time; the string names the input in records and errors.
#: Raises InputError where the input as a whole cannot be read.
Reader = Callable[[BinaryIO, str, Fields], Iterator[Record | Rejected]]
