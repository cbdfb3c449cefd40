"""Fits what is said of whole documents: which line is the headline, whether there is a story."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier

from nutgraf.batch import batch_of_lines
from nutgraf.features import feature_columns, feature_matrix, line_evidence, prepare
from nutgraf.headline import headline_columns
from nutgraf.labels import Label
from nutgraf.model import find
from nutgraf.network import CLIP, Network
from nutgraf.ngrams import NgramTable
from nutgraf.shape import HEADLINE_WORDS
from nutgraf.story import story_columns
from nutgraf_training.briefs import KIND as BRIEF
from nutgraf_training.labelled import LabelledDocument
from nutgraf_training.tables import by_fold, texts

#: Lines that are no headline are far more than those that are: so many of them per document are enough.
OTHERS = 200
#: Small networks are means of so many, fitted with noise on their inputs: single ones are chancy.
MEMBERS, SMALL_BATCH, SMALL_RATE = 3, 256, 2e-3
#: With few documents an epoch is one step: so many steps at least.
FEWEST_STEPS = 400
#: Documents with less body than this, but some, do not say what a page with a story looks like.
STORY_CHARACTERS = 40
#: Copies of pages that say less of stories than the pages: with them, pages without one were told less well.
NO_STORY_KINDS = ("residue", "augmented")
#: How far all stories count, whole pages without one, and pieces of pages without one.
STORY_SHARES = (0.5, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class Small:
    """How a small network is fitted."""

    hidden: int
    epochs: int
    noise: float  # standard deviation


HEADLINE_NETWORK, STORY_NETWORK = Small(32, 14, 0.4), Small(16, 30, 0.2)


@dataclass(frozen=True, slots=True, eq=False)
class PageColumns:
    """Input of the two small networks for D documents."""

    headline: list[NDArray[np.float32]]  # D x (lines, columns)
    story: NDArray[np.float32]  # (D, STORY_COLUMNS)


def page_columns(
    documents: Sequence[LabelledDocument],
    common_words: NDArray[np.bool_],
    tables: Sequence[NgramTable],
    groups: NDArray[np.int64],
    folds: int,
    probabilities: NDArray[np.float32],
    offsets: NDArray[np.int64],
    jobs: int = 1,
) -> PageColumns:
    """Columns of headline and story from the out-of-fold `probabilities` (L, 4) of the networks that decide."""
    parts = by_fold(groups, folds, documents)
    work = (
        delayed(_of_batch)(
            [documents[i] for i in part],
            common_words,
            tables[groups[part[0]] % folds],
            np.concatenate([probabilities[offsets[i] : offsets[i + 1]] for i in part]),
        )
        for part in parts
    )
    headline: list[NDArray[np.float32]] = [np.empty((0, 0), np.float32)] * len(documents)
    story: list[NDArray[np.float32]] = [np.empty(0, np.float32)] * len(documents)
    for part, found in zip(parts, Parallel(jobs, return_as="generator")(work), strict=True):
        for place, document in enumerate(part):
            headline[document], story[document] = found.headline[place], found.story[place]
    return PageColumns(headline, np.array(story))


def _of_batch(
    documents: Sequence[LabelledDocument],
    common_words: NDArray[np.bool_],
    table: NgramTable,
    classes: NDArray[np.float32],
) -> PageColumns:
    prepared = prepare(batch_of_lines(texts(documents)), common_words)
    columns = feature_columns(prepared, line_evidence(prepared, table))
    found = find(prepared, classes)
    lines = feature_matrix(headline_columns(prepared, columns, found.scores, found.headline, found.region))
    pages = story_columns(prepared, found.scores, found.headline, found.region)
    return PageColumns(np.split(lines, prepared.batch.bounds[1:-1]), pages)


def own_headline(document: LabelledDocument) -> int | None:
    """Index of the story's own headline: as given, else the first body line if it has a headline's look."""
    if document.headline is not None:
        return document.headline
    for index, line in enumerate(document.lines):
        if line.label is Label.BODY:
            words = len(line.text.split())
            looks = HEADLINE_WORDS[0] <= words <= HEADLINE_WORDS[1] and not line.text.rstrip("\"'”’»").endswith(".")
            return index if looks else None
    return None


def fit_headline(documents: Sequence[LabelledDocument], pages: PageColumns, seed: int, jobs: int = 1) -> Network:
    """A small network that tells the headline's line from others; learns from documents that name theirs."""
    learnt = [i for i, document in enumerate(documents) if document.kind != BRIEF]
    named = [i for i in learnt if documents[i].headline is not None]
    headlines = {i: own_headline(documents[i]) for i in named or learnt}
    random = np.random.default_rng(seed)
    rows, targets = [], []
    for document, headline in headlines.items():
        if headline is None:
            continue
        lines = pages.headline[document]
        others = np.setdiff1d(np.arange(len(lines)), [headline])
        kept = random.choice(others, min(OTHERS, len(others)), replace=False)
        rows.append(lines[np.append(kept, headline)])
        targets.append(np.append(np.zeros(len(kept), np.int64), 1))
    if not rows:
        return constant(pages.headline[0].shape[1], 0)
    return _fit_small(np.concatenate(rows), np.concatenate(targets), HEADLINE_NETWORK, seed, None, jobs)


def fit_story(documents: Sequence[LabelledDocument], pages: PageColumns, seed: int) -> Network:
    """A small network that tells pages with a story from pages without."""
    size = np.array([_body_characters(document) for document in documents])
    learnt = np.array([not document.kind.startswith(NO_STORY_KINDS) for document in documents])
    clear = learnt & ((size == 0) | (size >= STORY_CHARACTERS))
    targets = size[clear] > 0
    if targets.all() or not targets.any():  # one kind alone teaches nothing: a story is what to expect
        return constant(pages.story.shape[1], 1)
    whole = np.array([document.kind == "page" for document in documents])[clear]
    weights = _story_weights(targets, whole)
    return _fit_small(pages.story[clear], targets.astype(np.int64), STORY_NETWORK, seed, weights)


def _story_weights(targets: NDArray[np.bool_], whole: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights with which both kinds count alike, few as pages without a story are: a half is a fair threshold."""
    weights = np.zeros(len(targets))
    for group, share in zip((targets, ~targets & whole, ~targets & ~whole), STORY_SHARES, strict=True):
        weights[group] = share / max(group.mean(), 1 / len(targets))
    weights[~targets] *= 0.5 * len(targets) / weights[~targets].sum()
    return weights


def _body_characters(document: LabelledDocument) -> int:
    return sum(len(line.text) for line in document.lines if line.label is Label.BODY)


def constant(columns: int, answer: int) -> Network:
    """A network that always gives the same of its two answers."""
    bias = np.where(np.arange(2) == answer, 10, -10).astype(np.float32)
    zeros = np.zeros(columns, np.float32)
    return Network(zeros, zeros + 1, (np.zeros((columns, 2), np.float32),), (bias,))


def _fit_small(
    features: NDArray[np.float32],
    targets: NDArray[np.int64],
    how: Small,
    seed: int,
    weights: NDArray[np.float64] | None,
    jobs: int = 1,
) -> Network:
    """The mean of networks with one hidden layer each, as one network with all their hidden units."""
    mean = features.mean(0)
    scale = (1 / np.maximum(features.std(0), 1e-3)).astype(np.float32)
    standard = np.clip((features - mean) * scale, -CLIP, CLIP)
    each = np.ones(len(targets)) if weights is None else weights
    work = (delayed(_fit_member)(standard, targets, each, how, seed + member) for member in range(MEMBERS))
    models = Parallel(jobs)(work)
    first = np.hstack([model.coefs_[0] for model in models]).astype(np.float32)
    second = np.vstack([model.coefs_[1] for model in models]).astype(np.float32) / MEMBERS
    first_bias = np.concatenate([model.intercepts_[0] for model in models]).astype(np.float32)
    second_bias = np.mean([model.intercepts_[1] for model in models], axis=0).astype(np.float32)
    # scikit-learn's binary network has one logistic output z; the softmax of (0, z) is the same.
    return Network(
        mean,
        scale,
        (first, np.hstack([np.zeros_like(second), second])),
        (first_bias, np.append(np.float32(0), second_bias)),
    )


def _fit_member(
    standard: NDArray[np.float32],
    targets: NDArray[np.int64],
    weights: NDArray[np.float64],
    how: Small,
    seed: int,
) -> MLPClassifier:
    random = np.random.default_rng(seed)
    model = MLPClassifier((how.hidden,), alpha=1e-3, batch_size=min(SMALL_BATCH, len(targets)), random_state=seed)
    batches = -(-len(targets) // SMALL_BATCH)
    epochs = max(how.epochs, FEWEST_STEPS // batches)
    for epoch in range(epochs):
        if epoch:
            model._optimizer.learning_rate_init = SMALL_RATE * (0.5 + 0.5 * np.cos(np.pi * epoch / epochs))
        order = random.permutation(len(targets))
        noisy = standard[order] + how.noise * random.standard_normal(standard.shape, np.float32)
        model.partial_fit(noisy, targets[order], classes=[0, 1], sample_weight=weights[order])
    return model
