"""Parquet: the columns of the layout with their types, those from Parquet with the types they had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from nutgraf.columns import Column, Layout
from nutgraf.errors import NutgrafError
from nutgraf.sinks import Compression, Rows
from nutgraf.sinks.closed import closed, fitted

if TYPE_CHECKING:
    import pyarrow as pa

#: A row group is written when it has so many rows, or so many characters of text: enough to compress well, little
#: enough to hold in memory.
GROUP_ROWS = 1 << 16
GROUP_CHARACTERS = 1 << 25


class Writer:
    """Gathers rows and writes them in groups."""

    def __init__(self, out: BinaryIO, layout: Layout, compression: Compression = "zstd") -> None:
        _, pq = _library()
        self._layout = layout
        self._schema = schema(layout)
        self._file = pq.ParquetWriter(out, self._schema, compression=compression)
        self._waiting: dict[str, list[Any]] = {name: [] for name in self._schema.names}
        self._characters = 0

    def write(self, rows: Rows) -> None:
        """Take rows; writes a group when there are enough."""
        for name, values in fitted(rows, self._layout).items():
            self._waiting[name].extend(values)
        self._characters += sum(len(text or "") for text in rows[self._layout.text])
        if len(self._waiting[self._layout.text]) >= GROUP_ROWS or self._characters >= GROUP_CHARACTERS:
            self._write_group()

    def close(self) -> None:
        """Write the last group and the footer, without which the file is none."""
        if self._waiting[self._layout.text]:
            self._write_group()
        self._file.close()

    def _write_group(self) -> None:
        pa, _ = _library()
        arrays = [array(self._waiting[field.name], field.type) for field in self._schema]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema), row_group_size=GROUP_ROWS)
        self._waiting = {name: [] for name in self._schema.names}
        self._characters = 0


def schema(layout: Layout) -> pa.Schema:
    """The Arrow schema of a table with this layout."""
    pa, _ = _library()
    return pa.schema([(column.name, _type(column.kind)) for column in closed(layout)])


def _type(kind: Any) -> Any:
    pa, _ = _library()
    simple = {str: pa.string(), int: pa.int64(), float: pa.float32(), bool: pa.bool_()}
    if isinstance(kind, tuple):
        return pa.struct([(part.name, _type(part.kind)) for part in kind if isinstance(part, Column)])
    if isinstance(kind, list):
        return pa.list_(_type(kind[0]))
    return simple.get(kind, kind)


def array(values: Sequence[Any], kind: Any) -> pa.Array[Any]:
    """Values as an Arrow array; what Arrow cannot hold of a text is written as an escape."""
    pa, _ = _library()
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:  # lone surrogates, which JSON carries and Arrow does not
        return pa.array([_encodable(value) for value in values], kind)


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(value, str) else value


def _library() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise NutgrafError("writing Parquet needs pyarrow: pip install 'nutgraf[parquet]'") from error
    return pa, pq
