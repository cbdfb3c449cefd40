"""`nutgraf train --base`: a model adapted to pages of one's own, with figures before and after."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import nutgraf
from nutgraf import artifact
from nutgraf.errors import InputError
from nutgraf.labeller import DEFAULT, Labeller
from nutgraf.labels import LABELS
from nutgraf.model import Model
from nutgraf_training import report
from nutgraf_training.commonwords import counted
from nutgraf_training.compare import Comparison, compare
from nutgraf_training.dataset import read_many
from nutgraf_training.evaluate import Outcome, outcomes
from nutgraf_training.labelled import LabelledDocument, label_codes, without_blanks
from nutgraf_training.tables import featurise, look_matrix
from nutgraf_training.train import described, summary
from nutgraf_training.tuning import Pull, tuned

#: Stands for the model in the package where a model's folder is asked for.
PACKAGED = "default"
FEWEST_DOCUMENTS = 5
#: Documents that must hold a word to make it common: of a few documents, two may well tell of one thing.
FEWEST_WITH_WORD = 3
#: Parts that the documents are split into for the figures; with fewer documents each is a part of its own.
FOLDS = 10
NOT_SURE = (
    "The gain's 95 % interval holds 0: these documents do not show that the adapted model is better on your pages. "
    "Label more of them, or stay with the base."
)
WORSE = "The adapted model does worse on your pages than its base: stay with the base, and look at the labels."


def adapt_model(
    paths: Sequence[Path], base: str, out: Path, *, seed: int = 0, echo: Callable[[str], None] = print
) -> Comparison:
    """Adapt model `base`, a folder or "default", to labelled documents and save it in folder `out`.

    The figures come from models that were adapted to the other documents. The saved model is adapted to all of them.

    Raises:
        InputError: if the documents cannot be read or are too few, or `out` is the base's folder.
        ModelError: if the base is missing or damaged.
    """
    folder = DEFAULT if base == PACKAGED else Path(base)
    model = nutgraf.load(folder).model
    if out.exists() and out.samefile(folder):
        raise InputError(f"{out} is the folder of the base, expected another for the adapted model: choose another")
    documents = with_labels(list(read_many(paths)))
    echo(_extent(documents, base))
    comparison = before_and_after(model, documents, seed=seed, echo=echo)
    echo(report.comparison_text(comparison, f"{base} (before)", "adapted (after)"))
    advice = doubt(comparison)
    if advice:
        echo(f"\n{advice}")
    artifact.save(_described(adapt(model, documents), model, base, documents, comparison), out)
    echo(f"\nSaved in {out}, adapted to all documents. Each figure above is of a model adapted to other documents.")
    return comparison


def adapt(model: Model, documents: Sequence[LabelledDocument], pull: Pull | None = None) -> Model:
    """The model adapted to the lines that have a label; there must be some.

    Words that are common in the documents are common words from now on, which is what a base that knows little of their
    language lacks most. Then the networks of the first look are tuned, then those that decide, on what the first say
    now. The n-grams, the headline, the story and the temperature stay the base's.
    """
    documents = without_blanks(documents)
    model = replace(model, common_words=model.common_words | counted(documents, FEWEST_WITH_WORD))
    groups = np.zeros(len(documents), np.int64)
    features = featurise(documents, model.common_words, [model.table], groups, folds=1)
    codes = _codes(documents)
    known = codes >= 0
    model = replace(model, first=tuned(model.first, features.matrix[known], codes[known], pull=pull))
    looks = look_matrix(documents, model.common_words, model.first_look(features.matrix), features.offsets)
    seen = np.hstack([features.matrix, looks])[known]
    return replace(model, networks=tuned(model.networks, seen, codes[known], model.settings, pull))


def before_and_after(
    model: Model, documents: Sequence[LabelledDocument], *, seed: int = 0, echo: Callable[[str], None] = print
) -> Comparison:
    """The base and the adapted model on documents that the adaptation has not seen: each part by the others."""
    before = list(outcomes(Labeller(model), documents))
    after: dict[int, Outcome] = {}
    parts = _parts(len(documents), seed)
    for part in range(int(parts.max()) + 1):
        echo(f"  adapted without part {part + 1} of {int(parts.max()) + 1}")
        others = [document for document, own in zip(documents, parts, strict=True) if own != part]
        places = np.flatnonzero(parts == part).tolist()
        answers = outcomes(Labeller(adapt(model, others)), [documents[place] for place in places])
        after |= dict(zip(places, answers, strict=True))
    return compare(before, [after[place] for place in range(len(documents))], seed=seed)


def with_labels(documents: Sequence[LabelledDocument]) -> list[LabelledDocument]:
    """The documents in which a line has a label.

    Raises:
        InputError: if these are fewer than FEWEST_DOCUMENTS.
    """
    useful = [page for page in documents if any(line.label and line.text.strip() for line in page.lines)]
    if len(useful) < FEWEST_DOCUMENTS:
        raise InputError(
            f"{len(useful)} documents with labelled lines given, at least {FEWEST_DOCUMENTS} needed to adapt a model: "
            "label more of them"
        )
    return useful


def doubt(comparison: Comparison) -> str:
    """What to be told before the adapted model is used; empty where it is better for sure."""
    if comparison.interval.high < 0:
        return WORSE
    return NOT_SURE if comparison.interval.low <= 0 else ""


def _codes(documents: Sequence[LabelledDocument]) -> NDArray[np.int64]:
    """(L,) label codes, -1 where unknown."""
    return label_codes([line for document in documents for line in document.lines])


def _parts(documents: int, seed: int) -> NDArray[np.int64]:
    """(documents,) number of the part that each is in, parts of like size."""
    return np.random.default_rng(seed).permutation(documents) % min(documents, FOLDS)


def _extent(documents: Sequence[LabelledDocument], base: str) -> str:
    codes = _codes(documents)
    sources = len({document.source for document in documents})
    text = (
        f"{len(documents)} documents with {int((codes >= 0).sum())} labelled lines from {sources} sources; base {base}"
    )
    missing = list(_missing(codes))
    if missing:
        text += (
            f"\nno line is labelled {' or '.join(missing)}: of that the adapted model knows what the base knows, and "
            "will find it more seldom"
        )
    return text


def _missing(codes: NDArray[np.int64]) -> Iterator[str]:
    return (str(label) for code, label in enumerate(LABELS) if not (codes == code).any())


def _described(
    model: Model, base: Model, name: str, documents: Sequence[LabelledDocument], comparison: Comparison
) -> Model:
    """The adapted model with a note of its base and of the figures before and after."""
    figures: dict[str, Any] = {
        "before": summary(comparison.first),
        "after": summary(comparison.second),
        "gain": round(comparison.difference, 4),
        "gain_interval": [round(comparison.interval.low, 4), round(comparison.interval.high, 4)],
    }
    noted = described(model, documents, {"adapted": figures})
    origin = {key: base.info[key] for key in ("versions", "data") if key in base.info}
    return replace(noted, info={**noted.info, "base": {"name": Path(name).name, **origin}})
