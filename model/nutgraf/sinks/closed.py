"""What formats with a fixed list of columns make of rows that may hold more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nutgraf.columns import OTHER_FIELDS, Column, Layout
from nutgraf.sinks import Rows
from nutgraf.sinks.values import to_json


def closed(layout: Layout) -> tuple[Column, ...]:
    """The columns of a table: those of the layout, and before its text one for all other fields, if there are any."""
    if not layout.open:
        return layout.columns
    rest = (Column(_rest(layout)),)
    place = layout.names.index(layout.text)
    return layout.columns[:place] + rest + layout.columns[place:]


def _rest(layout: Layout) -> str:
    """Name of the column for all other fields; a longer one where a column of the layout has that name."""
    name = OTHER_FIELDS
    while name in layout.names:
        name = f"other_{name}"
    return name


def fitted(rows: Rows, layout: Layout) -> dict[str, Sequence[Any]]:
    """The rows with the columns of `closed`."""
    table = {name: rows[name] for name in layout.names}
    if layout.open:
        others = [name for name in rows if name not in table]
        count = len(rows[layout.text])
        table[_rest(layout)] = [to_json({name: rows[name][place] for name in others}) for place in range(count)]
    return {column.name: table[column.name] for column in closed(layout)}
