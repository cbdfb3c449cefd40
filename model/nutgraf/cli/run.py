"""From a command's options to labelled records, and on to standard output."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, BinaryIO

import nutgraf
from nutgraf.cli.counting import memory_of, request_of
from nutgraf.cli.messages import Messages
from nutgraf.cli.options import Job
from nutgraf.cli.progress import progress
from nutgraf.columns import Layout
from nutgraf.pipeline import Labelled, Load, label_records
from nutgraf.runs.desk import Counts, Desk, Policy
from nutgraf.runs.gauge import Gauge
from nutgraf.sinks import Writer
from nutgraf.sitememory import SiteMemory
from nutgraf.sources import Rejected
from nutgraf.sources.inputs import Source, find, total_size
from nutgraf.sources.joined import Joined

#: Opens what takes the rows; gets the standard output's bytes and the layout.
OpenWriter = Callable[[BinaryIO, Layout], AbstractContextManager[Writer]]


def labelled(job: Job, messages: Messages) -> Iterator[Labelled | Rejected]:
    """Label all inputs of a job, telling failures and warnings on the way."""
    sources = sources_of(job)
    yield from labelled_by(load_of(job, memory_of(job, sources, messages)), job, sources, messages)


def labelled_by(load: Load, job: Job, sources: Sequence[Source], messages: Messages) -> Iterator[Labelled | Rejected]:
    """As `labelled`, of inputs that are known already and by the labeller that `load` makes."""
    gauge = Gauge()
    records = Joined([source.name for source in sources], job.fields, job.input_format, gauge.read)
    with progress(gauge, total_size(sources)):
        for item in label_records(records, load, request_of(job), job.processes):
            gauge.done()
            if isinstance(item, Rejected):
                messages.failure(item)
            else:
                for warning in (*item.record.warnings, *item.document.warnings):
                    messages.warning(f"{item.record.id}: {warning}")
            yield item


def to_stream(
    job: Job,
    sources: Sequence[Source],
    policy: Policy,
    open_writer: OpenWriter,
    messages: Messages,
    one_table: bool = False,
) -> Counts:
    """Label the inputs of a job and write them to standard output, one after the other."""
    gauge = Gauge()
    memory = memory_of(job, sources, messages)
    names = [source.name for source in sources]
    records = Joined(names, job.fields, job.input_format, gauge.read, one_table)
    layout = policy.rendering.layout(records.columns)
    items = label_records(records, load_of(job, memory), request_of(job), job.processes)  # before a header is written
    with _standard_output() as out, progress(gauge, total_size(sources)), open_writer(out, layout) as writer:
        out.flush()  # whoever reads the header need not wait for the first rows
        desk = Desk(policy, writer, messages.warning, messages.failure)
        for item in items:
            desk.take(item)
            gauge.done()
    return desk.counts


def sources_of(job: Job) -> list[Source]:
    """The inputs of a job."""
    return find(job.inputs, any_file=job.input_format is not None)


def load_of(job: Job, memory: SiteMemory | None) -> Load:
    """What makes the labeller that a job asks for."""
    speaking: dict[str, Any] = {} if memory is None else {"memory": memory}
    if job.rules:
        rules = nutgraf.Rules.read(job.rules)
        # Of the site of all texts from here on, where there is one; pages and records may name their own.
        speaking["rules"] = rules.for_site(job.site) if job.site else rules
    return functools.partial(nutgraf.load, job.model, **speaking)


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    sys.stdout.flush()
    out = sys.stdout.buffer
    if not isinstance(out, io.RawIOBase):
        yield out
        out.flush()
        return
    buffered = io.BufferedWriter(out)  # with PYTHONUNBUFFERED; a raw stream may write less than it is given
    try:
        yield buffered
    finally:
        buffered.detach()
