"""Fits a model on labelled documents.

Whatever one stage tells the next is told out of fold by site: a stage that has seen a line in training is surer of it
than it will be of lines it never saw, and the next stage would learn to lean on that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nutgraf.errors import InputError
from nutgraf.labels import LABELS
from nutgraf.model import Model, Settings
from nutgraf.ngrams import NgramTable
from nutgraf_training.briefs import KIND as BRIEF
from nutgraf_training.calibration import fit_temperature
from nutgraf_training.ciphers import KIND as CIPHERED
from nutgraf_training.commonwords import common_words
from nutgraf_training.crossfit import CrossFit, Lines, Progress, cross_fit, fit_all
from nutgraf_training.firststage import (
    Markup,
    TrainingLines,
    collect,
    fit_table,
    gram_matrix,
    known_places,
    site_counts,
)
from nutgraf_training.flat import KIND as FLAT
from nutgraf_training.folds import FOLDS, site_numbers
from nutgraf_training.labelled import LabelledDocument, without_blanks
from nutgraf_training.pages import fit_headline, fit_story, page_columns
from nutgraf_training.secondstage import NetworkSettings
from nutgraf_training.tables import Features, featurise, look_matrix
from nutgraf_training.targets import Targets, line_targets
from nutgraf_training.walls import KIND as WALL

#: How far a line counts, by its document's kind, or by the kind's first word.
KIND_WEIGHTS = MappingProxyType(
    {
        "page": 1.0,
        "residue": 0.5,
        "glued": 0.7,
        BRIEF: 0.15,
        "augmented": 0.4,
        "wall": 0.5,
        "ciphered": 0.6,
        "flat": 1.0,
        "hand": 5.0,
        "hand-augmented": 2.0,
    }
)
#: Kinds, by their begin, whose words are not counted: copies would count a page's words twice, and others are made.
NOT_COUNTED = ("glued", "augmented", BRIEF, WALL, CIPHERED, FLAT)
FEWEST_DOCUMENTS = 20
NO_MARKUP: Markup = MappingProxyType({})
#: Networks of the first look: one for each part of the sites, which it does not see. Together small ones are as good as
#: large ones, and what they say is leaned on less.
PARTS, FIRST_HIDDEN = 4, (64, 32)
#: The networks of the held-out halves only feed calibration, headline and story.
SHORT_EPOCHS = 5


@dataclass(frozen=True, slots=True)
class FitSettings:
    """How a model is fitted; the defaults are those of the shipped model."""

    seed: int = 0
    jobs: int = 1
    folds: int = FOLDS  # of the first stage
    first: NetworkSettings = field(default_factory=lambda: NetworkSettings(hidden=FIRST_HIDDEN))
    halves: int = 2  # folds of the networks that decide, for calibration and what is built on it
    network: NetworkSettings = field(default_factory=NetworkSettings)
    weights: Mapping[str, float] = field(default_factory=lambda: KIND_WEIGHTS)
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True, eq=False)
class Foundation:
    """What the stages say of D documents with L lines, out of fold: the networks that decide are fitted on this."""

    common_words: NDArray[np.bool_]
    tables: tuple[NgramTable, ...]  # one per fold, then the one fitted on all
    groups: NDArray[np.int64]  # (D,) number of each document's site; its fold is `group % folds`
    features: Features
    targets: Targets
    first: CrossFit  # the first look

    @property
    def lines(self) -> Lines:
        """All lines, with the columns that the first look sees."""
        return Lines(self.features.matrix, self.targets)


def fit(documents: Sequence[LabelledDocument], how: FitSettings | None = None, progress: Progress = print) -> Model:
    """Fit all stages.

    Raises:
        InputError: if there are fewer than FEWEST_DOCUMENTS documents, or a label is missing altogether.
    """
    how, documents = how or FitSettings(), without_blanks(documents)
    return fit_on(lay_foundation(documents, how, progress), documents, how, progress)


def lay_foundation(
    documents: Sequence[LabelledDocument],
    how: FitSettings,
    progress: Progress = print,
    *,
    markup: Markup = NO_MARKUP,
    stop_words: NDArray[np.bool_] | None = None,
) -> Foundation:
    """Everything but the final networks; raises as `fit` does.

    `markup` tells, of documents that are whole pages, where their lines stood in the mark-up; `stop_words` (PLACES,)
    are common beside those that are counted.
    """
    _check(documents)
    groups = _groups(documents)
    common = common_words(document for document in documents if not document.kind.startswith(NOT_COUNTED))
    if stop_words is not None:
        common |= stop_words
    progress("n-grams of single lines")
    tables = _fit_tables(documents, groups, how, markup)
    progress("columns of shape and context")
    features = featurise(documents, common, tables, groups, how.folds, how.jobs)
    lines = Lines(features.matrix, line_targets(documents, how.weights))
    progress(f"first look: {len(features.matrix):,} lines, {len(features.names)} columns")
    parts = line_parts(groups, features.offsets, how.folds, PARTS)
    first = cross_fit(lines, parts, how.first, how.jobs, progress)
    return Foundation(common, tuple(tables), groups, features, lines.targets, first)


def fit_on(base: Foundation, documents: Sequence[LabelledDocument], how: FitSettings, progress: Progress) -> Model:
    """The text model."""
    progress("columns of the second look")
    looks = look_matrix(documents, base.common_words, base.first.out_of_fold, base.features.offsets, how.jobs)
    lines = replace(base.lines, matrix=np.hstack([base.features.matrix, looks]))
    networks = fit_all(lines, how.network, how.jobs, progress)
    halves = line_parts(base.groups, base.features.offsets, how.folds, how.halves)
    out_of_fold = cross_fit(lines, halves, short(how.network), how.jobs, progress).out_of_fold
    progress("headline and story")
    pages = page_columns(
        documents, base.common_words, base.tables, base.groups, how.folds, out_of_fold, base.features.offsets, how.jobs
    )
    return Model(
        common_words=base.common_words,
        table=base.tables[-1],
        first=base.first.networks,
        networks=networks,
        headline=fit_headline(documents, pages, how.seed, how.jobs),
        story=fit_story(documents, pages, how.seed),
        settings=replace(
            how.settings, temperature=fit_temperature(out_of_fold, base.targets.labels, base.targets.weights)
        ),
    )


def short(settings: NetworkSettings) -> NetworkSettings:
    """One network of fewer epochs."""
    return replace(settings, seeds=settings.seeds[:1], epochs=min(settings.epochs, SHORT_EPOCHS))


def _check(documents: Sequence[LabelledDocument]) -> None:
    if len(documents) < FEWEST_DOCUMENTS:
        raise InputError(
            f"{len(documents)} labelled documents given, at least {FEWEST_DOCUMENTS} needed: label more of them"
        )
    present = {line.label for document in documents for line in document.lines}
    missing = [label for label in LABELS if label not in present]
    if missing:
        raise InputError(f"no line is labelled {' or '.join(missing)}: training needs lines of every label")


def _groups(documents: Sequence[LabelledDocument]) -> NDArray[np.int64]:
    """(D,) number of each document's site; of the document itself where there are too few sites to split by."""
    sources = {document.source for document in documents}
    few = 2 * FOLDS
    keys = [document.source if len(sources) >= few else str(place) for place, document in enumerate(documents)]
    number = site_numbers(keys)
    return np.array([number[key] for key in keys])


def _fit_tables(
    documents: Sequence[LabelledDocument], groups: NDArray[np.int64], how: FitSettings, markup: Markup
) -> list[NgramTable]:
    """One table for each fold, fitted without its sites, and last the one fitted on all."""
    taught = [place for place, document in enumerate(documents) if document.kind not in (BRIEF, CIPHERED, FLAT)]
    lines = collect([documents[place] for place in taught], groups[taught], markup)
    matrix, folds = gram_matrix(lines.texts), lines.sites % how.folds
    parts = [np.flatnonzero(folds != fold) for fold in range(how.folds)]
    parts.append(np.arange(len(lines.texts)))
    work = (delayed(_fit_table)(matrix, lines, part, how.seed) for part in parts)
    # No more at once than are worked on: each holds gigabytes of n-grams.
    return list(Parallel(how.jobs, pre_dispatch="n_jobs")(work))


def _fit_table(matrix: csr_matrix, lines: TrainingLines, part: NDArray[np.int64], seed: int) -> NgramTable:
    """One fitted on a part of the lines; they are taken out here, in the process that needs them."""
    rows, sites = matrix[part], lines.sites[part]
    known = known_places(site_counts(rows, sites), len(np.unique(sites)))
    return fit_table(rows, lines.targets[part], known, seed, lines.weights[part])


def line_parts(groups: NDArray[np.int64], offsets: NDArray[np.int64], folds: int, parts: int) -> NDArray[np.int64]:
    """(L,) part of each line's site, so that every part has sites of all `folds` of the first stage."""
    return np.repeat(groups, np.diff(offsets)) // folds % parts
