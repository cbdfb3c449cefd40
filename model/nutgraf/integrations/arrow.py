"""Arrow tables of documents to tables of lines or stories, with the columns that `nutgraf score` and `clean` write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import nutgraf
from nutgraf.columns import Column
from nutgraf.errors import InputError
from nutgraf.pipeline import Labelled, Load, Request, site_of
from nutgraf.rows import LineRows, Rendering, StoryRows, is_report
from nutgraf.sinks.closed import fitted
from nutgraf.sinks.parquet import array, schema
from nutgraf.sources import Fields
from nutgraf.sources.parquet import holds_text
from nutgraf.sources.record import Record, missing_text

if TYPE_CHECKING:
    import pyarrow as pa


class TableLabeller:
    """Labels the documents of tables, one a row; a callable object, for `map_batches`, `mapInArrow` and the like.

    `rendering` says what comes out: `LineRows` gives a row for each line, led back to its document by the identifier;
    `StoryRows` a row for each document, its other columns as they were. A missing text or identifier
    is an empty one.
    """

    def __init__(
        self,
        load: Load = nutgraf.load,
        rendering: Rendering | None = None,
        request: Request | None = None,
        fields: Fields | None = None,
    ) -> None:
        self._labeller = load()
        self._rendering = rendering or LineRows()
        self._request = request or Request()
        self._fields = fields or Fields()

    def __call__(self, table: pa.Table) -> pa.Table:
        """Label the documents of a table.

        Raises:
            InputError: if the column of texts, or for lines that of identifiers, is missing or holds something else.
        """
        import pyarrow as pa

        self._check(table)
        if isinstance(self._rendering, LineRows):  # nothing else of the documents comes out
            table = table.select([name for name in table.column_names if name in self._asked])
        columns = tuple(Column(field.name, field.type) for field in table.schema if field.name != self._fields.text)
        layout = self._rendering.layout(columns)
        carried = self._carried(table)
        gathered: dict[str, list[Any]] = {column.name: [] for column in layout.columns}
        for item in self._labelled(table.drop_columns(carried)):
            rows = {**{name: [None] for name in carried}, **self._rendering.rows(item)}
            for name, values in fitted(rows, layout).items():
                gathered[name].extend(values)
        form = schema(layout)
        made = [table[name] if name in carried else array(gathered[name], form.field(name).type) for name in form.names]
        return pa.Table.from_arrays(made, schema=form)

    def batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Label batch by batch: what PySpark's `mapInArrow` takes."""
        import pyarrow as pa

        for batch in batches:
            yield from self(pa.Table.from_batches([batch])).to_batches()

    @property
    def _asked(self) -> set[str | None]:
        """Names of the columns that labelling asks for."""
        return {self._fields.text, self._fields.id, self._request.site_field}

    def _carried(self, table: pa.Table) -> list[str]:
        """Columns that need not become objects of Python, which has no dates beyond the year 9999 and no nanoseconds.

        They come out as they are; what another rendering asks of a record is not known.
        """
        if not isinstance(self._rendering, StoryRows):
            return []
        asked = self._asked | {self._rendering.story_field}
        return [name for name in table.column_names if name not in asked and not is_report(name)]

    def _labelled(self, table: pa.Table) -> Iterator[Labelled]:
        rows = table.to_pylist()
        texts = [row.pop(self._fields.text) or "" for row in rows]
        named = (row.get(self._fields.id) for row in rows)
        records = [
            Record("", "" if name is None else str(name), text, number, row)
            for number, (row, text, name) in enumerate(zip(rows, texts, named, strict=True), start=1)
        ]
        request, sites = self._request, [site_of(record, self._request) for record in records]
        documents = self._labeller.label_many(texts, favor=request.favor, unit=request.unit, site=sites)
        yield from map(Labelled, records, documents)

    def _check(self, table: pa.Table) -> None:
        import pyarrow.types as kinds

        names = table.schema.names
        if self._fields.text not in names:
            raise InputError(missing_text(self._fields, names))
        if isinstance(self._rendering, LineRows) and self._fields.id not in names:
            raise InputError(f"no column {self._fields.id!r} among {names}, to tell which line is of which document")
        kind = table.schema.field(self._fields.text).type
        if not (holds_text(kind) or kinds.is_null(kind)):
            raise InputError(f"the column {self._fields.text!r} holds {kind}, expected text")
