"""Files for review, whatever they are kept in: documents to label, and documents that are labelled already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.labeller import Labeller
from nutgraf.service.exchange.record import source_named
from nutgraf.service.review.importing import Added, add_pages
from nutgraf.service.review.judging import Origin, judge, page_of
from nutgraf.service.store import Store
from nutgraf.sites import host
from nutgraf.sources import Record, Rejected, read_all
from nutgraf.sources.decoding import decode
from nutgraf.sources.inputs import find
from nutgraf.sources.opening import failures_told, opened

#: Files whose content tells what they are: see `nutgraf.service.exchange`.
_EXCHANGED = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: documents added, or why there are none."""

    name: str
    added: Added
    failures: tuple[str, ...] = ()


def add_files(store: Store, labeller: Labeller, names: Iterable[str], source: str) -> Iterator[Outcome]:
    """Add the documents of files; `source` is their site where they name none."""
    for name in (source.name for source in find(names)):
        bare = PurePath(name.lower().removesuffix(".gz").removesuffix(".zst"))
        try:
            if bare.suffix in _EXCHANGED:
                yield Outcome(name, add_pages(store, labeller, _content(name), PurePath(name).name, source))
            else:
                yield _add_records(store, labeller, name, source)
        except InputError as error:
            yield Outcome(name, Added(0, 0), (str(error),))


def _content(name: str) -> str:
    with failures_told(name), opened(name) as stream:
        return decode(stream.read(), name)[0]


def _add_records(store: Store, labeller: Labeller, name: str, source: str) -> Outcome:
    new = known = 0
    failures = []
    for item in read_all([name]):
        if isinstance(item, Rejected):
            failures.append(str(item))
            continue
        document = labeller.label_html(item.text, item.url) if item.html else labeller.label(item.text)
        if not len(document.lines):
            failures.append(f"{item.id}: no line of text, expected at least one")
            continue
        origin = Origin(_name(item), _site(item, document) or source)
        fresh = store.add(page_of(document, origin), judge(labeller, document))[1]
        new, known = new + fresh, known + (not fresh)
    return Outcome(name, Added(new, known), tuple(failures))


def _name(record: Record) -> str:
    """Its identifier; where that is its place in a file, without the folders."""
    return PurePath(record.id).name or record.id if record.id.startswith(record.name) else record.id


def _site(record: Record, document: Document) -> str | None:
    return source_named(record.fields) or host(record.url) or host(document.meta.get("url"))
