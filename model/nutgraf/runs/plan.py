"""Which output each input has: its path, format and compression."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from nutgraf.errors import InputError, NutgrafError
from nutgraf.runs import state
from nutgraf.runs.shards import Places, Shard
from nutgraf.runs.state import Entry
from nutgraf.sinks import Compression, format_called
from nutgraf.sinks.compressing import SUFFIXES
from nutgraf.sources import FORMATS, STANDARD_INPUT, Format, compression_of, format_of
from nutgraf.sources.inputs import Source

#: Records that could not be read, in the folder of the outputs.
REJECTED = "rejected.jsonl"
#: Inputs and bytes in a bundle, and bytes up to which an input goes into one: about what is labelled at a time.
BUNDLE_INPUTS, BUNDLE_SIZE, SMALL = 64, 1 << 18, 1 << 16


class PlanError(NutgrafError):
    """Outputs that would overwrite one another, an input, another input's output, or a file that no run has written."""


def plan(
    sources: Iterable[Source],
    folder: Path,
    output_format: str | None = None,
    compression: Compression | None = None,
    input_format: str | None = None,
) -> list[Shard]:
    """A shard for each input: in its own format, unless one is given, and compressed as it is, unless that is said.

    An output has its input's path below the folder; where its format is another, the ending of that is added, so that
    no two inputs of different formats meet.

    Raises:
        PlanError: if two inputs would have one output, or an output would overwrite an input, what is no output, or
            what an earlier run made of another input.
        NutgrafError: if the journal of the folder is damaged.
    """
    shards = [_shard(source, output_format, compression, input_format) for source in sources]
    taken: dict[str, Source] = {}
    for shard in shards:
        _check_beside(shard, folder, taken)
        taken[shard.output] = shard.source
    check_before(shards, folder, state.read(Places(folder)))
    return list(_bundled(shards))


def check_before(shards: Iterable[Shard], folder: Path, before: Mapping[str, Entry]) -> None:
    """Check that the shards overwrite nothing but what an earlier run made of the same inputs, as its journal tells.

    Raises:
        PlanError: if they would.
    """
    if (folder / REJECTED).exists() and not before:
        raise PlanError(_not_ours(folder / REJECTED))
    for shard in shards:
        _check_target(shard, folder, before.get(shard.output))


def _shard(
    source: Source, output_format: str | None, compression: Compression | None, input_format: str | None
) -> Shard:
    try:
        given = format_of(source.place, input_format)
    except InputError:  # it will be told when it is read
        given = FORMATS[0]
    chosen = format_called(output_format or given.output)
    told = compression_of(source.place)
    bare = source.place if told is None else str(PurePosixPath(source.place).with_suffix(""))
    if source.name == STANDARD_INPUT or not _keeps_name(given, chosen.name):
        bare += chosen.suffix
    how: Compression = compression or ("zstd" if chosen.compresses else told or "none")
    return Shard(source, bare + ("" if chosen.compresses else SUFFIXES[how]), chosen.name, how)


def _bundled(shards: Iterable[Shard]) -> Iterator[Shard]:
    """Small shards of which the next has the same `bundle`, until it is full; large ones have none."""
    bundle = count = size = 0
    for shard in shards:
        own = shard.source.size
        if own is None or own > SMALL:
            bundle, count, size = bundle + 1, 0, 0
            yield shard
            continue
        count, size = count + 1, size + own
        if count > BUNDLE_INPUTS or size > BUNDLE_SIZE:
            bundle, count, size = bundle + 1, 1, own
        yield replace(shard, bundle=bundle)


def _keeps_name(given: Format, output_format: str) -> bool:
    return given.name == output_format


def _check_beside(shard: Shard, folder: Path, taken: dict[str, Source]) -> None:
    """That no two outputs of this run are to have one name."""
    target = folder / shard.output
    if shard.output in taken:
        both = f"{taken[shard.output].name} and {shard.source.name}"
        raise PlanError(f"{both}: two inputs would be written to {target}; name the folder above both, or rename one")
    if shard.output == REJECTED:
        raise PlanError(f"{target} is for records that cannot be read; rename the input {shard.source.name}")


def _not_ours(target: Path) -> str:
    return f"{target} is there, and no run has written it; move it, or choose another --out-dir"


def _check_target(shard: Shard, folder: Path, before: Entry | None) -> None:
    """That nothing stands where an output is to be written, but for what an earlier run made of the same input."""
    target = folder / shard.output
    if not target.exists() or (target.is_dir() and Path(shard.source.name).is_dir()):  # one that cannot be listed
        return
    name = Path(shard.source.name)
    if name.exists() and target.samefile(name):
        raise PlanError(f"{target} is an input; choose another --out-dir")
    if before is None:
        raise PlanError(_not_ours(target))
    if not before.is_of(shard.source):
        both = f"holds what came of {before.input}, not of {shard.source.name}"
        raise PlanError(f"{target} {both}; choose another --out-dir, or move it")
