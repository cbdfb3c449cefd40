"""Run the labelling over whole corpora, with progress and in parallel."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nutgraf.html.encoding import decode
from nutgraf_training.corpora.build import LabelledPage, label_page, read_pages
from nutgraf_training.corpora.pages import Page
from nutgraf_training.corpora.residue import EXTRACTORS, residue
from nutgraf_training.labelled import LabelledDocument


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one page: its labels, the residue of the extractors asked for, and those that failed on it."""

    labelled: LabelledPage
    residue: tuple[LabelledDocument, ...] = ()
    failures: tuple[str, ...] = ()


def run(
    corpora: Path,
    names: Sequence[str],
    extractors: Sequence[str] = (),
    jobs: int = 1,
    only: frozenset[str] | None = None,
) -> Iterator[Outcome]:
    """Label the pages of the named corpora in order; with extractors, label their residue of the usable pages too.

    `only` keeps the pages with these ids.
    """
    from joblib import Parallel, delayed

    pages = [page for page in read_pages(corpora, names) if only is None or page.id in only]
    outcomes = Parallel(n_jobs=jobs, return_as="generator", batch_size=8)(
        delayed(one)(page, tuple(extractors)) for page in pages
    )
    yield from _with_progress(outcomes, len(pages))


def one(page: Page, extractors: Sequence[str]) -> Outcome:
    """Label one page and its residue."""
    html = decode(page.html())
    labelled = label_page(page, html)
    if not labelled.usable:
        return Outcome(labelled)
    found, failures = [], []
    for name in extractors:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of the extractors' own dependencies
                document = residue(labelled, html, EXTRACTORS[name])
        except Exception as error:  # other people's code on the open web's pages: any of its faults costs one document
            failures.append(f"{name}: {type(error).__name__}: {error}")
            continue
        if document is not None:
            found.append(document)
    return Outcome(labelled, tuple(found), tuple(failures))


def _with_progress(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(outcomes, "pages", total, console=console, disable=not console.is_terminal)
