"""Plain text: one file, one document."""

from __future__ import annotations

from typing import BinaryIO

from nutgraf.columns import Column
from nutgraf.sources.decoding import decode
from nutgraf.sources.record import Fields, Input, Record


def read(stream: BinaryIO, name: str, fields: Fields) -> Input:  # noqa: ARG001
    """The one record of a text file; its identifier is the file's name as given."""
    text, detected = decode(stream.read(), name)
    warnings = (f"not UTF-8; read as {detected}",) if detected else ()
    return Input(iter([Record(name, name, text, fields={"id": name}, warnings=warnings)]), (Column("id"),))
