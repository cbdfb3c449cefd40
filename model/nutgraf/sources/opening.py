"""Opening an input as bytes: a file or standard input, compressed or not."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from nutgraf.errors import InputError

STANDARD_INPUT = "-"
_GZIP = b"\x1f\x8b"


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """The bytes of an input, uncompressed; gzip is told by its first bytes, so that it may come through a pipe too.

    Raises:
        InputError: names the file and why it cannot be opened or read.
    """
    try:
        if name == STANDARD_INPUT:
            yield _uncompressed(sys.stdin.buffer)
            return
        with Path(name).open("rb") as raw:
            yield _uncompressed(raw)
    except IsADirectoryError as error:
        raise InputError(f"{name}: a folder, expected a file") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{name}: damaged gzip file: {error}") from error
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error


def _uncompressed(raw: BinaryIO) -> BinaryIO:
    buffered = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, raw))
    if buffered.peek(2)[:2] == _GZIP:
        return cast(BinaryIO, gzip.GzipFile(fileobj=buffered))
    return cast(BinaryIO, buffered)
