"""`python -m nutgraf_training.benchmarks.sites_memory --sibling FOLDER`: what a memory of sites is worth.

On the sites of which the training corpora hold at least three pages with a story; the memory counts just these pages.
Labels are those given by hand where there are any, and silver ones elsewhere. Sites that the sibling was trained on are
easier for it, so they are told apart; the strength of the evidence is chosen on the others alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

import nutgraf
from nutgraf.batch import Batch, batch_of_lines
from nutgraf.model import Model
from nutgraf.sitememory import STRENGTH, SiteMemory
from nutgraf_training.corpora.build import read_pages
from nutgraf_training.labelled import LabelledDocument, label_codes
from nutgraf_training.metrics import FloatArray, bootstrap, confusion, macro_f1, percentiles
from nutgraf_training.recipe import Sources, held_out_sites, read_sources

FEWEST_PAGES = 3
#: Pages without a story are no pages of a site's news.
STORIES = ("aed", "wcxb", "fundus", "traf")
#: Whole pages, and what an extractor that keeps much leaves of them.
KINDS = ("page", "residue-resiliparse")
STRENGTHS = (0.0, 0.5, 1.0, 1.5, 2.0)


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """The pages of one site as a batch of L lines, their labels (L,), -1 where unknown, and what a memory knows."""

    name: str
    batch: Batch
    true: NDArray[np.int64]
    memory: SiteMemory

    def macro_f1(self, model: Model, strength: float) -> float:
        """Macro-F1 over the lines of all pages of the site."""
        sites = [self.name] * (len(self.batch.bounds) - 1)
        evidence = self.memory.evidence(self.batch, sites, strength) if strength else None
        given = model.predict(self.batch, "balanced", evidence).labels
        known = self.true >= 0
        return float(macro_f1(confusion(self.true[known], given[known])))


def page_of(document: LabelledDocument) -> str:
    """Identifier of the page that a document was made of: residue and hand-labelled ones add a suffix."""
    return document.id if document.kind == "page" else document.id.rpartition("-")[0]


def known_labels(document: LabelledDocument, by_hand: Iterable[LabelledDocument]) -> NDArray[np.int64]:
    """(L,) codes: those of the same lines in hand-labelled documents of the page, else the silver ones."""
    codes = label_codes(document.lines)
    for hand in by_hand:
        known = label_codes(hand.lines)
        own, other = ([" ".join(line.text.split()) for line in one.lines] for one in (document, hand))
        for match in SequenceMatcher(None, own, other, autojunk=False).get_matching_blocks():
            for step in range(match.size):
                if known[match.b + step] >= 0:
                    codes[match.a + step] = known[match.b + step]
    return codes


def sites_of(sources: Sources, kind: str, kept: Collection[str]) -> list[Site]:
    """The sites with enough pages of a kind, in order of name; `kept` are the pages that count."""
    by_hand, by_site = defaultdict(list), defaultdict(list)
    for document in sources.hand:
        by_hand[page_of(document)].append(document)
    for document in sources.pages if kind == "page" else sources.residue:
        if document.kind == kind and page_of(document) in kept:
            by_site[document.source].append(document)
    return [
        _site(name, documents, [by_hand[page_of(document)] for document in documents])
        for name, documents in sorted(by_site.items())
        if len(documents) >= FEWEST_PAGES
    ]


def _site(name: str, documents: Sequence[LabelledDocument], by_hand: Sequence[list[LabelledDocument]]) -> Site:
    memory = SiteMemory()
    memory.count(["\n".join(line.text for line in document.lines) for document in documents], name)
    labels = [known_labels(document, hand) for document, hand in zip(documents, by_hand, strict=True)]
    batch = batch_of_lines([[line.text for line in document.lines] for document in documents])
    return Site(name, batch, np.concatenate(labels), memory)


def choose(gains: FloatArray) -> int:
    """The strength with the largest mean gain (sites, strengths); of equal ones the weakest."""
    return int(np.argmax(np.round(gains.mean(axis=0), 6)))


def leave_one_out(gains: FloatArray, choosing: FloatArray) -> FloatArray:
    """(sites,) gain of each site with the strength that all other sites choose; both (sites, strengths)."""
    chosen = [choose(np.delete(choosing, site, axis=0)) for site in range(len(gains))]
    return gains[np.arange(len(gains)), chosen]


def told(gains: FloatArray) -> str:
    """Mean over sites with its 95 % interval over resampled sites, and how many sites gained and lost."""
    spread = percentiles(bootstrap(np.stack([gains, np.ones(len(gains))], 1), lambda sums: sums[:, 0] / sums[:, 1]))
    up, down = int((gains > 0).sum()), int((gains < 0).sum())
    return f"{gains.mean():+.4f} [{spread.low:+.4f}, {spread.high:+.4f}]  {up} up {down} down"


@click.command()
@click.option("--corpora", envvar="NUTGRAF_CORPORA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--gold", envvar="NUTGRAF_GOLD", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--sibling", required=True, type=click.Path(exists=True, path_type=Path), help="Folder of the model.")
@click.option("--cache", default=Path(".cache"), type=click.Path(path_type=Path), help="For labelled pages.")
@click.option("--jobs", default=2, show_default=True)
def main(corpora: Path, gold: Path, sibling: Path, cache: Path, jobs: int) -> None:
    """Mean over sites of the lines' macro-F1, without a memory of sites and with one."""
    model, sources = nutgraf.load(sibling).model, read_sources(corpora, gold, cache, jobs)
    held_out = held_out_sites(corpora)
    kept = {page.id for page in read_pages(corpora, STORIES)}
    parts = {kind: sites_of(sources, kind, kept) for kind in KINDS}
    figures = {kind: [[site.macro_f1(model, s) for s in STRENGTHS] for site in sites] for kind, sites in parts.items()}
    unseen = {kind: np.array([site.name in held_out for site in sites]) for kind, sites in parts.items()}
    gains = {kind: np.array(found) - np.array(found)[:, :1] for kind, found in figures.items()}
    # The kinds hold the same sites in the same order: a site's gain is the mean over kinds.
    choosing = np.mean([gains[kind][unseen[kind]] for kind in KINDS], axis=0)
    click.echo(f"strengths {STRENGTHS}, mean gains on held-out sites {choosing.mean(axis=0).round(5).tolist()}")
    click.echo(f"chosen on held-out sites: {STRENGTHS[choose(choosing)]}; in use: {STRENGTH}")
    used = STRENGTHS.index(STRENGTH)
    for kind in KINDS:
        for name, chosen in (("held out", unseen[kind]), ("others", ~unseen[kind]), ("all", unseen[kind] | True)):
            without = np.array(figures[kind])[chosen, 0].mean()
            click.echo(
                f"{kind:<20}{name:<9}{chosen.sum():>3} sites  without {without:.4f}  {told(gains[kind][chosen, used])}"
            )
        click.echo(f"{kind:<20}leave one out      {told(leave_one_out(gains[kind][unseen[kind]], choosing))}")


if __name__ == "__main__":
    main()
