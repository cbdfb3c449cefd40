"""From a command's options to labelled records, and on to standard output or a folder."""

from __future__ import annotations

import functools
import hashlib
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, cast

import click

import nutgraf
from nutgraf.cli.counting import memory_of, request_of
from nutgraf.cli.messages import Messages
from nutgraf.cli.options import Job, Outputs
from nutgraf.cli.progress import progress
from nutgraf.columns import Layout
from nutgraf.labeller import DEFAULT
from nutgraf.pipeline import Labelled, Load, label_records
from nutgraf.runs import run
from nutgraf.runs.desk import Counts, Desk, Policy
from nutgraf.runs.gauge import Gauge
from nutgraf.runs.plan import PlanError, plan
from nutgraf.runs.shards import Work
from nutgraf.sinks import Writer
from nutgraf.sitememory import SiteMemory
from nutgraf.sources import Rejected
from nutgraf.sources.inputs import Source, find, total_size
from nutgraf.sources.joined import Joined

#: Opens what takes the rows; gets the standard output's bytes and the layout.
OpenWriter = Callable[[BinaryIO, Layout], AbstractContextManager[Writer]]


def labelled(job: Job, messages: Messages) -> Iterator[Labelled | Rejected]:
    """Label all inputs of a job, telling failures and warnings on the way."""
    gauge, sources = Gauge(), _sources(job)
    memory = memory_of(job, sources, messages)
    records = Joined([source.name for source in sources], job.fields, job.input_format, gauge.read)
    with progress(gauge, total_size(sources)):
        for item in label_records(records, _load(job, memory), request_of(job), job.processes):
            gauge.done()
            if isinstance(item, Rejected):
                messages.failure(item)
            else:
                for warning in (*item.record.warnings, *item.document.warnings):
                    messages.warning(f"{item.record.id}: {warning}")
            yield item


def to_stream(job: Job, policy: Policy, open_writer: OpenWriter, messages: Messages, one_table: bool = False) -> Counts:
    """Label all inputs of a job and write them to standard output, one after the other."""
    gauge, sources = Gauge(), _sources(job)
    memory = memory_of(job, sources, messages)
    names = [source.name for source in sources]
    records = Joined(names, job.fields, job.input_format, gauge.read, one_table)
    layout = policy.rendering.layout(records.columns)
    with _standard_output() as out, progress(gauge, total_size(sources)), open_writer(out, layout) as writer:
        out.flush()  # whoever reads the header need not wait for the first rows
        desk = Desk(policy, writer, messages.warning, messages.failure)
        for item in label_records(records, _load(job, memory), request_of(job), job.processes):
            desk.take(item)
            gauge.done()
    return desk.counts


def to_folder(job: Job, policy: Policy, outputs: Outputs, messages: Messages) -> None:
    """Label all inputs of a job and write one output for each into a folder, going on where an earlier run was stopped.

    Raises:
        click.UsageError: if two inputs would be written to one file, or an input be overwritten.
    """
    folder = cast(Path, outputs.folder)
    sources = _sources(job)
    try:
        shards = plan(sources, folder, outputs.format, outputs.compression, job.input_format)
    except PlanError as error:
        raise click.UsageError(str(error)) from error
    memory = memory_of(job, sources, messages)
    work = Work(_load(job, memory), policy, request_of(job), job.fields, job.input_format)
    try:
        with run.opened(shards, work, folder, _manifest(job, policy, outputs, memory)) as begun:
            counts = _finish(begun, job, outputs, messages)
    except KeyboardInterrupt:
        messages.notice("stopped; the same command goes on where it was")
        raise
    except OSError as error:
        raise nutgraf.NutgrafError(f"{error.filename or folder}: {error.strerror or error}") from error
    messages.account(counts, folder)


def _finish(begun: run.Run, job: Job, outputs: Outputs, messages: Messages) -> Counts:
    left = begun.remaining
    if left.done:
        messages.notice(f"{left.done} of {left.done + len(left.shards)} inputs were done before")
    gauge = Gauge(shared=job.processes > 1)
    with progress(gauge, left.size, to_folder=True):
        for outcome in begun.outcomes(_engine(job, outputs, gauge)):
            messages.outcome(outcome)
    return begun.finish()


def _engine(job: Job, outputs: Outputs, gauge: Gauge) -> run.Do:
    if outputs.engine == "local":
        return functools.partial(run.on_cores, gauge=gauge, jobs=job.processes)
    from nutgraf.integrations.ray import outcomes

    return functools.partial(outcomes, gauge=gauge, workers=job.processes, address=outputs.address)


def _sources(job: Job) -> list[Source]:
    return find(job.inputs, any_file=job.input_format is not None)


def _load(job: Job, memory: SiteMemory | None) -> Load:
    speaking: dict[str, Any] = {} if memory is None else {"memory": memory}
    if job.rules:
        rules = nutgraf.Rules.read(job.rules)
        # Of the site of all texts from here on, where there is one.
        speaking["rules"] = rules if job.sites.field else rules.for_site(job.site)
    return functools.partial(nutgraf.load, job.model, **speaking)


def _manifest(job: Job, policy: Policy, outputs: Outputs, memory: SiteMemory | None) -> dict[str, Any]:
    """Everything that the bytes of the outputs depend on beside the inputs."""
    from importlib.metadata import version  # brings the library of e-mail along: a tenth of the start-up

    return {
        "nutgraf": version("nutgraf"),
        "rows": type(policy.rendering).__name__,
        **asdict(cast(Any, policy.rendering)),
        "only_stories": policy.only_stories,
        "model": _digest(Path(job.model or DEFAULT) / "model.json"),
        "rules": _digest(Path(job.rules)) if job.rules else None,
        "site": job.site,
        "site_field": job.sites.field,
        "site_memory": memory.digest() if memory else None,
        "favor": job.favor,
        "unit": job.unit,
        "text_field": job.fields.text,
        "id_field": job.fields.id,
        "input_format": job.input_format,
        "format": outputs.format,
        "compression": outputs.compression,
    }


def _digest(path: Path) -> str | None:
    # A model's weights are hashed in its model.json. One that is missing is told when it is loaded.
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


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
