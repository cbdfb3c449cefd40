"""Values of records as JSON and as cells, also those that neither has, such as dates from Parquet."""

from __future__ import annotations

import base64
import json
import math
from typing import Any, BinaryIO


def _plain(value: Any) -> Any:
    """What JSON has for a value that it has not: bytes in base 64, times as ISO 8601, else as Python prints it."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_plain).encode


def to_json(value: Any) -> str:
    """A value as JSON, on one line; numbers that JSON has not, NaN and infinity, are null."""
    try:
        return _encode(value)
    except ValueError:
        return _encode(_finite(value))


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    return [_finite(part) for part in value] if isinstance(value, list | tuple) else value


def to_cell(value: Any) -> Any:
    """A value as a cell of a table that knows only text and numbers: true is 1, nothing is empty, lists are JSON."""
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return int(value) if isinstance(value, bool) else value
    return to_json(value) if isinstance(value, dict | list | tuple) else _plain(value)


def to_bytes(text: str) -> bytes:
    """UTF-8; a lone surrogate, which no coding can carry, comes as an escape."""
    return text.encode("utf-8", "backslashreplace")


class Encoded:
    """A stream of text over one of bytes that holds nothing back, and so need not be closed."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write text as UTF-8."""
        return self._out.write(to_bytes(text))
