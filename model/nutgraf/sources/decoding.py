"""Bytes to text: by byte order mark, as UTF-8, else as detected; refused where that would be a guess in the dark."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from nutgraf.codings import detected
from nutgraf.errors import InputError

#: Byte order marks and the coding each announces; UTF-32's stand first, since UTF-16's little-endian mark begins one.
BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Share of zero bytes up to which a file that is UTF-8 is text: scrapers leave one here and there, while UTF-16 without
#: a byte order mark, which looks like UTF-8 too, has them at every other byte.
MOST_ZEROS = 0.1

# Control characters that no text file has use for; escape (0x1B) is left in by programs that colour their output.
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Decoded(NamedTuple):
    """Text, and the coding it was taken for where that was detected."""

    text: str
    detected: str | None


def byte_order_mark(start: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that the input begins with, and its coding."""
    return next(((mark, coding) for mark, coding in BYTE_ORDER_MARKS if start.startswith(mark)), None)


def decode(data: bytes, name: str) -> Decoded:
    """Decode a whole text file.

    Raises:
        InputError: for a binary file, and for text in no coding that can be told; names the offending byte.
    """
    marked = byte_order_mark(data)
    if marked:
        mark, coding = marked
        return Decoded(decode_as(coding, data[len(mark) :], name, offset=len(mark)), None)
    if data.count(b"\0") > MOST_ZEROS * len(data):
        raise InputError(f"{name}: a binary file (zero byte at offset {data.index(0)}), expected text")
    try:
        return Decoded(data.decode("utf-8"), None)
    except UnicodeDecodeError as error:
        return _detect(data, name, error)


def decode_as(coding: str, data: bytes, name: str, offset: int = 0) -> str:
    """Decode bytes whose coding is known; `offset` is where they begin in the input.

    Raises:
        InputError: names the offending byte.
    """
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not {coding.upper()}: {offending(error, offset)}") from error


def offending(error: UnicodeDecodeError, offset: int = 0) -> str:
    """The byte at which decoding failed, and where."""
    return f"byte 0x{error.object[error.start]:02X} at offset {error.start + offset}"


def _detect(data: bytes, name: str, error: UnicodeDecodeError) -> Decoded:
    control = _CONTROLS.search(data)
    if control:
        byte = control.group()[0]
        raise InputError(f"{name}: a binary file (byte 0x{byte:02X} at offset {control.start()}), expected text")
    # One bad byte in long UTF-8 must not turn every accent of the text into two wrong letters.
    mended = data.decode("utf-8", "replace")
    beyond_ascii = len(mended) - len(mended.encode("ascii", "ignore"))
    if 2 * mended.count("\ufffd") < beyond_ascii:
        raise InputError(f"{name}: damaged UTF-8: {offending(error)}; save it as UTF-8 again")

    coding = detected(data)
    try:
        return Decoded(data.decode(coding), coding)
    except UnicodeDecodeError:  # not even the likeliest coding fits
        hint = "nor any coding that can be told; save it as UTF-8"
        raise InputError(f"{name}: not UTF-8 ({offending(error)}), {hint}") from error
