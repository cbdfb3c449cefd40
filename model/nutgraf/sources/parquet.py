"""Parquet: one document per row; the other columns keep their types."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from nutgraf.columns import Column
from nutgraf.errors import InputError, NutgrafError
from nutgraf.sources.record import Fields, Input, Record, Rejected, identifier, missing_text

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows that are turned into Python values at a time.
BATCH_ROWS = 256
#: A stream that cannot be sought is kept in memory up to this size, and in a temporary file beyond it.
_IN_MEMORY = 1 << 26


def read(stream: BinaryIO, name: str, fields: Fields) -> Input:
    """The records of a Parquet file; `number` is the row. A row without text is rejected."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise NutgrafError("reading Parquet needs pyarrow: pip install 'nutgraf[parquet]'") from error
    try:
        file = pq.ParquetFile(_sought(stream))
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{name}: not a whole Parquet file: {_line(error)}") from error
    schema = file.schema_arrow
    _check(schema, name, fields)
    others = tuple(Column(field.name, field.type) for field in schema if field.name != fields.text)
    return Input(_records(file, name, fields), others)


def _sought(stream: BinaryIO) -> BinaryIO:
    # Parquet is read from its end; GzipFile can be sought, but by reading all of it again.
    if isinstance(stream, io.BufferedReader) and stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the reader holds it as long as it is read
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return cast(BinaryIO, copy)


def holds_text(kind: pa.DataType) -> bool:
    """Whether a column of this type holds text."""
    import pyarrow.types as kinds

    held = kind.value_type if kinds.is_dictionary(kind) else kind
    return kinds.is_string(held) or kinds.is_large_string(held) or kinds.is_string_view(held)


def _check(schema: pa.Schema, name: str, fields: Fields) -> None:
    if fields.text not in schema.names:
        raise InputError(f"{name}: {missing_text(fields, schema.names)}")
    if len(set(schema.names)) < len(schema.names):
        raise InputError(f"{name}: two columns have one name: {schema.names}")
    kind = schema.field(fields.text).type
    if not holds_text(kind):
        raise InputError(f"{name}: the column {fields.text!r} holds {kind}, expected text")


def _records(file: Any, name: str, fields: Fields) -> Iterator[Record | Rejected]:
    import pyarrow as pa

    number = 0
    try:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            for place in range(batch.num_rows):
                number += 1
                yield _record(batch, place, name, number, fields)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{name}: damaged Parquet file: {_line(error)}") from error


def _record(batch: Any, place: int, name: str, number: int, fields: Fields) -> Record | Rejected:
    try:
        values = {column: values[place].as_py() for column, values in zip(batch.schema.names, batch, strict=True)}
    except (UnicodeDecodeError, ValueError, OverflowError) as error:
        return Rejected(name, number, f"a value that cannot be read: {_line(error)}")
    text = values.pop(fields.text)
    if text is None:
        return Rejected(name, number, f"the field {fields.text!r} holds nothing, expected text")
    return Record(name, identifier(values, fields, name, number), text, number, values)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
