"""JSON Lines: one object per line, one document per object."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from nutgraf.errors import InputError
from nutgraf.sources.decoding import byte_order_mark, decode_as, offending
from nutgraf.sources.record import Fields, Input, Record, Rejected, identifier

#: Brackets within one another beyond which a record is refused. What writes it, or hands it to another process, goes
#: into each by a call of its own, of which Python allows a thousand.
DEEPEST = 100


def read(stream: BinaryIO, name: str, fields: Fields) -> Input:
    """The records of a JSON Lines input; `number` is the line, blank lines counted but skipped."""
    return Input(_records(stream, name, fields), columns=None)


def _records(stream: BinaryIO, name: str, fields: Fields) -> Iterator[Record | Rejected]:
    for number, line in enumerate(_utf8_lines(stream, name), start=1):
        if not line.strip():
            continue
        try:
            yield _record(line, name, number, fields)
        except InputError as error:
            yield Rejected(name, number, str(error))


def _utf8_lines(stream: BinaryIO, name: str) -> Iterator[bytes]:
    # JSON is UTF-8; a shell that writes UTF-16 says so with a byte order mark.
    mark, coding = byte_order_mark(cast(io.BufferedReader, stream).peek(4)) or (b"", "utf-8")
    stream.read(len(mark))
    if coding == "utf-8":
        yield from stream
        return
    # Read whole: a shell's output, not a corpus.
    for line in decode_as(coding, stream.read(), name, offset=len(mark)).split("\n"):
        yield line.encode("utf-8")


def _record(line: bytes, name: str, number: int, fields: Fields) -> Record:
    try:
        values = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8: {offending(error)} of the line") from error
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets nested as deep
        raise InputError(f"JSON beyond measure: {error}") from error
    if _is_deep(values):
        raise InputError(f"JSON beyond measure: brackets nested more than {DEEPEST} deep")
    if not isinstance(values, dict):
        raise InputError(f"holds {_kind(values)}, expected an object with the field {fields.text!r}")
    text = values.pop(fields.text, None)
    if not isinstance(text, str):
        found = _kind(text) if text is not None else f"nothing (fields: {', '.join(map(repr, values)) or 'none'})"
        raise InputError(f"the field {fields.text!r} holds {found}, expected text")
    return Record(name, identifier(values, fields, name, number), text, number, values)


def _is_deep(values: Any) -> bool:
    inner = [values]
    for _ in range(DEEPEST):
        members = (outer.values() if isinstance(outer, dict) else outer for outer in inner)
        inner = [value for each in members for value in each if isinstance(value, dict | list)]
        if not inner:
            return False
    return True


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    return {bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list"}.get(
        type(value), "an object"
    )
