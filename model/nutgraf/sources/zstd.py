"""Zstandard, which Python has from 3.14 only: the bytes of `.zst` files."""

from __future__ import annotations

import io
from types import ModuleType
from typing import Any, BinaryIO, cast

from nutgraf.errors import NutgrafError

MAGIC = b"\x28\xb5\x2f\xfd"
_CHUNK = 1 << 17


class DamagedError(OSError):
    """A stream that is not Zstandard all along, or ends too early."""


class Reader(io.RawIOBase):
    """The bytes of all frames of a stream, one after the other.

    zstandard's own reader takes a stream that is cut off for one that ends, and half a corpus for a whole one.
    """

    def __init__(self, compressed: BinaryIO) -> None:
        self._compressed = compressed
        self._zstandard = library()
        self._frame: Any = None
        self._waiting = b""  # compressed bytes of the next frame
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """As every reader."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with what is next; Raises DamagedError."""
        while not self._ready:
            chunk = self._waiting or self._compressed.read(_CHUNK)
            self._waiting = b""
            if not chunk:
                if self._frame is not None:
                    raise DamagedError("it ends before its last frame does")
                return 0
            self._ready = memoryview(self._step(chunk))
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _step(self, chunk: bytes) -> bytes:
        if self._frame is None:
            self._frame = self._zstandard.ZstdDecompressor().decompressobj()
        try:
            data = cast(bytes, self._frame.decompress(chunk))
        except self._zstandard.ZstdError as error:
            raise DamagedError(str(error)) from error
        if self._frame.eof:
            self._waiting, self._frame = self._frame.unused_data, None
        return data


def library() -> ModuleType:
    """The package zstandard; Raises NutgrafError where it is not installed."""
    try:
        import zstandard
    except ImportError as error:
        raise NutgrafError("reading or writing .zst needs zstandard: pip install 'nutgraf[zstd]'") from error
    return zstandard
