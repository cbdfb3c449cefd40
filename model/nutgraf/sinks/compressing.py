"""Compressing what is written, so that the same bytes in give the same bytes out."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Literal, cast, get_args

from nutgraf.sources import zstd

Compression = Literal["none", "gzip", "zstd"]
COMPRESSIONS: tuple[Compression, ...] = get_args(Compression)
#: The end of a name that tells each.
SUFFIXES: dict[Compression, str] = {"none": "", "gzip": ".gz", "zstd": ".zst"}

# Those of the programs gzip and zstd.
_GZIP_LEVEL, _ZSTD_LEVEL = 6, 3


@contextmanager
def compressed(stream: BinaryIO, compression: Compression) -> Iterator[BinaryIO]:
    """A stream of which the other gets the compressed bytes; the other stays open."""
    if compression == "gzip":
        # Without a name and a time, which gzip would keep in the file.
        with gzip.GzipFile("", "wb", _GZIP_LEVEL, stream, mtime=0) as out:
            yield cast(BinaryIO, out)
    elif compression == "zstd":
        with zstd.library().ZstdCompressor(level=_ZSTD_LEVEL).stream_writer(stream, closefd=False) as out:
            yield cast(BinaryIO, out)
    else:
        yield stream
