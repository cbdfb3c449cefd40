"""From a command's options to a folder of outputs: what only `--out-dir` needs, kept out of the others' start-up."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any, cast

import click

import nutgraf
from nutgraf.archive import CONFIG
from nutgraf.cli.counting import memory_of, request_of
from nutgraf.cli.messages import Messages
from nutgraf.cli.options import Job
from nutgraf.cli.outputs import Outputs
from nutgraf.cli.progress import progress
from nutgraf.cli.run import load_of, sources_of
from nutgraf.html.artifact import FOLDER as PAGES
from nutgraf.labeller import DEFAULT
from nutgraf.runs import run
from nutgraf.runs.desk import Counts, Policy
from nutgraf.runs.gauge import Gauge
from nutgraf.runs.plan import PlanError, plan
from nutgraf.runs.shards import Work
from nutgraf.sitememory import SiteMemory
from nutgraf.sources.inputs import Source
from nutgraf.sources.remote import is_address


def to_folder(job: Job, policy: Policy, outputs: Outputs, messages: Messages) -> None:
    """Label all inputs of a job and write one output for each into a folder, going on where an earlier run was stopped.

    Raises:
        click.UsageError: if two inputs would be written to one file, or an input or another input's output be
            overwritten.
        NutgrafError: if the folder cannot be written to, or holds the output of a run that was called in another way.
    """
    folder = cast(Path, outputs.folder)
    sources = _without_outputs(sources_of(job), folder, messages)
    try:
        shards = plan(sources, folder, outputs.format, outputs.compression, job.input_format)
        memory = memory_of(job, sources, messages)
        work = Work(load_of(job, memory), policy, request_of(job), job.fields, job.input_format)
        with run.opened(shards, work, folder, _manifest(job, policy, outputs, memory)) as begun:
            counts = _finish(begun, job, outputs, messages)
    except PlanError as error:
        raise click.UsageError(str(error)) from error
    except KeyboardInterrupt:
        messages.notice("stopped; the same command goes on where it was")
        raise
    except OSError as error:
        raise nutgraf.NutgrafError(f"{error.filename or folder}: {error.strerror or error}") from error
    messages.account(counts, folder)


def _without_outputs(sources: Sequence[Source], folder: Path, messages: Messages) -> list[Source]:
    """The inputs but for what stands in the folder of the outputs, where that is inside a folder of inputs."""
    own = folder.resolve()
    kept = [source for source in sources if is_address(source.name) or not _is_output(source, own)]
    if len(kept) < len(sources):
        messages.notice(f"{len(sources) - len(kept)} files in {folder} are left out: it is the folder of the outputs")
    return kept


def _is_output(source: Source, own: Path) -> bool:
    """Whether an input stands in the folder of the outputs, without that or one inside of it having been named."""
    named = Path(source.name)
    for _ in PurePosixPath(source.place).parts:
        named = named.parent  # of the path as it was found: where links lead to may be less deep
    below, stands = named.resolve(), Path(source.name).parent.resolve()
    return own in (stands, *stands.parents) and own not in (below, *below.parents)


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


def _manifest(job: Job, policy: Policy, outputs: Outputs, memory: SiteMemory | None) -> dict[str, Any]:
    """Everything that the bytes of the outputs depend on beside the inputs."""
    from importlib.metadata import version  # brings the library of e-mail along: a tenth of the start-up

    model = Path(job.model or DEFAULT)
    return {
        "nutgraf": version("nutgraf"),
        "rows": type(policy.rendering).__name__,
        **asdict(cast(Any, policy.rendering)),
        "only_stories": policy.only_stories,
        "model": _digest(model / CONFIG),
        "model_for_pages": _digest(model / PAGES / CONFIG),
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
