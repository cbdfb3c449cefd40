"""The first pass over the inputs, where a memory of sites is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from nutgraf.cli.messages import Messages
from nutgraf.cli.options import Job
from nutgraf.cli.progress import progress
from nutgraf.pipeline import Request, count_lines
from nutgraf.runs.gauge import Gauge
from nutgraf.sitememory import SiteMemory
from nutgraf.sources.inputs import Source, total_size
from nutgraf.sources.joined import Joined

Item = TypeVar("Item")

#: Share of lines taken for repeated by mistake from which on the caller is told that the counts are too rough.
MOST_MISTAKEN = 0.05


def request_of(job: Job) -> Request:
    """How a job's texts are to be labelled."""
    return Request(job.favor, job.unit, job.sites.field, job.site)


def memory_of(job: Job, sources: Sequence[Source], messages: Messages) -> SiteMemory | None:
    """The memory of sites that a job asks for: counted now, or read; None if it asks for none.

    Raises:
        InputError: if the memory cannot be read or written.
    """
    if job.sites.memory:
        return SiteMemory.load(job.sites.memory)
    if not job.sites.counts:
        return None
    gauge = Gauge()
    records = Joined([source.name for source in sources], job.fields, job.input_format, gauge.read)
    with progress(gauge, total_size(sources)):
        memory = count_lines(_gauged(records, gauge), request_of(job))
    if memory.false_share > MOST_MISTAKEN:
        messages.warning(f"too many lines for exact counts: {memory.false_share:.0%} seem to stand on other pages")
    if not memory.pages:
        messages.warning(f"no text has a site in the field {job.sites.field!r}: no lines were counted")
    if job.sites.save:
        memory.save(job.sites.save)
    return memory


def _gauged(records: Iterable[Item], gauge: Gauge) -> Iterator[Item]:
    for record in records:
        yield record
        gauge.done()
