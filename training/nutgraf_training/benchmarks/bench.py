"""What is measured and on what: the models, the held-out documents, the baselines; each made once, when asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nutgraf
from nutgraf.labeller import Labeller
from nutgraf_training.benchmarks.baselines import NgramLines
from nutgraf_training.benchmarks.glued_stories import Story, headlines, stories
from nutgraf_training.benchmarks.pages import held_out_pages
from nutgraf_training.corpora.build import read_pages
from nutgraf_training.corpora.commands import TRAINING
from nutgraf_training.corpora.decorations import Headline
from nutgraf_training.dataset import read
from nutgraf_training.labelled import LabelledDocument
from nutgraf_training.recipe import HAND, Sources, held_out_sites, read_sources


@dataclass(frozen=True)
class Bench:
    """Folders, and what is read and fitted from them. `model` None is the package's."""

    corpora: Path
    gold: Path
    cache: Path
    sibling_folder: Path
    model: Path | None = None
    jobs: int = 1
    echo: Callable[[str], None] = print

    @cached_property
    def sibling(self) -> Labeller:
        """The model for the held-out sites."""
        return nutgraf.load(self.sibling_folder)

    @cached_property
    def shipped(self) -> Labeller:
        """The model for the benchmarks."""
        return nutgraf.load(self.model)

    @cached_property
    def held_out(self) -> frozenset[str]:
        """Sites that the sibling has not seen."""
        return held_out_sites(self.corpora)

    @cached_property
    def hand(self) -> list[LabelledDocument]:
        """Hand-labelled documents of held-out sites."""
        return [document for document in read(self.gold / HAND) if document.source in self.held_out]

    @cached_property
    def stories(self) -> list[Story]:
        """Stories of held-out sites, of which each line is known to be body."""
        return stories(held_out_pages(self.corpora), self.hand, self._languages)

    @cached_property
    def headlines(self) -> list[Headline]:
        """Hand-labelled promos of held-out sites."""
        return headlines(self.hand, self._languages)

    @cached_property
    def _languages(self) -> dict[str, str]:
        return {page.id: page.language for page in read_pages(self.corpora, TRAINING.split(","))}

    @cached_property
    def _sources(self) -> Sources:
        self.echo("labelling the pages of the training corpora, or reading what an earlier run made of them")
        return read_sources(self.corpora, self.gold, self.cache, self.jobs)

    @cached_property
    def ngrams_for_held_out(self) -> NgramLines:
        """The obvious pipeline, fitted without the held-out sites."""
        return self._ngrams(self._sources.only(lambda site: site not in self.held_out))

    @cached_property
    def ngrams_for_benchmarks(self) -> NgramLines:
        """The obvious pipeline, fitted on all training sites."""
        return self._ngrams(self._sources)

    def _ngrams(self, sources: Sources) -> NgramLines:
        self.echo("fitting hashed n-grams on single lines")
        return NgramLines([*sources.pages, *sources.hand])
