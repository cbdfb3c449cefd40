"""Plain text: one file, one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from nutgraf.sources.decoding import decode
from nutgraf.sources.record import Fields, Record, Rejected


def read(stream: BinaryIO, name: str, fields: Fields) -> Iterator[Record | Rejected]:  # noqa: ARG001
    """The one record of a text file; its identifier is the file's name as given."""
    text, detected = decode(stream.read(), name)
    warnings = (f"not UTF-8; read as {detected}",) if detected else ()
    yield Record(name=name, id=name, text=text, warnings=warnings)
