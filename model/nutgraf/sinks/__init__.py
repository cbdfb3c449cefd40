"""Writing rows, whatever they are kept in: one module a format, each an `Open`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO, Protocol, cast

from nutgraf.columns import Layout
from nutgraf.sinks.compressing import Compression, compressed

__all__ = ["FORMATS", "Compression", "Format", "Open", "Rows", "Writer", "format_called", "open_writer"]

#: Rows by column: the values of each, all of one length. What is no column of the layout is another field of a record.
Rows = Mapping[str, Sequence[Any]]


class Writer(Protocol):
    """Takes rows in order."""

    def write(self, rows: Rows) -> None:
        """Put down rows."""
        ...

    def close(self) -> None:
        """Write what is still held; the stream stays open."""
        ...


#: Makes a writer of rows of a layout to a stream of bytes; writes the header, if the format has one.
Open = Callable[[BinaryIO, Layout, Compression], Writer]


@dataclass(frozen=True, slots=True)
class Format:
    """A format, the end of its files' names, and the function that opens a writer, as "module:name".

    A format that `compresses` does so inside of its files, whose names do not tell.
    """

    name: str
    suffix: str
    place: str
    compresses: bool = False

    def opener(self) -> Open:
        """The function, imported now: some formats need packages that are optional."""
        module, _, name = self.place.partition(":")
        return cast(Open, getattr(import_module(module), name))


FORMATS: tuple[Format, ...] = (
    Format("text", ".txt", "nutgraf.sinks.text:Writer"),
    Format("jsonl", ".jsonl", "nutgraf.sinks.jsonl:Writer"),
    Format("csv", ".csv", "nutgraf.sinks.delimited:commas"),
    Format("tsv", ".tsv", "nutgraf.sinks.delimited:tabs"),
    Format("escaped", ".tsv", "nutgraf.sinks.delimited:escaped"),
    Format("parquet", ".parquet", "nutgraf.sinks.parquet:Writer", compresses=True),
)


def format_called(name: str) -> Format:
    """The format of this name; Raises KeyError for one that is not written."""
    return {known.name: known for known in FORMATS}[name]


@contextmanager
def open_writer(stream: BinaryIO, name: str, layout: Layout, compression: Compression = "none") -> Iterator[Writer]:
    """A writer in the format called `name`; what is written is whole after the context, unless an exception ended it.

    The same rows give the same bytes: no format here writes the time.
    """
    chosen = format_called(name)
    with compressed(stream, "none" if chosen.compresses else compression) as out:
        writer = chosen.opener()(out, layout, compression)
        yield writer
        writer.close()
