"""Reading documents, whatever they are kept in: one module a format, each a `Reader`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from nutgraf.errors import InputError
from nutgraf.sources.opening import STANDARD_INPUT, opened
from nutgraf.sources.record import Fields, Reader, Record, Rejected

__all__ = ["FORMATS", "STANDARD_INPUT", "Fields", "Format", "Record", "Rejected", "format_of", "read", "read_all"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format, the ends of its files' names, and the module that reads it."""

    name: str
    suffixes: tuple[str, ...]
    module: str

    def reader(self) -> Reader:
        """The function `read` of the format's module, imported now: some formats need packages that are optional."""
        return cast(Reader, import_module(self.module).read)


#: The first is what an input without a telling name is taken for.
FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text"), "nutgraf.sources.text"),
    Format("jsonl", (".jsonl", ".ndjson"), "nutgraf.sources.jsonl"),
)
# Labelling mark-up or a table as if it were a story's text would give an answer, and a wrong one.
_NOT_TEXT = (".csv", ".doc", ".docx", ".htm", ".html", ".json", ".parquet", ".pdf", ".tsv", ".warc", ".wet", ".xml")

_FIELDS = Fields()


def format_of(name: str) -> Format:
    """The format that an input's name tells, compressed or not; plain text where the name tells none.

    Raises:
        InputError: for a name that tells a format which is not read.
    """
    suffix = PurePath(name.lower().removesuffix(".gz")).suffix
    for known in FORMATS:
        if suffix in known.suffixes:
            return known
    if suffix in _NOT_TEXT:
        raise InputError(f"{name}: {suffix} files are not read, expected plain text or JSON Lines (.jsonl)")
    return FORMATS[0]


def read(name: str, fields: Fields = _FIELDS, format_name: str | None = None) -> Iterator[Record | Rejected]:
    """The records of a file, or of standard input for "-", one at a time and in order.

    A record that cannot be read comes as a `Rejected` in its place.

    Raises:
        InputError: where the input as a whole cannot be read; names it and the reason.
    """
    chosen = next((known for known in FORMATS if known.name == format_name), None) or format_of(name)
    with opened(name) as stream:
        yield from chosen.reader()(stream, name, fields)


def read_all(
    names: Iterable[str], fields: Fields = _FIELDS, format_name: str | None = None
) -> Iterator[Record | Rejected]:
    """The records of several inputs, one input after the other; one that cannot be read comes as a `Rejected`."""
    for name in names:
        try:
            yield from read(name, fields, format_name)
        except InputError as error:
            yield Rejected(name, None, str(error).removeprefix(f"{name}: "))
