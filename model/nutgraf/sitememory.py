"""On how many pages of a site each line stands: evidence where several pages of one site come together.

What stands on several pages of a site is hardly ever a page's own story. It is evidence all the same and never a rule:
a site prints some stories twice, and a headline stands on other pages as a pointer to its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b, sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import Batch, Ints, batch_of_lines, batch_of_texts
from nutgraf.choices import Unit
from nutgraf.hashing import mix, spans
from nutgraf.labels import BODY, LABELS
from nutgraf.linecounts import MOST_EXACT, WIDTH, ExactCounts, Keys, LineCounts
from nutgraf.sites import Sites, TextOfSite, checked, host_of, with_sites
from nutgraf.spans import split

#: Pages of its site on which a line stands from which on that speaks. The page that is labelled may be one of them,
#: so that a memory says the same of pages that it was counted on and of new ones.
FEWEST_PAGES = 2
#: Log-odds that this takes from body; chosen on held-out sites, see training/EXPERIMENTS.md. A line of which the model
#: is more than 82 % sure is not turned by it alone, with `favor` as it is if nothing is said.
STRENGTH = 1.5
#: Lines from so many characters on are those that a story is made of. A page of which more than this share of them,
#: by characters, stands elsewhere is taken for a page that was fetched twice: of its lines nothing is said.
LONG_LINE, MOST_COPIED = 80, 0.5
#: Keys that are gathered before they are counted: each counting passes over all that was counted before.
_GATHERED = 1 << 20
_CHARACTERS = 1 << 18


class SiteMemory:
    """Counts the pages of each site on which a line stands.

    Counting changes it and labelling does not: count first, then give it to a labeller (`Labeller.with_memory`), whose
    threads may share it. Lines are compared as the model sees them: without regard to case, to the white space around
    them and to the form of quotes and dashes. Lines themselves are not kept, only 64 bits of a hash.
    """

    def __init__(self, most_exact: int = MOST_EXACT, width: int = WIDTH) -> None:
        self._counts = LineCounts(most_exact, width)
        self._waiting: list[Keys] = []
        self._gathered = 0
        self.pages = 0

    def count(self, texts: Iterable[str], site: Sites, *, unit: Unit = "line") -> None:
        """Count the lines of pages, all of one `site` or each of its own; a line once a page.

        A site is a host or an address; "www." does not count, nor does a page whose site is not known (None or "").
        `unit` must be the one that is labelled later. Raises InputError if a text is no string.
        """
        part: list[TextOfSite] = []
        size = 0
        for text, address in with_sites(texts, site):
            name = site_name(address)
            if name is None:
                continue
            part.append(TextOfSite(text, name))
            size += len(text)
            if size >= _CHARACTERS:
                self._count_part(part, unit)
                part, size = [], 0
        self._count_part(part, unit)

    def merge(self, other: SiteMemory) -> None:
        """Add what another counted, on other pages; raises InputError if both are sketches of different width."""
        self._flush()
        other._flush()
        self._counts.merge(other._counts)
        self.pages += other.pages

    def counts(self) -> LineCounts:
        """What was counted up to now, by keys that only this class makes."""
        self._flush()
        return self._counts

    @property
    def false_share(self) -> float:
        """Share of lines never counted that would seem to have been: 0 as long as counts are exact."""
        store = self.counts().store
        return 0.0 if isinstance(store, ExactCounts) else store.false_share()

    def occurrences(self, lines: Sequence[str], site: str) -> list[int]:
        """On how many counted pages of the site each line stands (up to 255); 0 for blank lines."""
        batch = batch_of_lines([lines])
        return self._pages_of(batch, [site]).tolist()

    def evidence(self, batch: Batch, sites: Sequence[str | None], strength: float = STRENGTH) -> NDArray[np.float32]:
        """(L, 3) log-odds for the lines of documents of these sites: against body where a line stands on other pages.

        Nothing is said of documents that seem to be copies of pages that were counted, nor of those of no known site.
        """
        repeated = self._pages_of(batch, sites) >= FEWEST_PAGES
        evidence = np.zeros((len(batch), len(LABELS)), np.float32)
        evidence[:, BODY] = np.where(repeated & ~_copied(batch, repeated), -np.float32(strength), 0)
        return evidence

    def _pages_of(self, batch: Batch, sites: Sequence[str | None]) -> Ints:
        counted = self.counts().look_up(_keys(batch, sites)).astype(np.int64)
        known = np.array([site_name(site) is not None for site in sites], bool)
        return np.where(np.repeat(known, np.diff(batch.bounds)) & (batch.ends > batch.starts), counted, 0)

    def _count_part(self, part: Sequence[TextOfSite], unit: Unit) -> None:
        if not part:
            return
        batch = batch_of_texts([text for text, _ in part], [split(text, unit) for text, _ in part])
        keys = _keys(batch, [site for _, site in part])
        filled = batch.ends > batch.starts
        for begin, end in pairwise(batch.bounds):
            self._gather(np.unique(keys[begin:end][filled[begin:end]]))
        self.pages += len(part)

    def _gather(self, keys: Keys) -> None:
        self._waiting.append(keys)
        self._gathered += len(keys)
        if self._gathered >= _GATHERED:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            waiting, self._waiting, self._gathered = self._waiting, [], 0
            self._counts.add(np.concatenate(waiting))

    def digest(self) -> str:
        """SHA-256 of all counts: memories that say the same of every line have the same."""
        store = self.counts().store
        parts = [store.keys, store.counts] if isinstance(store, ExactCounts) else [store.cells]
        return sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).hexdigest()

    def save(self, path: str | Path) -> None:
        """Write the counts to a file; raises InputError where that fails."""
        from nutgraf.memoryfile import write

        write(Path(path), self)

    @staticmethod
    def load(path: str | Path) -> SiteMemory:
        """Read counts that `save` wrote; raises InputError for a file that is missing, damaged or something else."""
        from nutgraf.memoryfile import read

        return read(Path(path))


def site_name(site: str | None) -> str | None:
    """The site under which lines are counted: the host, without "www."."""
    return (host_of(checked(site)) or "").removeprefix("www.") or None


def _keys(batch: Batch, sites: Sequence[str | None]) -> Keys:
    """(L,) key of each line on its document's site."""
    digests = [blake2b((site_name(site) or "").encode("utf-8", "surrogatepass"), digest_size=8) for site in sites]
    seeds = np.frombuffer(b"".join(digest.digest() for digest in digests), "<u8")
    return mix(spans(batch.sums, batch.starts, batch.ends) ^ np.repeat(seeds, np.diff(batch.bounds)))


def _copied(batch: Batch, repeated: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(L,) whether most long lines of the line's document stand on other pages, too."""
    long = np.where(batch.lengths >= LONG_LINE, batch.lengths, 0)
    total = np.append(0, np.cumsum(long))
    elsewhere = np.append(0, np.cumsum(np.where(repeated, long, 0)))
    share = np.diff(elsewhere[batch.bounds]) > MOST_COPIED * np.diff(total[batch.bounds])
    return np.repeat(share, np.diff(batch.bounds))
