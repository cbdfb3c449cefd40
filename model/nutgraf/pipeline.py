"""Records in, labelled documents out: in order, a part at a time, on one core or several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from nutgraf.sites import whole_address
from nutgraf.sources import Record, Rejected

if TYPE_CHECKING:
    from concurrent.futures import Future

    from nutgraf.choices import Favor, Unit
    from nutgraf.document import Document
    from nutgraf.sitememory import SiteMemory
    from nutgraf.sites import Sites

#: Records and code points after which a part is labelled: enough to work in bulk, little enough to hold in memory.
PART_RECORDS = 64
PART_LENGTH = 1 << 18

Part = list[Record | Rejected]


class Labels(Protocol):
    """What labels texts and pages: a `nutgraf.Labeller`."""

    def label_many(self, texts: Iterable[str], *, favor: Favor, unit: Unit, site: Sites = None) -> Iterator[Document]:
        """Label every text, in order; `site` is that of all texts, or gives one for each."""
        ...

    def label_html_many(
        self, pages: Iterable[str], urls: Iterable[str | None] | None = None, *, favor: Favor
    ) -> Iterator[Document]:
        """Label every page, in order."""
        ...


#: Makes the labeller; called once in each process, so it must survive pickling.
Load = Callable[[], Labels]


@dataclass(frozen=True, slots=True)
class Request:
    """How the records are to be labelled, and which site they are from: all of `site`, or each of what a field names.

    Both are hosts or addresses.
    """

    favor: Favor = "balanced"
    unit: Unit = "line"
    site_field: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record and its labels."""

    record: Record
    document: Document


def label_records(
    items: Iterable[Record | Rejected], load: Load, request: Request, jobs: int = 1
) -> Iterator[Labelled | Rejected]:
    """Label the records, in order; what could not be read stays in its place.

    Raises:
        NutgrafError: at once if the model cannot be loaded; later if a worker process died.
    """
    # Here too when workers do the work: a damaged model is told once, as what it is.
    labeller = load()
    if jobs > 1:
        return _on_workers(_parts(items), load, request, jobs)
    return (each for part in _parts(items) for each in _merge(part, _documents(labeller, part, request)))


def _parts(items: Iterable[Record | Rejected]) -> Iterator[Part]:
    part: Part = []
    length = 0
    for item in items:
        part.append(item)
        length += len(item.text) if isinstance(item, Record) else 0
        if len(part) >= PART_RECORDS or length >= PART_LENGTH:
            yield part
            part, length = [], 0
    if part:
        yield part


def _documents(labeller: Labels, part: Part, request: Request) -> list[Document]:
    records = [item for item in part if isinstance(item, Record)]
    plain = [record for record in records if not record.html]
    texts, sites = [record.text for record in plain], [site_of(record, request) for record in plain]
    labelled = labeller.label_many(texts, favor=request.favor, unit=request.unit, site=sites)
    pages = [record for record in records if record.html]
    html, urls = [record.text for record in pages], [_address(record, request) for record in pages]
    labelled_pages = labeller.label_html_many(html, urls, favor=request.favor) if pages else iter(())
    return [next(labelled_pages if record.html else labelled) for record in records]


def site_of(record: Record, request: Request) -> str | None:
    """The site that a record's field names, or that of all; else the address of the record, if it has one."""
    named = record.fields.get(request.site_field) if request.site_field else request.site
    return str(named) if named else record.url


def _address(record: Record, request: Request) -> str | None:
    site = site_of(record, request)
    return site if site is None else whole_address(site)


def count_lines(items: Iterable[Record | Rejected], request: Request) -> SiteMemory:
    """Count the lines of all records on their sites: the first pass over what is labelled in the second."""
    from nutgraf.sitememory import SiteMemory

    memory = SiteMemory()
    for part in _parts(items):
        records = [item for item in part if isinstance(item, Record)]
        plain = [record for record in records if not record.html]
        texts, sites = [record.text for record in plain], [site_of(record, request) for record in plain]
        memory.count(texts, sites, unit=request.unit)
        pages = [(_of_page(record.text), site_of(record, request)) for record in records if record.html]
        memory.count([blocks for (blocks, _), _ in pages], [site or own for (_, own), site in pages])
    return memory


def _of_page(html: str) -> tuple[str, str | None]:
    """The text of a page's blocks, and the address that it gives for itself."""
    from nutgraf.html.page import read_page

    page = read_page(html)
    return "\n".join(block.text for block in page.tree.blocks), page.declared.address or None


def _merge(part: Part, documents: list[Document]) -> Iterator[Labelled | Rejected]:
    ready = iter(documents)
    for item in part:
        yield Labelled(item, next(ready)) if isinstance(item, Record) else item


def _on_workers(parts: Iterable[Part], load: Load, request: Request, jobs: int) -> Iterator[Labelled | Rejected]:
    from nutgraf.workers import workers  # multiprocessing takes a tenth of the start-up: not for one process

    pending: deque[tuple[Part, Future[list[Document]]]] = deque()
    with workers(jobs, _start_worker, (load, request)) as submit:
        for part in parts:
            pending.append((part, submit(_work, part)))
            if len(pending) > 2 * jobs:
                first, future = pending.popleft()
                yield from _merge(first, future.result())
        while pending:
            first, future = pending.popleft()
            yield from _merge(first, future.result())


# The labeller of a worker process, loaded once: a model for every part would cost more than the labelling.
_worker: tuple[Labels, Request] | None = None


def _start_worker(load: Load, request: Request) -> None:
    global _worker
    _worker = load(), request


def _work(part: Part) -> list[Document]:
    if _worker is None:
        raise RuntimeError("the worker was not started by _start_worker")
    labeller, request = _worker
    return _documents(labeller, part, request)
