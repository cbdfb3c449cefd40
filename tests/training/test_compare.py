"""Two models on the same documents."""

import json

import numpy as np
import pytest

from nutgraf.labels import LABELS, Label
from nutgraf_training.compare import compare
from nutgraf_training.evaluate import Outcome
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.metrics import macro_f1

B, X, P = Label.BODY, Label.BOILERPLATE, Label.PROMO


def outcome(identity: str, true: list[Label | None], given: list[Label], source: str = "quay.example") -> Outcome:
    document = LabelledDocument(
        identity, source, tuple(LabelledLine(f"line {i}", label) for i, label in enumerate(true))
    )
    codes = np.array([LABELS.index(label) for label in given], dtype=np.uint8)
    return Outcome(document, codes, np.full((len(given), 3), 1 / 3, dtype=np.float32), -1)


TRUE = [B, X, P, None]
RIGHT, WORSE, WORST = [B, X, P, X], [B, X, X, X], [X, B, X, P]


def test_counted_by_hand():
    first = [outcome("a", TRUE, WORST), outcome("b", TRUE, RIGHT), outcome("c", TRUE, WORSE)]
    second = [outcome("a", TRUE, RIGHT), outcome("b", TRUE, RIGHT), outcome("c", TRUE, RIGHT)]
    found = compare(first, second)
    assert [(c.place, c.id, c.lines, c.changed, c.right_first, c.right_second, c.gain) for c in found.changes] == [
        (0, "a", 4, 4, 0, 3, 3),
        (2, "c", 4, 1, 2, 3, 1),
    ]
    assert found.second.macro_f1 == 1
    assert found.difference == pytest.approx(1 - found.first.macro_f1)
    assert found.interval.low <= found.difference <= found.interval.high


def test_order_turns_every_sign():
    first = [outcome(str(i), TRUE, WORSE if i % 3 else RIGHT) for i in range(20)]
    second = [outcome(str(i), TRUE, RIGHT if i % 2 else WORST) for i in range(20)]
    there, back = compare(first, second), compare(second, first)
    assert back.difference == pytest.approx(-there.difference)
    assert (back.interval.low, back.interval.high) == pytest.approx((-there.interval.high, -there.interval.low))
    assert back.better == pytest.approx(1 - there.better)


def test_models_that_answer_alike_differ_in_nothing():
    results = [outcome(str(i), TRUE, WORSE) for i in range(5)]
    found = compare(results, results)
    assert (found.difference, found.interval.low, found.interval.high, found.better) == (0, 0, 0, 0.5)
    assert found.changes == ()


def test_pairing_narrows_the_interval():
    # Documents differ far more from each other than the models do: the second gets one document in four right by more.
    hard = [outcome(str(i), [B, X] * 5, [X, B] * 5) for i in range(20)]
    easy = [outcome(str(20 + i), [B, X] * 5, [B, X] * 5) for i in range(20)]
    better = [outcome(str(i), [B, X] * 5, [X, B] * 4 + [B, X]) for i in range(20)]
    found = compare(hard + easy, better + easy)
    assert found.interval.low > 0
    assert found.better == 1
    width = found.interval.high - found.interval.low
    unpaired = found.first.macro_f1_interval
    assert width < (unpaired.high - unpaired.low) / 3


def test_the_same_seed_gives_the_same_comparison():
    first = [outcome(str(i), TRUE, WORSE if i % 3 else RIGHT) for i in range(20)]
    second = [outcome(str(i), TRUE, RIGHT if i % 2 else WORST) for i in range(20)]
    assert compare(first, second) == compare(first, second)
    assert compare(first, second) != compare(first, second, seed=1)
    totals = np.sum([result.counts for result in first], axis=0)
    assert compare(first, second).first.macro_f1 == float(macro_f1(totals))


def test_json_holds_both_models():
    found = compare([outcome("a", TRUE, WORSE)], [outcome("a", TRUE, RIGHT)])
    record = json.loads(found.to_json())
    assert record["second"]["macro_f1"] == 1
    assert record["changes"][0]["id"] == "a"
    assert set(record["interval"]) == {"low", "high"}


def test_other_documents_are_refused():
    with pytest.raises(ValueError, match="same documents"):
        compare([outcome("a", TRUE, RIGHT)], [outcome("b", TRUE, RIGHT)])
