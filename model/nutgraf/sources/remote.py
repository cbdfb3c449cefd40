"""Addresses such as s3://bucket/pages.jsonl.gz: whatever file system fsspec has for them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, cast

from nutgraf.errors import InputError, NutgrafError


def is_address(name: str) -> bool:
    """Whether a name is an address rather than a path."""
    return "://" in name


@contextmanager
def opened(address: str) -> Iterator[io.RawIOBase]:
    """The bytes at an address, which can be sought where the file system allows it.

    Raises:
        InputError: names the address and why it cannot be opened.
    """
    system, path = file_system(address)
    try:
        file = system.open(path, "rb")
    except FileNotFoundError as error:
        raise InputError(f"{address}: nothing there") from error
    except Exception as error:
        raise InputError(f"{address}: {_line(error)}") from error
    with file:
        yield _Stream(file)


class _Stream(io.RawIOBase):
    """A remote file whose every failure is an OSError: each file system brings the exceptions of its own network."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return cast(bool, self._file.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return cast(int, self._file.seek(offset, whence))

    def tell(self) -> int:
        return cast(int, self._file.tell())

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            return cast(int, self._file.readinto(buffer))
        except OSError:
            raise
        except Exception as error:
            raise OSError(_line(error)) from error


def _line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it.

    Raises:
        InputError: for a kind of address that fsspec does not know.
        NutgrafError: where fsspec or the package for this kind is not installed.
    """
    try:
        return cast("tuple[Any, str]", _fsspec().core.url_to_fs(address))
    except ImportError as error:
        kind = address.partition("://")[0]
        raise NutgrafError(f"{address}: {kind}:// needs a package that is not installed: {error}") from error
    except ValueError as error:
        raise InputError(f"{address}: {error}") from error


def whole(system: Any, path: str) -> str:
    """The address of a path in a file system."""
    return cast(str, system.unstrip_protocol(path))


def _fsspec() -> ModuleType:
    try:
        import fsspec
        import fsspec.core
    except ImportError as error:
        raise NutgrafError("reading from addresses needs fsspec: pip install 'nutgraf[remote]'") from error
    return cast(ModuleType, fsspec)
