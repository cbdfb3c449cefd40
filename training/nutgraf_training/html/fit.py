"""Fits the model that sees layout too, on what the text model's stages say of its pages out of fold."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from nutgraf.batch import batch_of_lines
from nutgraf.features import feature_matrix, prepare
from nutgraf.html.markup import MarkupTable
from nutgraf.html.model import PageModel, page_columns, page_story_columns
from nutgraf.html.page import HtmlPage
from nutgraf.model import Model, Settings, find
from nutgraf.network import HEADLINE
from nutgraf_training.calibration import fit_temperature
from nutgraf_training.crossfit import Lines, Progress, cross_fit, fit_all
from nutgraf_training.fit import FitSettings, Foundation, line_parts, short
from nutgraf_training.folds import FOLDS
from nutgraf_training.html.copies import Copies, make_copies
from nutgraf_training.html.markup import fit_markup, token_matrix
from nutgraf_training.html.pages import TrainingPage
from nutgraf_training.pages import PageColumns, fit_story
from nutgraf_training.secondstage import NetworkSettings
from nutgraf_training.tables import by_fold, texts
from nutgraf_training.targets import Targets, line_targets

#: How far a line with a label given by a person counts.
HAND_WEIGHT = 3.0
#: How far a line of a copy counts; more where it holds as much as several lines do, as a story in one line does.
COPY_WEIGHT, WORDS_PER_LINE, MOST_LINES = 0.5, 30, 6
#: Share of pages that are seen as if they had no JSON-LD, so that the model does not come to lean on it.
UNDECLARED = 0.5


@dataclass(frozen=True, slots=True)
class PageFitSettings:
    """How the model is fitted; the defaults are those of the shipped one."""

    seed: int = 0
    jobs: int = 1
    folds: int = FOLDS
    copies: float = 0.45  # share of the pages that are also seen with another layout
    network: NetworkSettings = field(default_factory=lambda: NetworkSettings(noise=0.6, seeds=(0, 1)))
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """Pages with their labels, their groups, and what their text says, as arrays over L lines."""

    pages: Sequence[TrainingPage]
    groups: NDArray[np.int64]  # (D,)
    offsets: NDArray[np.int64]  # (D + 1,)
    targets: Targets
    matrix: NDArray[np.float32]  # (L, F) columns of the text
    text: NDArray[np.float32]  # (L, 4) probabilities by the text's first look, out of fold


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """Pages and copies of them, with all their columns."""

    lines: Lines
    known: _Known  # the pages, then the copies
    originals: _Known  # the pages alone
    seen: Sequence[HtmlPage]
    tables: Sequence[MarkupTable]  # one per fold, then the one fitted on all

    def parts(self, folds: int, parts: int) -> NDArray[np.int64]:
        """(L,) part of each line's site, as `line_parts`."""
        return line_parts(self.known.groups, self.known.offsets, folds, parts)


def fit_pages(
    text: Model,
    base: Foundation,
    pages: Sequence[TrainingPage],
    how: PageFitSettings | None = None,
    progress: Progress = print,
) -> PageModel:
    """Fit the model on these pages, which are the first documents of `base`, in its order, for the model `text`."""
    how = how or PageFitSettings()
    laid = lay_out(base, pages, how, progress)
    parts = laid.parts(how.folds, FitSettings().halves)
    out_of_fold = cross_fit(laid.lines, parts, short(how.network), how.jobs, progress).out_of_fold
    networks = fit_all(laid.lines, how.network, how.jobs, progress)
    targets = laid.originals.targets
    own = out_of_fold[: len(targets.weights)]
    temperature = fit_temperature(own, targets.labels, targets.weights)
    stories = _story_matrix(laid.originals, laid.seen, base.common_words, own)
    return PageModel(
        text=text,
        markup=laid.tables[-1],
        networks=networks,
        story=fit_story([page.document for page in pages], PageColumns([], stories), how.seed),
        settings=replace(how.settings, temperature=temperature),
    )


def lay_out(base: Foundation, pages: Sequence[TrainingPage], how: PageFitSettings, progress: Progress) -> LaidOut:
    """All columns of these pages, and of copies with another layout."""
    originals = _known(pages, base)
    progress("tags, classes and ids")
    tables = _fit_markup_tables(originals, how)
    progress("copies with another layout")
    copies = make_copies(base, pages, how.copies, FitSettings(how.seed, how.jobs, how.folds))
    known = _with_copies(originals, copies)
    progress("columns of layout")
    seen = [*_partly_undeclared(pages, how.seed), *(copy.page for copy in copies.pages)]
    layout = _layout_matrix(known, seen, base.common_words, tables, how)
    return LaidOut(Lines(np.hstack([known.matrix, layout]), known.targets), known, originals, seen, tables)


def _known(pages: Sequence[TrainingPage], base: Foundation) -> _Known:
    offsets = base.features.offsets[: len(pages) + 1]
    assert np.array_equal(np.diff(offsets), [len(page.document.lines) for page in pages])
    lines = offsets[-1]
    groups = base.groups[: len(pages)]
    return _Known(pages, groups, offsets, _targets(pages), base.features.matrix[:lines], base.first.out_of_fold[:lines])


def _with_copies(known: _Known, copies: Copies) -> _Known:
    targets = _targets(copies.pages)
    words = np.array([len(line.text.split()) for page in copies.pages for line in page.document.lines])
    each = COPY_WEIGHT * np.clip(words / WORDS_PER_LINE, 1, MOST_LINES).astype(np.float32)
    sizes = [len(page.document.lines) for page in copies.pages]
    return _Known(
        [*known.pages, *copies.pages],
        np.append(known.groups, copies.groups),
        np.append(known.offsets, known.offsets[-1] + np.cumsum(sizes, dtype=np.int64)),
        Targets(
            np.vstack([known.targets.shares, targets.shares]),
            np.append(known.targets.weights, targets.weights * each),
        ),
        np.vstack([known.matrix, copies.matrix]),
        np.vstack([known.text, copies.text]),
    )


def _targets(pages: Sequence[TrainingPage]) -> Targets:
    targets = line_targets([page.document for page in pages], {})
    by_hand = np.concatenate([np.empty(0, bool), *(page.by_hand for page in pages)])
    return replace(targets, weights=np.where(by_hand, HAND_WEIGHT, 1).astype(np.float32))


def _fit_markup_tables(known: _Known, how: PageFitSettings) -> list[MarkupTable]:
    """One table for each fold, fitted without its sites, and last the one fitted on all."""
    matrix = token_matrix([page.page for page in known.pages])
    fold = np.repeat(known.groups % how.folds, np.diff(known.offsets))
    labels = known.targets.labels
    targets = np.stack([(labels == 0) | (labels == HEADLINE), labels == 1, labels == 2, labels == HEADLINE], 1)
    parts = [np.flatnonzero((fold != number) & (labels >= 0)) for number in range(how.folds)]
    parts.append(np.flatnonzero(labels >= 0))
    return [fit_markup(matrix[part], targets[part], known.targets.weights[part], how.seed) for part in parts]


def _partly_undeclared(pages: Sequence[TrainingPage], seed: int) -> list[HtmlPage]:
    random = np.random.default_rng(seed)
    return [undeclared(page.page) if random.random() < UNDECLARED else page.page for page in pages]


def undeclared(page: HtmlPage) -> HtmlPage:
    """The page without its JSON-LD."""
    return replace(page, declared=replace(page.declared, story={}))


def _layout_matrix(
    known: _Known,
    seen: Sequence[HtmlPage],
    common_words: NDArray[np.bool_],
    tables: Sequence[MarkupTable],
    how: PageFitSettings,
) -> NDArray[np.float32]:
    """(L, F) columns of layout; both the text's and the markup's evidence are out of fold."""
    documents = [page.document for page in known.pages]
    matrix: NDArray[np.float32] | None = None
    for part in by_fold(known.groups, how.folds, documents):
        prepared = prepare(batch_of_lines(texts([documents[i] for i in part])), common_words)
        text = _rows(known.text, known, part)
        columns = page_columns(prepared, [seen[i] for i in part], text, tables[known.groups[part[0]] % how.folds])
        result = feature_matrix(columns)
        if matrix is None:
            matrix = np.empty((known.offsets[-1], len(columns)), np.float32)
        matrix[_line_index(known, part)] = result
    assert matrix is not None
    return matrix


def _story_matrix(
    known: _Known, seen: Sequence[HtmlPage], common_words: NDArray[np.bool_], out_of_fold: NDArray[np.float32]
) -> NDArray[np.float32]:
    """(D, S) columns of whole pages."""
    rows: list[NDArray[np.float32]] = [np.empty(0, np.float32)] * len(known.pages)
    documents = [page.document for page in known.pages]
    for part in by_fold(known.groups, 1, documents):
        prepared = prepare(batch_of_lines(texts([documents[i] for i in part])), common_words)
        found = find(prepared, _rows(out_of_fold, known, part))
        for i, row in zip(part, page_story_columns(found, [seen[i] for i in part]), strict=True):
            rows[i] = row
    return np.array(rows)


def _line_index(known: _Known, part: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([np.arange(known.offsets[i], known.offsets[i + 1]) for i in part])


def _rows(values: NDArray[np.float32], known: _Known, part: Sequence[int]) -> NDArray[np.float32]:
    return values[_line_index(known, part)]
