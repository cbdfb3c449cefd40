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
    rest = (Column(OTHER_FIELDS),)
    place = layout.names.index(layout.text)
    return layout.columns[:place] + rest + layout.columns[place:]


def fitted(rows: Rows, layout: Layout) -> dict[str, Sequence[Any]]:
    """The rows with the columns of `closed`."""
    table = {name: rows[name] for name in layout.names}
    if layout.open:
        others = [name for name in rows if name not in table]
        count = len(rows[layout.text])
        table[OTHER_FIELDS] = [to_json({name: rows[name][place] for name in others}) for place in range(count)]
    return {column.name: table[column.name] for column in closed(layout)}
