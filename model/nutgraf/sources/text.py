"""Plain text: one file, one document."""

from __future__ import annotations

import re
from typing import BinaryIO

from nutgraf.columns import Column
from nutgraf.sources.decoding import decode
from nutgraf.sources.record import Fields, Input, Record

# What comes through a pipe has no name that tells its format, and its mark-up would be labelled as lines of text.
_OTHERS = {
    "jsonl": re.compile(r'\s*\{\s*"[^\n]*\}[ \t\r]*(?:\n|\Z)'),
    "html": re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE),
}


def read(stream: BinaryIO, name: str, fields: Fields) -> Input:  # noqa: ARG001
    """The one record of a text file; its identifier is the file's name as given."""
    text, detected = decode(stream.read(), name)
    warnings = (f"not UTF-8; read as {detected}",) if detected else ()
    alike = next((other for other, start in _OTHERS.items() if start.match(text)), None)
    if alike:
        warnings = (*warnings, f"read as text, but it looks like {alike}; if it is, give --input-format {alike}")
    return Input(iter([Record(name, name, text, fields={"id": name}, warnings=warnings)]), (Column("id"),))
