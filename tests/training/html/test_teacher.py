"""A teacher that sees the layout, on the pages written for the tests."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import small
import small_pages
from nutgraf_training.fit import FitSettings
from nutgraf_training.html import teacher
from nutgraf_training.html.pages import TrainingPage
from nutgraf_training.labelled import LabelledDocument
from nutgraf_training.recipe import Sources

SILENT = FitSettings(), lambda _: None


def sources(*copies: int) -> Sources:
    """Some copies of the test pages, each of a site of its own."""
    pages = [page.document for page in small_pages.pages() if int(page.document.id.rpartition("-")[2]) in copies]
    return Sources(tuple(pages), (), small.documents()[:40])


def test_every_page_is_answered_and_more_right_than_wrong(monkeypatch: pytest.MonkeyPatch):
    known = {page.document.id: page for page in small_pages.pages()}

    def read(_: Path, documents: Sequence[LabelledDocument], *__: object) -> list[TrainingPage]:
        return [known[document.id] for document in documents]

    monkeypatch.setattr(teacher, "read_training_pages", read)
    kept, apart = sources(0, 1), sources(2)
    answers = teacher.ask_teacher(kept, apart, Path(), *SILENT)
    for part in (kept, apart):
        labels = np.concatenate([known[page.id].document.lines for page in part.pages])
        given = np.concatenate([answers[page.id] for page in part.pages])
        assert given.shape == (len(labels), 3)
        np.testing.assert_allclose(given.sum(1), 1, atol=1e-5)
        body = np.array([line.label == "body" for line in labels])
        other = np.array([line.label not in ("body", None) for line in labels])
        assert given[body, 0].mean() > given[other, 0].mean() + 0.2


def test_the_same_code_and_documents_are_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked = []

    def ask(kept: Sources, *_: object) -> dict[str, np.ndarray]:
        asked.append(kept)
        return {page.id: np.full((len(page.lines), 3), 1 / 3, np.float32) for page in kept.pages}

    monkeypatch.setattr(teacher, "ask_teacher", ask)
    kept, apart = sources(0), sources(1)
    first = teacher.teacher_answers(kept, apart, Path(), tmp_path, *SILENT)
    again = teacher.teacher_answers(kept, apart, Path(), tmp_path, *SILENT)
    assert len(asked) == 1
    assert first.keys() == again.keys() == {page.id for page in kept.pages}
    np.testing.assert_array_equal(first[kept.pages[0].id], again[kept.pages[0].id])
    fewer = replace(kept, hand=kept.hand[1:])
    teacher.teacher_answers(fewer, apart, Path(), tmp_path, *SILENT)
    assert asked[1:] == [fewer]
