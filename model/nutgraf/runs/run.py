"""A run over shards: those that are done already are passed over, the others done on one core or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any

from nutgraf.pipeline import Labels
from nutgraf.runs import state
from nutgraf.runs.desk import Counts
from nutgraf.runs.gauge import Gauge
from nutgraf.runs.plan import REJECTED, check_before
from nutgraf.runs.shards import Outcome, Places, Shard, Work, rejection, write_bundle
from nutgraf.sources import Rejected
from nutgraf.sources.inputs import total_size

if TYPE_CHECKING:
    from concurrent.futures import Future

#: Does shards, in any order: on the cores of this machine, or on other machines.
Do = Callable[[Sequence[Shard], Work, Places], Iterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Remaining:
    """Shards that are not done yet, and how many are."""

    shards: tuple[Shard, ...]
    done: int

    @property
    def size(self) -> int | None:
        """Bytes to be read; None where it is not known of every input."""
        return total_size(shard.source for shard in self.shards)


class Run:
    """A run in a folder: `outcomes` does what is left to do, `finish` puts the rejected records together."""

    def __init__(self, shards: Sequence[Shard], work: Work, places: Places, journal: state.Journal) -> None:
        self._shards = shards
        self._work = work
        self._places = places
        self._journal = journal
        self._counts = {shard.output: journal.done(shard) for shard in shards}
        self._failed: dict[str, Rejected] = {}

    @property
    def remaining(self) -> Remaining:
        """What is left to do."""
        undone = [shard for shard in self._shards if self._counts[shard.output] is None]
        # A bundle is done as a whole: what is labelled together must not depend on where a run was stopped.
        bundles = {shard.bundle for shard in undone} - {None}
        names = {shard.output for shard in undone}
        left = tuple(shard for shard in self._shards if shard.output in names or shard.bundle in bundles)
        return Remaining(left, len(self._shards) - len(left))

    def outcomes(self, do: Do) -> Iterator[Outcome]:
        """Have the shards done that are left; their outcomes come as they are done, and count as done from then on.

        Raises:
            NutgrafError: where an output cannot be written, or with `strict` where a record cannot be read.
        """
        left = self.remaining.shards
        self._journal.begin(left)
        for outcome in do(left, self._work, self._places):
            if outcome.failed is None:
                self._journal.add(outcome)
            else:  # not done: it may be there, or whole, the next time
                self._failed[outcome.shard.output] = outcome.failed
            self._counts[outcome.shard.output] = outcome.counts
            yield outcome

    def finish(self) -> Counts:
        """Write `rejected.jsonl`, if there is anything to write; returns the counts of this run's inputs.

        It has this run's inputs in their order, and after them those of other commands that wrote into the folder.
        """
        own = [shard.output for shard in self._shards]
        outputs = [*own, *sorted(set(self._journal.entries) - set(own))]
        told = [output for output in outputs if output in self._failed or self._places.rejected(output).exists()]
        self._tell_rejected(told)
        return sum((count for count in self._counts.values() if count), Counts())

    def _tell_rejected(self, outputs: Sequence[str]) -> None:
        target = self._places.folder / REJECTED
        if not outputs:
            target.unlink(missing_ok=True)
            return
        with self._places.replacing(target) as out:
            for output in outputs:
                if output in self._failed:
                    out.write(rejection(self._failed[output]))
                    continue
                with self._places.rejected(output).open("rb") as file:
                    copyfileobj(file, out)


@contextmanager
def opened(shards: Sequence[Shard], work: Work, folder: Path, manifest: Mapping[str, Any]) -> Iterator[Run]:
    """A run in a folder, new or begun before; `manifest` tells how it is called.

    Raises:
        NutgrafError: if another run is writing there, or has written there that was called in another way.
        PlanError: if a run that has ended since the shards were planned wrote what they would overwrite.
    """
    places = Places(folder)
    with state.opened(places, manifest) as journal:
        check_before(shards, folder, journal.entries)
        yield Run(shards, work, places, journal)


def on_cores(shards: Sequence[Shard], work: Work, places: Places, gauge: Gauge, jobs: int = 1) -> Iterator[Outcome]:
    """Do shards with `jobs` processes of this machine."""
    bundles = [tuple(bundle) for _, bundle in groupby(shards, _bundle)]
    if jobs > 1 and len(bundles) >= jobs:
        yield from _on_workers(bundles, work, places, gauge, jobs)
        return
    # Few of them: one after the other, each with all processes.
    here = replace(work, load=partial(_same, work.load())) if jobs == 1 else work
    for bundle in bundles:
        yield from write_bundle(bundle, here, places, gauge, jobs)


def _bundle(shard: Shard) -> int | str:
    return shard.output if shard.bundle is None else shard.bundle


def _on_workers(
    bundles: Sequence[tuple[Shard, ...]], work: Work, places: Places, gauge: Gauge, jobs: int
) -> Iterator[Outcome]:
    """A bundle, or a large shard, for each process: no text goes from one process to another."""
    from concurrent.futures import FIRST_COMPLETED, wait

    from nutgraf.workers import workers

    work.load()  # here too: a damaged model is told once, as what it is
    with workers(jobs, _start_worker, (work, places, gauge)) as submit:
        waiting: set[Future[list[Outcome]]] = {submit(_work, bundle) for bundle in bundles}
        while waiting:
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in ready:
                yield from future.result()


def _same(labeller: Labels) -> Labels:
    return labeller


# What a worker process needs for every shard; its labeller is loaded once.
_worker: tuple[Work, Places, Gauge] | None = None


def _start_worker(work: Work, places: Places, gauge: Gauge) -> None:
    global _worker
    _worker = replace(work, load=partial(_same, work.load())), places, gauge


def _work(bundle: Sequence[Shard]) -> list[Outcome]:
    if _worker is None:
        raise RuntimeError("the worker was not started by _start_worker")
    return list(write_bundle(bundle, *_worker))
