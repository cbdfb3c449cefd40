"""nutgraf on Ray: datasets through `map_batches`, and the shards of a run on the workers of a cluster.

Nothing is lost when a worker dies or a task raises. A worker that died is started again and its task with it; a task
that raised is tried again; one that goes on failing ends the run, rather than leaving out what it held.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import nutgraf
from nutgraf.choices import Drop, Favor, Unit
from nutgraf.errors import InputError, NutgrafError
from nutgraf.integrations.arrow import TableLabeller
from nutgraf.pipeline import Labels, Load, Request
from nutgraf.rows import LineRows, Rendering, StoryRows
from nutgraf.runs.gauge import Gauge
from nutgraf.runs.shards import Outcome, Places, Shard, Work, write_shard
from nutgraf.sources import Fields

# Before Ray is imported: it tells its makers of its use unless it is told not to.
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

try:
    import ray
    from ray.exceptions import RayError
except ImportError as error:
    raise NutgrafError("running on Ray needs ray: pip install 'nutgraf[ray]'") from error

#: Times that a task is tried again which raised, or whose worker died; a shard that kills every worker must not do so
#: for ever.
RETRIES = 3
#: Documents that are labelled at a time: enough to work in bulk.
BATCH_ROWS = 256
#: Of a Ray that is started for one run on one machine; outcomes of shards are small.
_OBJECT_STORE = 200 << 20
_SECONDS_TO_CONNECT = 10


def score(
    dataset: Any,
    text: str = "text",
    *,
    id_field: str = "id",
    load: Load = nutgraf.load,
    favor: Favor = "balanced",
    unit: Unit = "line",
    min_confidence: float | None = None,
    workers: int | None = None,
) -> Any:
    """A Ray dataset of the lines of a dataset of documents: the columns of `nutgraf score --format parquet`.

    Column `text` holds the texts, `id_field` what leads a line back to its document. `load` makes
    the labeller, once in each worker: `functools.partial(nutgraf.load, folder)` for a model of your own. `workers` is
    how many label at a time; without it, Ray decides. Retries are set on the dataset's context.

    Raises:
        InputError: if the workers would take all CPUs of the cluster, so that none is left to read.
    """
    return _labelled(dataset, LineRows(min_confidence), Request(favor, unit), Fields(text, id_field), load, workers)


def clean(
    dataset: Any,
    text: str = "text",
    *,
    drop: Drop = "both",
    headline: bool = True,
    story_field: str | None = None,
    load: Load = nutgraf.load,
    favor: Favor = "balanced",
    unit: Unit = "line",
    min_confidence: float | None = None,
    workers: int | None = None,
) -> Any:
    """A Ray dataset of documents with their story in place of their text: the columns of `nutgraf clean`.

    With `story_field` the story stands beside the text. Else as `score`.
    """
    rendering = StoryRows(drop, headline, min_confidence, text, story_field)
    return _labelled(dataset, rendering, Request(favor, unit), Fields(text), load, workers)


def _labelled(
    dataset: Any, rendering: Rendering, request: Request, fields: Fields, load: Load, workers: int | None
) -> Any:
    _check_room(workers or 1)
    context = dataset.context
    context.retried_map_errors, context.max_map_retries = True, RETRIES
    context.max_errored_blocks = 0  # a block that goes on failing fails the run and is not dropped
    pool = ray.data.ActorPoolStrategy(size=workers) if workers else ray.data.ActorPoolStrategy(min_size=1)
    return dataset.map_batches(
        TableLabeller,
        fn_constructor_args=(load, rendering, request, fields),
        batch_format="pyarrow",
        batch_size=BATCH_ROWS,
        compute=pool,
        num_cpus=1,
        max_restarts=-1,
        max_task_retries=-1,
    )


def _check_room(workers: int) -> None:
    cpus = ray.cluster_resources().get("CPU", 0)  # type: ignore[no-untyped-call,unused-ignore]
    if workers >= cpus:  # nothing would ever be read, and the run not begin
        raise InputError(f"{workers} workers take all CPUs of the cluster ({cpus:g}), and reading needs one: use fewer")


def outcomes(
    shards: Sequence[Shard],
    work: Work,
    places: Places,
    *,
    gauge: Gauge | None = None,
    workers: int = 1,
    address: str | None = None,
) -> Iterator[Outcome]:
    """Do the shards of a run on `workers` workers of a cluster, each with the model loaded once.

    The `gauge` hears of a shard when it is done. `address` is that of a Ray cluster ("auto": one that runs on this
    machine); without it, Ray is started here and ended afterwards. Every node must reach inputs, model and outputs
    under the same names.

    Raises:
        NutgrafError: if the cluster cannot be reached, a shard fails for good, or an output cannot be written.
    """
    if not shards:
        return
    try:
        with _cluster(address, workers):
            for outcome in _done(shards, work, places, min(workers, len(shards))):
                if gauge:
                    gauge.read(outcome.shard.source.size or 0)
                    gauge.done(outcome.counts.read)
                yield outcome
    except (RayError, ConnectionError) as error:
        reason = str(error).strip().splitlines()[-1]
        raise NutgrafError(f"Ray: {reason}; run the same command again to go on") from error


@contextmanager
def _cluster(address: str | None, workers: int) -> Iterator[None]:
    if ray.is_initialized():
        yield
        return
    # What goes wrong is told by the error that ends the run; Ray's own words would bury it.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    if address:
        _check_reachable(address)
        ray.init(address=address, **quiet)
    else:
        ray.init("local", num_cpus=workers, include_dashboard=False, object_store_memory=_OBJECT_STORE, **quiet)
    try:
        yield
    finally:
        ray.shutdown()


def _check_reachable(address: str) -> None:
    """Raise ConnectionError at once where nothing answers, which Ray takes minutes to find."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not (host and port.isdecimal()):
        return
    try:
        socket.create_connection((host, int(port)), timeout=_SECONDS_TO_CONNECT).close()
    except OSError as error:
        raise ConnectionError(f"no cluster at {address}: {error.strerror or error}") from error


def _done(shards: Sequence[Shard], work: Work, places: Places, workers: int) -> Iterator[Outcome]:
    from ray.util import ActorPool

    actor = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=RETRIES)(_Worker)
    shared = ray.put(work)  # once to each machine, whatever it holds
    pool = ActorPool([actor.remote(shared, places) for _ in range(workers)])
    for outcome in pool.map_unordered(_submit, list(shards)):
        if isinstance(outcome, NutgrafError):
            raise outcome
        yield outcome


def _submit(worker: Any, shard: Shard) -> Any:
    return worker.do.options(retry_exceptions=True).remote(shard)


class _Worker:
    """What a worker process holds: the work, with its labeller loaded."""

    def __init__(self, work: Work, places: Places) -> None:
        self._work = replace(work, load=partial(_same, work.load()))
        self._places = places

    def do(self, shard: Shard) -> Outcome | NutgrafError:
        """Do a shard; what was raised on purpose is an answer, since it would be raised again."""
        try:
            return write_shard(shard, self._work, self._places, Gauge())
        except NutgrafError as error:
            return error


def _same(labeller: Labels) -> Labels:
    return labeller
