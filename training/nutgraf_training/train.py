"""`nutgraf train`: labelled documents in, a model folder and honest figures out."""

import hashlib
import platform
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from nutgraf import artifact
from nutgraf.errors import InputError
from nutgraf.labeller import Labeller
from nutgraf.model import Model
from nutgraf_training import report
from nutgraf_training.dataset import read_many
from nutgraf_training.evaluate import Evaluation, evaluate
from nutgraf_training.fit import FEWEST_DOCUMENTS, FitSettings, fit
from nutgraf_training.labelled import LabelledDocument

#: Packages whose versions are noted in a model, for whoever wants to make it anew.
NOTED = ("nutgraf", "numpy", "scikit-learn", "scipy")


def train_model(
    paths: Sequence[Path],
    out: Path,
    *,
    seed: int = 0,
    held_out: float = 0.2,
    echo: Callable[[str], None] = print,
) -> Evaluation:
    """Train on labelled documents and save the model in folder `out`.

    The figures come from a sibling: a model fitted in the same way without the share `held_out` of the sources. The
    saved model is fitted on all documents.

    Raises:
        InputError: if the documents cannot be read or are too few, or cannot be split.
    """
    documents = list(read_many(paths))
    how = FitSettings(seed=seed)
    kept, apart = hold_out(documents, held_out, seed)
    if len(kept) < FEWEST_DOCUMENTS:
        raise InputError(
            f"{len(documents)} labelled documents, {len(apart)} of them held out to measure on, leave {len(kept)} to "
            f"train on, at least {FEWEST_DOCUMENTS} needed: label more of them"
        )
    echo(f"{len(documents)} documents; {len(apart)} of them held out to measure on")
    sibling = fit(kept, how, lambda message: echo(f"  sibling: {message}"))
    figures = evaluate(Labeller(sibling), apart)
    model = fit(documents, how, lambda message: echo(f"  model: {message}"))
    artifact.save(described(model, documents, {"held_out": summary(figures)}), out)
    echo(report.text(figures))
    echo(f"Saved in {out}. The figures are those of a sibling that never saw the sources they were measured on.")
    return figures


def hold_out(
    documents: Sequence[LabelledDocument], share: float, seed: int
) -> tuple[list[LabelledDocument], list[LabelledDocument]]:
    """Split into documents to train on and documents to measure on, by source.

    Raises:
        InputError: if there is but one source.
    """
    sources = sorted({document.source for document in documents})
    if len(sources) < 2:
        raise InputError(
            f"{len(sources)} source in the labelled documents, expected at least 2: figures are measured on sources "
            "that training has not seen, so name the site of each document in `source`"
        )
    order = np.random.default_rng(seed).permutation(len(sources))
    count = min(max(1, round(share * len(sources))), len(sources) - 1)
    apart = {sources[place] for place in order[:count]}
    return (
        [document for document in documents if document.source not in apart],
        [document for document in documents if document.source in apart],
    )


def described(model: Model, documents: Sequence[LabelledDocument], figures: dict[str, Any]) -> Model:
    """The model with a note of what it was made of and how well it does."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(repr((document.id, document.lines)).encode())
    info = {
        "versions": {name: version(name) for name in NOTED} | {"python": platform.python_version()},
        "data": {
            "documents": len(documents),
            "lines": sum(len(document.lines) for document in documents),
            "sources": len({document.source for document in documents}),
            "sha256": digest.hexdigest(),
        },
        "figures": figures,
    }
    return replace(model, info=info)


def summary(figures: Evaluation) -> dict[str, Any]:
    """The figures that a model carries with it."""
    return {
        "documents": figures.documents,
        "lines": figures.lines,
        "macro_f1": round(figures.macro_f1, 4),
        "macro_f1_interval": [round(figures.macro_f1_interval.low, 4), round(figures.macro_f1_interval.high, 4)],
        "f1": {str(label.label): round(label.f1, 4) for label in figures.classes},
        "headline_accuracy": figures.headline_accuracy,
        "ece": round(figures.ece, 4),
    }
