"""Several inputs as one stream, so that small ones are labelled together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from nutgraf.columns import Column
from nutgraf.errors import InputError
from nutgraf.sources import Fields, Meter, Record, Rejected, failed, open_input


class Joined:
    """The records of inputs one after the other; an input that cannot be read comes as a `Rejected` in its place.

    `columns` are those of the first input that can be opened, which is done at once. With `one_table`, the others must
    have the same.
    """

    def __init__(
        self,
        names: Sequence[str],
        fields: Fields,
        format_name: str | None = None,
        meter: Meter | None = None,
        one_table: bool = False,
    ) -> None:
        self.columns: tuple[Column, ...] | None = ()
        self._one_table = one_table
        self._opened = False
        records = (record for name in names for record in self._read(name, fields, format_name, meter))
        read: list[Record | Rejected] = []
        while not self._opened and (record := next(records, None)):
            read.append(record)
        self._records = chain(read, records)

    def __iter__(self) -> Iterator[Record | Rejected]:
        return iter(self._records)

    def _read(
        self, name: str, fields: Fields, format_name: str | None, meter: Meter | None
    ) -> Iterator[Record | Rejected]:
        try:
            with open_input(name, fields, format_name, meter) as source:
                self._agree(name, source.columns)
                yield from source.records
        except InputError as error:
            yield failed(name, error)

    def _agree(self, name: str, columns: tuple[Column, ...] | None) -> None:
        if not self._opened:
            self.columns, self._opened = columns, True
        elif self._one_table and columns != self.columns:
            raise InputError(f"{name}: its columns are not those of the inputs before it; use --out-dir")
