"""What a model that sees the layout of pages says of each of their lines, out of fold by site."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import nutgraf
import nutgraf_training
from nutgraf.batch import batch_of_lines
from nutgraf.features import as_features, feature_columns, line_evidence, prepare
from nutgraf.html.markup import MarkupTable
from nutgraf.html.model import page_columns
from nutgraf.html.page import HtmlPage
from nutgraf.network import Network, label_scores, mean_probabilities
from nutgraf.wholefile import replacing
from nutgraf_training.crossfit import Progress, cross_fit
from nutgraf_training.fit import PARTS, FitSettings, Foundation
from nutgraf_training.html.fit import PageFitSettings, lay_out
from nutgraf_training.html.pages import read_training_pages
from nutgraf_training.recipe import Sources, foundation


def teacher_answers(
    kept: Sources, apart: Sources, corpora: Path, cache: Path, how: FitSettings, progress: Progress
) -> dict[str, NDArray[np.float32]]:
    """As `ask_teacher`, or what an earlier run with the same code and documents was told."""
    path = cache / f"teacher-{_key(kept, apart, how)}.npz"
    if not path.exists():
        answers = ask_teacher(kept, apart, corpora, how, progress)
        cache.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            np.savez_compressed(part, **answers)  # type: ignore[arg-type]
    with np.load(path) as stored:
        return dict(stored)


def _key(kept: Sources, apart: Sources, how: FitSettings) -> str:
    """Changes with the code of both packages, the seed, and the labelled documents."""
    digest = hashlib.sha256(str(how.seed).encode())
    for package in (nutgraf, nutgraf_training):
        for path in sorted(Path(str(package.__file__)).parent.rglob("*.py")):
            digest.update(path.read_bytes())
    for sources in (kept, apart):
        for document in (*sources.pages, *sources.hand):
            digest.update(repr(document).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:12]


def ask_teacher(
    kept: Sources, apart: Sources, corpora: Path, how: FitSettings, progress: Progress
) -> dict[str, NDArray[np.float32]]:
    """(lines, 3) probabilities of the labels, by page, from networks that saw nothing of its site.

    The pages of `kept` are asked of by the networks that are fitted on other parts of them, those of `apart` by all.
    """
    progress("a teacher that sees the layout")
    _, base = foundation(kept, how, progress)
    pages = read_training_pages(corpora, kept.pages, kept.hand, how.jobs)
    settings = PageFitSettings(how.seed, how.jobs)
    laid = lay_out(base, pages, settings, progress)
    one = replace(settings.network, seeds=settings.network.seeds[:1])
    found = cross_fit(laid.lines, laid.parts(settings.folds, PARTS), one, how.jobs, progress)
    sizes = [len(page.lines) for page in kept.pages]
    own = np.split(label_scores(found.out_of_fold[: sum(sizes)]), np.cumsum(sizes)[:-1])
    answers = {page.id: scores for page, scores in zip(kept.pages, own, strict=True)}
    for page in read_training_pages(corpora, apart.pages, apart.hand, how.jobs):
        answers[page.document.id] = _answers(page.page, base, laid.tables[-1], found.networks)
    return answers


def _answers(
    page: HtmlPage, base: Foundation, markup: MarkupTable, networks: tuple[Network, ...]
) -> NDArray[np.float32]:
    """(lines, 3) of a page of a site that no part holds."""
    prepared = prepare(batch_of_lines([[block.text for block in page.tree.blocks]]), base.common_words)
    columns = feature_columns(prepared, line_evidence(prepared, base.tables[-1]))
    text = mean_probabilities(base.first.networks, as_features(columns))
    features = as_features({**columns, **page_columns(prepared, [page], text, markup)})
    return label_scores(mean_probabilities(networks, features))
