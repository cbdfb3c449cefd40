"""The check that a change has left the labels as they were."""

from pathlib import Path

import numpy as np
from click.testing import CliRunner

from nutgraf_training.benchmarks.same_labels import main


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], env={"NUTGRAF_CORPORA": None})
    return result.exit_code, result.output


def test_the_same_model_is_the_same_and_other_labels_are_told(tmp_path: Path):
    path = tmp_path / "before.npz"
    assert run("save", path) == (0, "")
    code, output = run("check", path)
    assert code == 0
    assert output.startswith("100.0000% of ")
    with np.load(path) as before:
        labels, scores = before["labels"], before["scores"]
    labels[: len(labels) // 100] = (labels[: len(labels) // 100] + 1) % 3
    np.savez_compressed(path, labels=labels, scores=scores)
    code, output = run("check", path)
    assert code == 1
    assert "wanted: 99.9% the same" in output
