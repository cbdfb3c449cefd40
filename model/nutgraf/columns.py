"""What a table of documents or lines is made of, said without any library of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: Column of tables whose input may hold any field in any record: those fields, as one JSON object.
OTHER_FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it holds: `str`, `int`, `float` (32 bits) or `bool`; `[kind]` for a list of them; a tuple of
    columns for a structure; or an Arrow type, of a column that came from Parquet."""

    name: str
    kind: Any = str


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of an output in their order, and the name of the one that holds the text.

    Of an `open` one the records hold other fields too, which only the records know: JSON Lines writes them as they are,
    a table as JSON in the column `OTHER_FIELDS`.
    """

    columns: tuple[Column, ...]
    text: str
    open: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)
