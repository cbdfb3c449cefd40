"""HTML: one file, one page."""

from __future__ import annotations

from typing import BinaryIO

from nutgraf.columns import Column
from nutgraf.html.encoding import decode
from nutgraf.sources.record import Fields, Input, Record


def read(stream: BinaryIO, name: str, fields: Fields) -> Input:  # noqa: ARG001
    """The one record of a page, decoded as browsers do; its identifier is the file's name as given."""
    page = Record(name, name, decode(stream.read()), fields={"id": name}, html=True)
    return Input(iter([page]), (Column("id"),))
