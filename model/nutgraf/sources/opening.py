"""Opening an input as bytes: a file, an address that fsspec knows, or standard input; compressed or not."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from nutgraf.errors import InputError
from nutgraf.sources import remote, zstd

STANDARD_INPUT = "-"
_GZIP = b"\x1f\x8b"
#: Bytes that are taken from a file at a time.
_BUFFER = 1 << 18

#: Told how many bytes were read since the last time.
Meter = Callable[[int], None]


@contextmanager
def opened(name: str, meter: Meter | None = None) -> Iterator[BinaryIO]:
    """The bytes of an input, uncompressed; compression is told by the first bytes, so that it may come through a pipe.

    Failures, here and where the bytes are read, are for `failures_told`.
    """
    if name == STANDARD_INPUT:
        yield _uncompressed(sys.stdin.buffer)
        return
    with remote.opened(name) if remote.is_address(name) else Path(name).open("rb", buffering=0) as raw:
        counted = _Counted(raw, meter or _nobody)
        yield _uncompressed(io.BufferedReader(counted, _BUFFER))


@contextmanager
def failures_told(name: str) -> Iterator[None]:
    """What goes wrong in here goes wrong in opening or reading the input.

    Raises:
        InputError: names the input and what is wrong with it.
    """
    try:
        yield
    except IsADirectoryError as error:
        reason = "a folder without a file whose name tells a format that is read; take all by --input-format"
        raise InputError(f"{name}: {reason}") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{name}: damaged gzip file: {error}") from error
    except zstd.DamagedError as error:
        raise InputError(f"{name}: damaged zstd file: {error}") from error
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error


def _uncompressed(raw: BinaryIO) -> BinaryIO:
    buffered = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, raw))
    start = buffered.peek(4)
    if start[:2] == _GZIP:
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=buffered)), _BUFFER))
    if start[:4] == zstd.MAGIC:
        return cast(BinaryIO, io.BufferedReader(zstd.Reader(buffered), _BUFFER))
    return cast(BinaryIO, buffered)


def _nobody(_: int) -> None:
    """Nobody wants to know."""


class _Counted(io.RawIOBase):
    """Bytes of a file, with a meter of how many were read: a compressed file does not tell how far it is otherwise."""

    def __init__(self, raw: io.RawIOBase, meter: Meter) -> None:
        self._raw = raw
        self._meter = meter

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._raw.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        size = self._raw.readinto(buffer) or 0
        self._meter(size)
        return size
