"""A real model, small and fitted in seconds on the sample documents: for what a stand-in cannot show."""

from functools import cache
from pathlib import Path

from nutgraf.labeller import Labeller
from nutgraf_training.dataset import read_many
from nutgraf_training.fit import FitSettings, fit
from nutgraf_training.labelled import LabelledDocument
from nutgraf_training.secondstage import NetworkSettings

SAMPLES = Path(__file__).parents[2] / "datasets" / "samples"


@cache
def sample_documents() -> tuple[LabelledDocument, ...]:
    return tuple(read_many(sorted(SAMPLES.glob("*.jsonl"))))


@cache
def tiny_labeller() -> Labeller:
    how = FitSettings(network=NetworkSettings(hidden=(16,), epochs=8, batch=64))
    return Labeller(fit(sample_documents(), how, lambda _: None))
