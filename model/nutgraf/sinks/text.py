"""Plain text: the texts only, with a blank line between two."""

from __future__ import annotations

from typing import BinaryIO

from nutgraf.columns import Layout
from nutgraf.sinks import Compression, Rows
from nutgraf.sinks.values import to_bytes


class Writer:
    """Writes texts. A story has no blank lines of its own, so that one tells where the next begins."""

    def __init__(self, out: BinaryIO, layout: Layout, compression: Compression = "none") -> None:  # noqa: ARG002
        self._out = out
        self._text = layout.text
        self._begun = False

    def write(self, rows: Rows) -> None:
        """Write the texts of rows; an empty one leaves no trace."""
        for text in rows[self._text]:
            if text:
                self._out.write(to_bytes(("\n" if self._begun else "") + text + "\n"))
                self._begun = True

    def close(self) -> None:
        """Nothing is held."""
