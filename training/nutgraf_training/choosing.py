"""Chooses what turns scores into decisions, on documents of sites that the model has not seen."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from nutgraf.choices import Favor
from nutgraf.labeller import Labeller
from nutgraf.labels import BODY
from nutgraf.model import Model, Settings, Thresholds
from nutgraf_training.calibration import fit_temperature
from nutgraf_training.dataset import LabelledDocument
from nutgraf_training.evaluate import outcomes, summarize
from nutgraf_training.metrics import ClassFigures

#: What `favor` promises of body, with a little to spare for sites that are not among those it is chosen on.
PRECISION, RECALL = 0.987, 0.992
#: Thresholds that are tried for each, mildest first.
STRICTER = (0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
LOOSER = (0.4, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02, 0.01, 0.005)


def choose(model: Model, documents: Sequence[LabelledDocument]) -> Settings:
    """Temperature of least log loss, and the mildest thresholds that keep what `favor` promises."""
    plain = replace(model, settings=replace(model.settings, temperature=1.0))
    found = list(outcomes(Labeller(plain), documents))
    true = np.concatenate([outcome.true for outcome in found])
    temperature = fit_temperature(np.concatenate([o.scores for o in found]), true, np.ones(len(true), np.float32))
    settings = replace(model.settings, temperature=temperature)

    def mildest(values: Sequence[float], favor: Favor, kept: Callable[[ClassFigures], bool]) -> float:
        for value in values:
            thresholds = replace(Thresholds(), **{favor: value})
            labeller = Labeller(replace(model, settings=replace(settings, thresholds=thresholds)))
            figures = summarize(list(outcomes(labeller, documents, favor=favor)))
            if kept(figures.classes[BODY]):
                return value
        return values[-1]

    precision = mildest(STRICTER, "precision", lambda body: body.precision >= PRECISION)
    recall = mildest(LOOSER, "recall", lambda body: body.recall >= RECALL)
    chosen = Thresholds(precision=precision, balanced=settings.thresholds.balanced, recall=recall)
    return replace(settings, thresholds=chosen)
