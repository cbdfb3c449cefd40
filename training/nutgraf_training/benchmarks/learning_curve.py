"""`python -m nutgraf_training.benchmarks.learning_curve`: what adapting to 5, 10, 20, 50 labelled documents is worth.

A corpus unlike the rest (German pages, say) is kept out of a sibling's training, and so are the held-out sites. The
sibling is adapted to some hand-labelled documents of the corpus and measured on the others, and on the held-out sites
outside the corpus: the first tells what is learnt, the second what is forgotten.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

import nutgraf
from nutgraf import artifact
from nutgraf.batch import batch_of_lines
from nutgraf.model import Model
from nutgraf_training.adapt import adapt
from nutgraf_training.corpora.build import read_pages
from nutgraf_training.corpora.commands import TRAINING
from nutgraf_training.corpora.pages import Page
from nutgraf_training.dataset import read
from nutgraf_training.fit import FitSettings, fit, fit_on
from nutgraf_training.labelled import LabelledDocument, label_codes
from nutgraf_training.mending import page_of
from nutgraf_training.metrics import FloatArray, Interval, confusion, macro_f1, percentiles
from nutgraf_training.recipe import HAND, Sources, foundation, held_out_sites, read_sources

#: Corpora that can be kept apart, by what is known of a page. `wcxb` holds blogs, most of them of companies.
APART: dict[str, Callable[[Page], bool]] = {
    "german": lambda page: page.language == "de",
    "french-spanish": lambda page: page.language in ("fr", "es"),
    "blogs": lambda page: page.corpus == "wcxb",
}
SIZES = (5, 10, 20, 50)
#: With fewer documents left over, a draw says nothing of the rest of its corpus.
FEWEST_LEFT = 10
RESAMPLES = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """Confusion matrices (D, 3, 3) of documents before and after an adaptation; 0 for those it was adapted to."""

    before: FloatArray
    after: FloatArray


@dataclass(frozen=True, slots=True)
class Gain:
    """Mean over draws of how much macro-F1 rises, and its 95 % interval over resampled documents and draws."""

    mean: float
    interval: Interval

    def __str__(self) -> str:
        return f"{self.mean:+.4f} [{self.interval.low:+.4f}, {self.interval.high:+.4f}]"


def gain(draws: Sequence[Draw], seed: int = 0) -> Gain:
    """The mean gain of draws from the same documents."""
    before, after = (np.stack([getattr(draw, name) for draw in draws]) for name in ("before", "after"))
    random = np.random.default_rng(seed)
    count, documents = before.shape[:2]
    resampled = []
    for _ in range(RESAMPLES):
        weights = random.multinomial(documents, np.full(documents, 1 / documents))
        chosen = random.integers(0, count, count)
        totals = (np.einsum("d,kdij->kij", weights, each[chosen]) for each in (before, after))
        first, second = (macro_f1(total) for total in totals)
        resampled.append(float((second - first).mean()))
    mean = float((macro_f1(after.sum(1)) - macro_f1(before.sum(1))).mean())
    return Gain(mean, percentiles(np.array(resampled)))


def matrices(model: Model, documents: Sequence[LabelledDocument]) -> FloatArray:
    """(D, 3, 3) confusion matrices of a model's labels."""
    batch = batch_of_lines([[line.text for line in document.lines] for document in documents])
    given = np.split(model.predict(batch).labels, batch.bounds[1:-1])
    found = []
    for document, labels in zip(documents, given, strict=True):
        true = label_codes(document.lines)
        found.append(confusion(true[true >= 0], labels[true >= 0]))
    return np.array(found, np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A base, the hand-labelled documents of the corpus apart, and those of held-out sites outside it."""

    base: Model
    apart: Sequence[LabelledDocument]
    others: Sequence[LabelledDocument]

    def lines(self, draws: int, seed: int) -> Iterable[str]:
        """One line of figures for each size; the same draws for the same seed."""
        before, elsewhere = matrices(self.base, self.apart), matrices(self.base, self.others)
        yield (
            f"{len(self.apart)} documents of the corpus, macro-F1 {macro_f1(before.sum(0)):.4f} before; "
            f"{len(self.others)} of other held-out sites, {macro_f1(elsewhere.sum(0)):.4f}"
        )
        random = np.random.default_rng(seed)
        for size in SIZES:
            if len(self.apart) - size < FEWEST_LEFT:
                yield f"{size:3} documents: fewer than {FEWEST_LEFT} would be left to measure on"
                continue
            rest, away = [], []
            for _ in range(draws):
                chosen = random.permutation(len(self.apart))[:size]
                adapted = adapt(self.base, [self.apart[place] for place in chosen])
                left = _left(len(self.apart), chosen)
                rest.append(Draw(before * left, matrices(adapted, self.apart) * left))
                away.append(Draw(elsewhere, matrices(adapted, self.others)))
            yield f"{size:3} documents: rest of the corpus {gain(rest, seed)}, other held-out sites {gain(away, seed)}"


def _left(documents: int, chosen: NDArray[np.int64]) -> FloatArray:
    """(documents, 1, 1) 0 for what was chosen, else 1."""
    left = np.ones((documents, 1, 1))
    left[chosen] = 0
    return left


def sibling(
    sources: Sources, apart: frozenset[str], held_out: frozenset[str], how: FitSettings, hand_only: bool
) -> Model:
    """A model fitted by the recipe without the pages `apart` and without the held-out sites.

    Its labels are those of the rules and of people: a teacher would have to be fitted without the corpus as well.
    """

    def kept(documents: Sequence[LabelledDocument]) -> tuple[LabelledDocument, ...]:
        return tuple(document for document in documents if page_of(document) not in apart)

    some = sources.only(lambda site: site not in held_out)
    some = replace(some, pages=kept(some.pages), residue=kept(some.residue), hand=kept(some.hand))
    if hand_only:
        return fit(some.hand, how, click.echo)
    documents, base = foundation(some, how, click.echo)
    return fit_on(base, documents, how, click.echo)


@click.command()
@click.option("--corpora", envvar="NUTGRAF_CORPORA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--gold", envvar="NUTGRAF_GOLD", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--corpus", type=click.Choice(sorted(APART)), default="german", show_default=True)
@click.option("--base", type=click.Path(exists=True, path_type=Path), help="A model that saw no held-out site.")
@click.option("--keep", type=click.Path(path_type=Path), help="Keep the sibling in this folder, or use it from there.")
@click.option("--hand-only", is_flag=True, help="Fit the sibling on hand-labelled documents alone: a minute, not 15.")
@click.option("--cache", default=Path(".cache"), type=click.Path(path_type=Path), help="For labelled pages.")
@click.option("--draws", default=5, show_default=True)
@click.option("--jobs", default=1, show_default=True)
@click.option("--seed", default=0, show_default=True)
def main(
    corpora: Path,
    gold: Path,
    corpus: str,
    base: Path | None,
    keep: Path | None,
    hand_only: bool,
    cache: Path,
    draws: int,
    jobs: int,
    seed: int,
) -> None:
    """Measure what adapting is worth, on a corpus that the base has not seen.

    With --base the model may have seen pages like those of the corpus: then only held-out sites are measured on.
    """
    held_out = held_out_sites(corpora)
    apart = frozenset(page.id for page in read_pages(corpora, TRAINING.split(",")) if APART[corpus](page))
    hand = [replace(document, kind="hand") for document in read(gold / HAND)]
    if base is not None:
        model = nutgraf.load(base).model
        hand = [document for document in hand if document.source in held_out]
    elif keep is not None and keep.exists():
        model = nutgraf.load(keep).model
    else:
        how = FitSettings(seed=seed, jobs=jobs)
        sources = Sources((), (), tuple(hand)) if hand_only else read_sources(corpora, gold, cache, jobs)
        model = sibling(sources, apart, held_out, how, hand_only)
        if keep is not None:
            artifact.save(model, keep)
    inside = [document for document in hand if page_of(document) in apart]
    others = [document for document in hand if document.source in held_out and page_of(document) not in apart]
    for line in Curve(model, inside, others).lines(draws, seed):
        click.echo(line)


if __name__ == "__main__":
    main()
