"""Rows on whole pages: gains are of the same pages, languages count alike."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nutgraf_training.benchmarks.figures import Row
from nutgraf_training.benchmarks.page_rows import benchmark_rows, held_out_rows, language_rows, read_benchmark
from nutgraf_training.benchmarks.pages import FROM_TEXT, REFERENCE, PageScores
from stories import STORY


def by_key(rows: list[Row]) -> dict[tuple[str, str], Row]:
    return {(row.name, row.figure): row for row in rows}


def scored(languages: str, ours: list[float], theirs: list[float]) -> PageScores:
    pages: Any = tuple(SimpleNamespace(corpus="fundus", language=language) for language in languages.split())
    return PageScores(pages, {FROM_TEXT: np.array(ours), REFERENCE: np.array(theirs)})


def test_gain_is_paired():
    theirs = np.linspace(0, 1, 20)
    rows = by_key(held_out_rows(scored("en " * 20, (theirs * 0.9 + 0.1).tolist(), theirs.tolist())))
    gain = rows[FROM_TEXT, "gain"]
    assert gain.value == pytest.approx(0.05)
    assert gain.interval is not None
    assert 0 < gain.interval.low < gain.interval.high < 0.1
    word_f1 = rows[FROM_TEXT, "word F1"].interval
    assert word_f1 is not None
    assert word_f1.high - word_f1.low > 0.2
    assert (REFERENCE, "gain") not in rows


def test_languages_count_alike():
    scores = scored("en de de de fr sv", [0.9, 1.0, 1.0, 1.0, 0.5, 0.0], [0.5] * 6)
    rows = by_key(language_rows(scores, frozenset(("de", "fr", "ja"))))
    assert rows[FROM_TEXT, "de (3)"].value == 1
    assert rows[FROM_TEXT, "not English"].value == pytest.approx(0.75)
    assert rows[FROM_TEXT, "difference to English"].value == pytest.approx(-0.15)
    assert rows[REFERENCE, "difference to English"].value == pytest.approx(0)
    assert not any("sv" in figure or "ja" in figure for _, figure in rows)


def test_shingles():
    gold = ["one two three four five six", "seven eight nine ten"]
    rows = by_key(benchmark_rows(gold, {FROM_TEXT: gold, REFERENCE: [gold[0], "seven eight nine ten eleven"]}))
    assert rows[FROM_TEXT, "4-shingle F1"].value == 1
    assert rows[FROM_TEXT, "exact pages"].value == 1
    assert rows[REFERENCE, "exact pages"].value == 0.5
    theirs = 2 * 0.75 / 1.75
    assert rows[REFERENCE, "4-shingle F1"].value == pytest.approx(theirs)
    assert rows[FROM_TEXT, "gain"].value == pytest.approx(1 - theirs)


def test_gold_text_as_the_benchmark_has_it(tmp_path: Path, add_page: Callable[..., None]):
    add_page("aeb", "one", "one.example", articleBody="as they have it")
    pages, golds = read_benchmark(tmp_path)
    assert [page.id for page in pages] == ["one"]
    assert golds == ["as they have it"]
    assert json.loads((tmp_path / "aeb" / "gold.jsonl").read_text())["paragraphs"] == STORY
