"""JSON Lines: one object per row, with whatever the row has."""

from __future__ import annotations

from typing import BinaryIO

from nutgraf.columns import Layout
from nutgraf.sinks import Compression, Rows
from nutgraf.sinks.values import to_bytes, to_json


class Writer:
    """Writes rows with the columns that they have, in their order."""

    def __init__(self, out: BinaryIO, layout: Layout, compression: Compression = "none") -> None:  # noqa: ARG002
        self._out = out

    def write(self, rows: Rows) -> None:
        """Write rows, each as a line."""
        for values in zip(*rows.values(), strict=True):
            self._out.write(to_bytes(to_json(dict(zip(rows, values, strict=True))) + "\n"))

    def close(self) -> None:
        """Nothing is held."""
