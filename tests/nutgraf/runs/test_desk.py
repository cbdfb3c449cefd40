"""What is told of documents on their way to a writer."""

from __future__ import annotations

from pathlib import Path

import fakes
from nutgraf.document import Document
from nutgraf.pipeline import Labelled
from nutgraf.runs.desk import LOOKED_AT, Counts, Desk, Policy
from nutgraf.sources.record import Record

GREEK = (Path(__file__).parents[2] / "cases" / "no-news" / "greek.txt").read_text(encoding="utf-8")


class Rows:
    """A rendering and a writer that keep nothing."""

    def warnings(self, item: Labelled) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def rows(self, item: Labelled) -> None:
        """No rows."""

    def write(self, rows: None) -> None:
        """Nowhere."""


def told(documents: list[Document]) -> tuple[list[str], Counts]:
    warned: list[str] = []
    rows = Rows()
    desk = Desk(Policy(rows), rows, warned.append, lambda _: None)  # type: ignore[arg-type]
    for number, document in enumerate(documents):
        desk.take(Labelled(Record("run", str(number), document.text), document))
    return warned, desk.counts


def test_texts_that_are_no_news_are_told_of_the_first_documents_alone() -> None:
    documents = [fakes.load().label(GREEK)] * (LOOKED_AT + 5)
    warned, counts = told(documents)
    assert counts == Counts(written=LOOKED_AT + 5)
    assert len(warned) == LOOKED_AT
    assert all("Greek" in warning for warning in warned)


def test_remarks_are_told_of_every_document() -> None:
    warned, _ = told([fakes.load().label("warn")] * (LOOKED_AT + 5))
    assert len(warned) == LOOKED_AT + 5
