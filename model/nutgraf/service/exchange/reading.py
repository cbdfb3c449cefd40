"""What a file of documents is, and its documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from nutgraf.errors import InputError
from nutgraf.service.exchange import doccano, label_studio, own
from nutgraf.service.exchange.record import Defaults
from nutgraf.service.stored import Page

#: Fields by which a row that `nutgraf score` wrote is told.
_A_SCORED_LINE = frozenset(("number", "start", "end", "body_share"))
_EXPECTED = (
    "expected nutgraf's labelled JSON Lines (`lines`), an export of Label Studio (`annotations`) or of Doccano"
    " (`text` and `label`), or JSON Lines with a `text`"
)


def read_pages(content: str, defaults: Defaults) -> Iterator[Page]:
    """The documents of a file, one at a time.

    Raises:
        InputError: names the file, the record (from 1) and what is wrong with it.
    """
    if content.lstrip("\ufeff \t\r\n").startswith("["):
        tasks = _json(content.lstrip("\ufeff"), defaults.name)
        yield from label_studio.read_tasks(tasks, defaults)
        return
    for number, line in enumerate(content.lstrip("\ufeff").split("\n"), start=1):
        if line.strip():
            record = _json(line, f"{defaults.name}:{number}")
            try:
                yield from _reader(record)(record, defaults.of_record(number))
            except InputError as error:
                raise InputError(f"{defaults.name}:{number}: {error}") from error


def _reader(record: object) -> Callable[[dict[str, Any], Defaults], Iterator[Page]]:
    if not isinstance(record, dict):
        raise InputError(f"found {type(record).__name__}, {_EXPECTED}")
    if "lines" in record:
        return own.read
    if "annotations" in record or "completions" in record:
        return label_studio.read
    if record.keys() >= _A_SCORED_LINE:
        raise InputError("a row that `nutgraf score` wrote, of one line; give the documents that it was made of")
    if "text" in record:
        return doccano.read
    raise InputError(f"found the keys {', '.join(record) or 'none'}, {_EXPECTED}")


def _json(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: not JSON ({error}); {_EXPECTED}") from error
