"""The model in the package may not get worse on the sample documents.

`golden/quality_floor.json` holds the macro-F1 over all lines that was reached before. It only ever goes up: a better
model must raise it, or the next one could fall back unseen.
"""

import json
from pathlib import Path

import pytest

import nutgraf
from nutgraf_training.dataset import read_many
from nutgraf_training.evaluate import Evaluation, evaluate

HERE = Path(__file__).parent
FLOOR = HERE / "golden" / "quality_floor.json"
SAMPLES = HERE.parent / "datasets" / "samples"
# The floor is written with three digits.
STEP = 0.001


@pytest.fixture(scope="module")
def floor() -> float:
    if not FLOOR.exists():
        pytest.skip(f"{FLOOR.name} does not exist: no model is shipped yet")
    return float(json.loads(FLOOR.read_text("utf-8"))["macro_f1"])


@pytest.fixture(scope="module")
def figures() -> Evaluation:
    return evaluate(nutgraf.load(), read_many(sorted(SAMPLES.glob("*.jsonl"))))


def test_quality_has_not_fallen(floor: float, figures: Evaluation):
    assert figures.macro_f1 >= floor, f"macro-F1 on the samples fell from {floor:.3f} to {figures.macro_f1:.4f}"


def test_the_floor_has_been_raised(floor: float, figures: Evaluation):
    reached = int(figures.macro_f1 / STEP) * STEP
    assert reached <= floor + STEP / 2, (
        f"macro-F1 on the samples is {figures.macro_f1:.4f}: set the floor to {reached:.3f}"
    )
