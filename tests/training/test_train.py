"""`train_model`: what is held out, what is noted."""

import json
from pathlib import Path

import pytest

import small
from nutgraf import artifact
from nutgraf.errors import InputError
from nutgraf_training import train
from nutgraf_training.fit import FitSettings
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.train import described, hold_out, train_model


def documents(sources: int) -> list[LabelledDocument]:
    line = (LabelledLine("x", None),)
    return [LabelledDocument(f"d{i}", f"s{i % sources}.example", line) for i in range(60)]


@pytest.mark.parametrize(("share", "count"), [(0.0, 1), (0.2, 4), (0.5, 10), (1.0, 19)])
def test_sources_are_held_out_whole(share: float, count: int):
    pages = documents(20)
    kept, apart = hold_out(pages, share, 0)
    assert {page.source for page in kept}.isdisjoint({page.source for page in apart})
    assert sorted(page.id for page in kept + apart) == sorted(page.id for page in pages)
    assert len({page.source for page in apart}) == count
    assert hold_out(pages, share, 0) == (kept, apart)


def test_another_seed_holds_out_others():
    assert hold_out(documents(20), 0.2, 0) != hold_out(documents(20), 0.2, 1)


def test_one_source_cannot_be_split():
    with pytest.raises(InputError, match="1 source in the labelled documents, expected at least 2"):
        hold_out(documents(1), 0.2, 0)


def test_a_model_is_saved_with_the_figures_of_its_sibling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen: list[list[LabelledDocument]] = []

    def fake_fit(given: list[LabelledDocument], how: FitSettings, _: object):
        assert how.seed == 3
        seen.append(list(given))
        return small.model()

    monkeypatch.setattr(train, "fit", fake_fit)
    figures = train_model([small.SAMPLES / "hard-news.jsonl"], tmp_path / "m", seed=3, echo=lambda _: None)
    sibling, everything = seen
    assert figures.documents == len(everything) - len(sibling) > 0
    assert {page.source for page in sibling} < {page.source for page in everything}
    info = artifact.load(tmp_path / "m").info
    assert info["data"]["documents"] == len(everything)
    assert info["data"]["lines"] == sum(len(page.lines) for page in everything)
    assert info["figures"]["held_out"]["macro_f1"] == round(figures.macro_f1, 4)
    assert json.loads((tmp_path / "m" / "model.json").read_text("utf-8"))["info"] == info


def test_the_data_s_digest_changes_with_the_data():
    pages = small.documents()
    digests = {described(small.model(), part, {}).info["data"]["sha256"] for part in (pages, pages[1:], pages[::-1])}
    assert len(digests) == 3
