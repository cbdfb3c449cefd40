"""WARC and WET: pages as a crawler got them, or the text that was taken from them; one document per record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from nutgraf.columns import Column
from nutgraf.errors import InputError, NutgrafError
from nutgraf.html.encoding import decode
from nutgraf.sources.record import Fields, Input, Record, Rejected, identifier

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

#: Media types of pages; what else a crawler got (pictures, scripts, feeds) is no document.
PAGES = frozenset({"text/html", "application/xhtml+xml"})
#: Bytes of a header, as far as they are looked at where an archive breaks off.
LONGEST_HEADER = 1 << 14
#: What the archive tells of a document: WARC-Record-ID, WARC-Target-URI, WARC-Date, and the media type.
COLUMNS = (Column("id"), Column("url"), Column("date"), Column("content_type"))


def read(stream: BinaryIO, name: str, fields: Fields) -> Input:
    """Pages that were got with success, and converted texts; `number` is the record, of all in the archive."""
    try:
        import fastwarc.warc  # noqa: F401 - missing is to be told before anything is read
    except ImportError as error:
        raise NutgrafError("reading WARC and WET needs fastwarc: pip install 'nutgraf[warc]'") from error
    return Input(_records(stream, name, fields), COLUMNS)


def _records(stream: BinaryIO, name: str, fields: Fields) -> Iterator[Record | Rejected]:
    from fastwarc.warc import ArchiveIterator

    number, seen = 0, _Seen(stream)
    try:
        for number, record in enumerate(ArchiveIterator(seen, parse_http=False), start=1):
            if _may_be_document(record):
                yield from _document(record, name, number, fields)
    except OSError as error:
        raise InputError(f"{name}: not a whole WARC file: {error} after record {number}") from error
    if seen.ends_in_header():
        raise InputError(f"{name}: not a whole WARC file: it breaks off in the header after record {number}")


class _Seen:
    """A stream that remembers its end: the reader takes half a header for the end of the archive."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._last = (self._last + data)[-LONGEST_HEADER:]
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def ends_in_header(self) -> bool:
        """Whether the last thing that was read is the begin of a record's header."""
        return self._last.rpartition(b"\r\n\r\n")[2].lstrip(b"\r\n").startswith(b"WARC/")


def _may_be_document(record: WarcRecord) -> bool:
    from fastwarc.warc import WarcRecordType

    kind = record.headers.get("Content-Type") or "text/plain"
    return (record.record_type == WarcRecordType.response and record.is_http) or (
        record.record_type == WarcRecordType.conversion and kind.startswith("text/plain")
    )


def _document(record: WarcRecord, name: str, number: int, fields: Fields) -> Iterator[Record | Rejected]:
    content = bytes(record.reader.read())
    if len(content) < record.content_length:
        yield Rejected(name, number, f"cut short: {len(content)} of {record.content_length} bytes")
        return
    if not record.is_http:
        yield _of(record, Fetched(content, "text/plain", None), name, number, fields)
        return
    try:
        page = _fetched(content)
    except OSError as error:
        yield Rejected(name, number, f"the server's answer cannot be read: {error}")
        return
    if page is not None:
        yield _of(record, page, name, number, fields)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes of a document, and what was said of them."""

    data: bytes
    content_type: str
    charset: str | None


def _fetched(content: bytes) -> Fetched | None:
    """The page in a server's answer, without the codings of the way; None where it is no page, or was not got."""
    from fastwarc.warc import WarcRecord

    # A record of its own: one whose coding is damaged would else end the reading of all that follow.
    answer = WarcRecord()
    answer.set_bytes_content(content)
    answer.is_http = True
    answer.parse_http(auto_decode="all")
    status = answer.http_headers.status_code if answer.http_headers is not None else None
    kind = (answer.http_content_type or "").lower()
    if kind not in PAGES or (status or 0) // 100 != 2:
        return None
    return Fetched(bytes(answer.reader.read()), kind, answer.http_charset)


def _of(record: WarcRecord, document: Fetched, name: str, number: int, fields: Fields) -> Record:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    about = (record.record_id, url, record.headers.get("WARC-Date"), document.content_type)
    values = {column.name: value for column, value in zip(COLUMNS, about, strict=True) if column.name != fields.text}
    text = decode(document.data, document.charset)
    html = document.content_type in PAGES
    return Record(name, identifier(values, fields, name, number), text, number, values, html=html, url=url or None)
