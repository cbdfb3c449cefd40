"""From a command's options to labelled records."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator

import nutgraf
from nutgraf.cli.messages import Messages, with_progress
from nutgraf.cli.options import Job
from nutgraf.pipeline import Labelled, Request, label_records
from nutgraf.sources import Rejected, read_all

# The libraries behind numpy start a thread for each core in every process; with several processes they get in each
# other's way.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def labelled(job: Job, messages: Messages) -> Iterator[Labelled | Rejected]:
    """Label all inputs of a job, telling failures and warnings on the way."""
    if job.processes > 1:
        for name in _THREADS:
            os.environ.setdefault(name, "1")
    load = functools.partial(nutgraf.load, job.model)
    if job.rules:
        # Of the site from here on: a labeller that is asked without one has only rules for all sites.
        chosen = nutgraf.Rules.read(job.rules).for_site(job.site)
        load = functools.partial(nutgraf.load, job.model, rules=chosen)
    records = read_all(job.inputs, job.fields, job.input_format)
    for item in with_progress(label_records(records, load, Request(job.favor, job.unit), job.processes)):
        if isinstance(item, Rejected):
            messages.failure(item)
        else:
            for warning in (*item.record.warnings, *item.document.warnings):
                messages.warning(f"{item.record.id}: {warning}")
        yield item
