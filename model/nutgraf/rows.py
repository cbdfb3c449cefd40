"""What is written of a labelled document: a row for each of its lines, or one for its story."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from nutgraf.cleaning import body_share, cleaned, dropped, kept, uncertain
from nutgraf.columns import Column, Layout
from nutgraf.errors import NutgrafError
from nutgraf.labels import LABELS

if TYPE_CHECKING:
    from nutgraf.choices import Drop
    from nutgraf.document import Document
    from nutgraf.pipeline import Labelled

#: Field that tells what was found out about a document.
REPORT = "nutgraf"
#: Digits after the point; a float32 has no more to say.
PRECISION = 6
#: Uncertain lines that a warning names; it tells how many more there are.
MOST_NAMED = 10

_SCORES = tuple(Column(label.value, float) for label in LABELS)
_LINE = (Column("number", int), Column("start", int), Column("end", int), Column("label"), *_SCORES)
_LINE_LISTS = tuple(Column(column.name, [column.kind]) for column in _LINE)


class Rendering(Protocol):
    """Turns documents into rows. Frozen and picklable: worker processes get it."""

    def layout(self, others: tuple[Column, ...] | None) -> Layout:
        """What the rows of an input are made of whose records have these other fields; None if they may have any."""
        ...

    def rows(self, item: Labelled) -> Mapping[str, list[Any]]:
        """The rows of a document, by column."""
        ...

    def warnings(self, item: Labelled) -> tuple[str, ...]:
        """What the caller should know of the rows."""
        ...


@dataclass(frozen=True, slots=True)
class LineRows:
    """A row for each line; with `least` a column more, "uncertain": whether the line's confidence is below it."""

    least: float | None = None

    def layout(self, others: tuple[Column, ...] | None = ()) -> Layout:  # noqa: ARG002 - the identifier leads to them
        """The columns; the text stays the last."""
        doubt = () if self.least is None else (Column("uncertain", bool),)
        columns = (Column("id"), *_LINE, Column("headline", bool), Column("note"), *doubt, Column("text"))
        return Layout(columns, text="text")

    def rows(self, item: Labelled) -> dict[str, list[Any]]:
        """The lines of a document; for formats without fixed columns its share of body too, and a page's tag paths."""
        document = item.document
        count = len(document.labels)
        columns: dict[str, list[Any]] = {"id": [item.record.id] * count, **_lines(document)}
        columns["headline"] = [place == document.headline_index for place in range(count)]
        columns["note"] = [document.notes.get(place) for place in range(count)]
        if self.least is not None:
            columns["uncertain"] = uncertain(document, self.least).tolist()
        columns["body_share"] = [round(body_share(document), PRECISION)] * count
        if document.tags:
            columns["tag"] = list(document.tags)
        columns["text"] = document.texts()
        return columns

    def warnings(self, item: Labelled) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing: the rows show it all."""
        return ()


@dataclass(frozen=True, slots=True)
class StoryRows:
    """A row for each document: its record with the story in place of the text.

    With `story_field` the story stands beside the text, in a field of that name. With `annotate` the text is kept as
    it is, and the lines' labels and scores are told as lists of one length. With `markdown` the stories of pages are
    Markdown.
    """

    drop: Drop = "both"
    headline: bool = True
    least: float | None = None
    text_field: str = "text"
    story_field: str | None = None
    annotate: bool = False
    markdown: bool = False

    def layout(self, others: tuple[Column, ...] | None = ()) -> Layout:
        """The record's other columns, its text, the story if beside it, and the report.

        Raises:
            NutgrafError: if there is a column of the story's name.
        """
        self._check_free([column.name for column in others or ()])
        brought = [Column(self.text_field)]
        if self.story_field is not None:
            brought.append(Column(self.story_field))
        brought.append(Column(REPORT, self._report_columns()))
        taken = {column.name for column in brought}
        kept = (column for column in others or () if column.name not in taken and not is_report(column.name))
        return Layout((*kept, *brought), self._main, open=others is None)

    def rows(self, item: Labelled) -> dict[str, list[Any]]:
        """The one row of a document.

        Raises:
            NutgrafError: if its record has a field of the story's name.
        """
        self._check_free(item.record.fields, f"{item.record.id}: ")
        story = self._story(item)
        text = item.document.text if item.record.html else item.record.text
        keeps = self.annotate or self.story_field is not None
        row = {name: value for name, value in item.record.fields.items() if not is_report(name)}
        row[self.text_field] = text if keeps else story
        if self.story_field is not None:
            row[self.story_field] = story
        row[REPORT] = self._report(item.document)
        return {name: [value] for name, value in row.items()}

    def warnings(self, item: Labelled) -> tuple[str, ...]:
        """No story, and uncertain lines that were kept."""
        told = () if item.document.has_story else ("probably a page without a story",)
        numbers = self._kept_in_doubt(item.document)
        if not numbers:
            return told
        more = f" and {len(numbers) - MOST_NAMED} more" if len(numbers) > MOST_NAMED else ""
        named = ", ".join(map(str, numbers[:MOST_NAMED]))
        return (*told, f"uncertain and kept: line{'s' if len(numbers) > 1 else ''} {named}{more}")

    def _check_free(self, names: Collection[str], place: str = "") -> None:
        # Not a fault of one record, but a name that does not suit the input: what stands there would be lost.
        if self.story_field in names:
            raise NutgrafError(f"{place}the field {self.story_field!r} is there already: choose another for the story")

    def _story(self, item: Labelled) -> str:
        if not (self.markdown and item.record.html):
            return cleaned(item.document, self.drop, self.headline, self.least)
        from nutgraf.html.markdown import markdown

        keep = kept(item.document, self.drop, self.headline, self.least)
        return markdown(item.record.text, keep, item.record.url or item.document.meta.get("url", ""))

    @property
    def _main(self) -> str:
        return self.story_field or self.text_field

    def _report_columns(self) -> tuple[Column, ...]:
        counts = Column("dropped", (Column("boilerplate", int), Column("promo", int)))
        columns = [Column("has_story", bool), Column("body_share", float), counts]
        if self.least is not None:
            columns.append(Column("uncertain", [int]))
        if self.annotate:
            columns.append(Column("lines", _LINE_LISTS))
        return tuple(columns)

    def _report(self, document: Document) -> dict[str, Any]:
        gone = dropped(document, self.drop, self.least)
        facts: dict[str, Any] = {
            "has_story": document.has_story,
            "body_share": round(body_share(document), PRECISION),
            "dropped": {"boilerplate": gone.boilerplate, "promo": gone.promo},
        }
        if self.least is not None:
            facts["uncertain"] = self._kept_in_doubt(document)
        if self.annotate:
            facts["lines"] = _lines(document)
        # Of pages alone, so that it is no part of the column in formats whose columns are fixed.
        return {**facts, "meta": dict(document.meta)} if document.meta else facts

    def _kept_in_doubt(self, document: Document) -> list[int]:
        """Numbers of the lines that are kept because their label is uncertain."""
        doubted = uncertain(document, self.least)
        if not self.headline:
            doubted[document.headline_lines()] = False  # they went for another reason
        return document.spans.numbers[doubted].tolist()


def is_report(name: str) -> bool:
    """Whether a field is an earlier report, or, of a table, a part of one: it spoke of a text that this was made of."""
    return name == REPORT or name.startswith(f"{REPORT}.")


def _lines(document: Document) -> dict[str, list[Any]]:
    scores = np.round(document.scores.astype(np.float64), PRECISION)
    names = [label.value for label in LABELS]
    return {
        "number": document.spans.numbers.tolist(),
        "start": document.spans.starts.tolist(),
        "end": document.spans.ends.tolist(),
        "label": [names[code] for code in document.labels.tolist()],
        **{name: scores[:, code].tolist() for code, name in enumerate(names)},
    }
