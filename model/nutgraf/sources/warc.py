"""WARC and WET: pages as a crawler got them, or the text that was taken from them; one document per record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from nutgraf.columns import Column
from nutgraf.errors import InputError, NutgrafError
from nutgraf.html.encoding import decode
from nutgraf.sources.record import Fields, Input, Record, Rejected, identifier

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

#: Media types of pages; what else a crawler got (pictures, scripts, feeds) is no document.
PAGES = frozenset({"text/html", "application/xhtml+xml"})
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

    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(stream, auto_decode="all"), start=1):
            if _is_page(record) or _is_text(record):
                yield _record(record, name, number, fields)
    except OSError as error:
        raise InputError(f"{name}: not a whole WARC file: {error} after record {number}") from error


def _is_page(record: WarcRecord) -> bool:
    from fastwarc.warc import WarcRecordType

    if record.record_type != WarcRecordType.response or record.http_headers is None:
        return False
    status = record.http_headers.status_code or 0
    return (record.http_content_type or "").lower() in PAGES and status // 100 == 2


def _is_text(record: WarcRecord) -> bool:
    from fastwarc.warc import WarcRecordType

    kind = record.headers.get("Content-Type") or "text/plain"
    return record.record_type == WarcRecordType.conversion and kind.startswith("text/plain")


def _record(record: WarcRecord, name: str, number: int, fields: Fields) -> Record | Rejected:
    page = _is_page(record)
    try:
        data = _body(record)
    except OSError as error:
        return Rejected(name, number, f"its body cannot be read: {error}")
    if data is None:
        return Rejected(name, number, "its body is cut short")
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    kind = record.http_content_type if page else record.headers.get("Content-Type")
    values = {"id": record.record_id, "url": url, "date": record.headers.get("WARC-Date"), "content_type": kind}
    values = {column: value for column, value in values.items() if column != fields.text}
    text = decode(data, record.http_charset if page else None)
    return Record(name, identifier(values, fields, name, number), text, number, values, html=page, url=url or None)


def _body(record: WarcRecord) -> bytes | None:
    """Bytes of the page or text without the server's codings; None where the archive ends before they do."""
    headers = record.http_headers
    coded = headers is not None and (headers.get("Content-Encoding") or headers.get("Transfer-Encoding"))
    promised = record.content_length
    data = bytes(record.reader.read())
    return data if coded or len(data) >= promised else None
