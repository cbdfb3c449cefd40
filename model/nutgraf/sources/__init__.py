"""Reading documents, whatever they are kept in: one module a format, each a `Reader`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Literal, cast

from nutgraf.errors import InputError
from nutgraf.sources.opening import STANDARD_INPUT, Meter, failures_told, opened
from nutgraf.sources.record import Fields, Input, Reader, Record, Rejected

__all__ = [
    "FORMATS",
    "STANDARD_INPUT",
    "Fields",
    "Format",
    "Input",
    "Meter",
    "Record",
    "Rejected",
    "compression_of",
    "failed",
    "format_of",
    "open_input",
    "read_all",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A format, the ends of its files' names, and the function that reads it, as "module:name".

    `output` is the format in which `clean` writes what it read in this one.
    """

    name: str
    suffixes: tuple[str, ...]
    place: str
    output: str

    def reader(self) -> Reader:
        """The function, imported now: some formats need packages that are optional."""
        module, _, name = self.place.partition(":")
        return cast(Reader, getattr(import_module(module), name))


#: The first is what an input without a telling name is taken for.
FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text"), "nutgraf.sources.text:read", "text"),
    Format("jsonl", (".jsonl", ".ndjson"), "nutgraf.sources.jsonl:read", "jsonl"),
    Format("csv", (".csv",), "nutgraf.sources.delimited:read_csv", "csv"),
    Format("tsv", (".tsv",), "nutgraf.sources.delimited:read_tsv", "tsv"),
    Format("parquet", (".parquet", ".pq"), "nutgraf.sources.parquet:read", "parquet"),
    Format("html", (".html", ".htm", ".xhtml"), "nutgraf.sources.html:read", "text"),
    Format("warc", (".warc", ".wet"), "nutgraf.sources.warc:read", "jsonl"),
)
#: Compression that a name tells; what is read is told by its bytes.
COMPRESSIONS: dict[str, Literal["gzip", "zstd"]] = {".gz": "gzip", ".zst": "zstd"}
# Labelling mark-up or a program's data as if it were a story's text would give an answer, and a wrong one.
_NOT_TEXT = (".doc", ".docx", ".json", ".pdf", ".xml", ".zip")

_FIELDS = Fields()


def compression_of(name: str) -> Literal["gzip", "zstd"] | None:
    """The compression that an input's name tells: gzip, zstd or none."""
    return COMPRESSIONS.get(PurePath(name.lower()).suffix)


def known_format(name: str) -> Format | None:
    """The format that an input's name tells, compressed or not; None where it tells none that is read."""
    bare = PurePath(name.lower())
    suffix = (bare.with_suffix("") if compression_of(name) else bare).suffix
    return next((known for known in FORMATS if suffix in known.suffixes), None)


def format_of(name: str, format_name: str | None = None) -> Format:
    """The format called `format_name`, else the one that the input's name tells, else plain text.

    Raises:
        InputError: for a name that tells a format which is not read.
    """
    found = next((known for known in FORMATS if known.name == format_name), None) or known_format(name)
    if found:
        return found
    suffix = PurePath(name.lower().removesuffix(".gz").removesuffix(".zst")).suffix
    if suffix in _NOT_TEXT:
        read = ", ".join(known.suffixes[0] for known in FORMATS)
        raise InputError(f"{name}: {suffix} files are not read, expected one of {read}, or --input-format")
    return FORMATS[0]


@contextmanager
def open_input(
    name: str, fields: Fields = _FIELDS, format_name: str | None = None, meter: Meter | None = None
) -> Iterator[Input]:
    """The records of a file, an address or, for "-", standard input; `meter` hears how many bytes were read.

    A record that cannot be read comes as a `Rejected` in its place.

    Raises:
        InputError: where the input as a whole cannot be read, also while its records are; names it and the reason.
    """
    chosen = format_of(name, format_name)
    with ExitStack() as stack:
        with failures_told(name):
            stream = stack.enter_context(opened(name, meter))
            source = chosen.reader()(stream, name, fields)
        # What goes wrong in the caller's hands, such as a full disk, is no fault of the input.
        yield Input(_told(source.records, name), source.columns)


def _told(records: Iterator[Record | Rejected], name: str) -> Iterator[Record | Rejected]:
    with failures_told(name):
        yield from records


def read_all(
    names: Iterable[str], fields: Fields = _FIELDS, format_name: str | None = None
) -> Iterator[Record | Rejected]:
    """The records of inputs one after the other; an input that cannot be read comes as a `Rejected` in its place."""
    for name in names:
        try:
            with open_input(name, fields, format_name) as source:
                yield from source.records
        except InputError as error:
            yield failed(name, error)


def failed(name: str, error: InputError) -> Rejected:
    """An input as a whole that could not be read."""
    return Rejected(name, None, str(error).removeprefix(f"{name}: "))
