"""`train --base`: what is saved, what is reported, what is refused."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import small
from nutgraf import artifact
from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import places
from nutgraf.errors import InputError, ModelError
from nutgraf.labels import Label
from nutgraf.tokens import tokenise
from nutgraf_training.adapt import NOT_SURE, WORSE, adapt, adapt_model, before_and_after, doubt, with_labels
from nutgraf_training.compare import Comparison
from nutgraf_training.dataset import write
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.metrics import Interval


def turned(document: LabelledDocument) -> LabelledDocument:
    """The document with boilerplate and promo changed about: a base is wrong there, and always in the same way."""
    other = {Label.BOILERPLATE: Label.PROMO, Label.PROMO: Label.BOILERPLATE}
    lines = tuple(replace(line, label=other.get(line.label, line.label)) for line in document.lines if line.label)
    return replace(document, lines=lines)


def unlabelled(document: LabelledDocument) -> LabelledDocument:
    return replace(document, lines=tuple(LabelledLine(line.text, None) for line in document.lines))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    artifact.save(small.model(), tmp_path / "base")
    return tmp_path / "base"


def data(tmp_path: Path, documents: list[LabelledDocument]) -> list[Path]:
    write(tmp_path / "reviewed.jsonl", documents)
    return [tmp_path / "reviewed.jsonl"]


def test_an_ordinary_model_is_saved_with_its_base_and_its_figures(tmp_path: Path, base: Path):
    said: list[str] = []
    pages = list(small.documents()[:6])
    comparison = adapt_model(data(tmp_path, pages), str(base), tmp_path / "mine", echo=said.append)
    saved = artifact.load(tmp_path / "mine")
    mine = adapt(small.model(), pages)
    for one, other in zip(saved.networks, mine.networks, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one.weights, other.weights, strict=True))
    assert saved.info["base"]["name"] == "base"
    assert saved.info["data"]["documents"] == 6
    assert saved.info["figures"]["adapted"]["after"]["macro_f1"] == round(comparison.second.macro_f1, 4)
    assert f"6 documents with {comparison.first.lines} labelled lines" in said[0]
    assert "(before)" in "\n".join(said)


def test_both_looks_are_tuned_and_nothing_else():
    model = small.model()
    mine = adapt(model, list(small.documents()[:6]))
    for one, other in zip((*model.first, *model.networks), (*mine.first, *mine.networks), strict=True):
        assert not np.array_equal(one.weights[0], other.weights[0])
        assert np.array_equal(one.mean, other.mean)
    assert mine.table is model.table
    assert (mine.headline, mine.story, mine.settings) == (model.headline, model.story, model.settings)


def test_words_common_in_the_documents_are_common_words():
    def page(*more: str) -> LabelledDocument:
        return LabelledDocument("d", "s.example", (LabelledLine(" ".join(["zeezicht", *more]), Label.BODY),))

    model = small.model()
    mine = adapt(model, [page("lantaarn"), page("lantaarn"), page(), page(), page()])
    often, seldom = places(tokenise(batch_of_lines([["zeezicht lantaarn"]])).hashes).tolist()
    assert np.flatnonzero(mine.common_words != model.common_words).tolist() == [often]
    assert mine.common_words[often]
    assert not mine.common_words[seldom]


def test_what_is_wrong_in_the_same_way_everywhere_is_learnt():
    pages = [turned(page) for page in small.documents()[:20]]
    comparison = before_and_after(small.model(), pages, echo=lambda _: None)
    assert comparison.interval.low > 0
    assert doubt(comparison) == ""


def with_interval(low: float, high: float) -> Comparison:
    pages = list(small.documents()[:5])
    return replace(before_and_after(small.model(), pages, echo=lambda _: None), interval=Interval(low, high))


def test_doubt():
    found = with_interval(0.01, 0.02)
    assert doubt(found) == ""
    assert doubt(replace(found, interval=Interval(-0.01, 0.02))) == NOT_SURE
    assert doubt(replace(found, interval=Interval(0.0, 0.0))) == NOT_SURE
    assert doubt(replace(found, interval=Interval(-0.02, -0.01))) == WORSE


def test_documents_without_a_label_do_not_count():
    pages = list(small.documents()[:6])
    assert with_labels([*pages, unlabelled(small.documents()[7])]) == pages
    with pytest.raises(InputError, match="4 documents with labelled lines given, at least 5"):
        with_labels([*pages[:4], unlabelled(pages[4])])


def test_unlabelled_lines_may_stand_among_labelled_ones():
    pages = list(small.documents()[:5])
    half = [
        replace(page, lines=(LabelledLine(page.lines[0].text, None), *page.lines[1:]), headline=None) for page in pages
    ]
    assert np.isfinite(adapt(small.model(), half).networks[0].weights[0]).all()


def test_a_missing_label_is_told(tmp_path: Path, base: Path):
    pages = [
        replace(page, lines=tuple(line for line in page.lines if line.label is not Label.PROMO), headline=None)
        for page in small.documents()[:5]
    ]
    said: list[str] = []
    adapt_model(data(tmp_path, pages), str(base), tmp_path / "mine", echo=said.append)
    assert "no line is labelled promo" in said[0]


def test_the_base_is_not_written_over(tmp_path: Path, base: Path):
    before = (base / "model.json").read_bytes()
    with pytest.raises(InputError, match="is the folder of the base"):
        adapt_model(data(tmp_path, list(small.documents()[:5])), str(base), base)
    assert (base / "model.json").read_bytes() == before


def test_a_damaged_base_is_refused_before_any_work(tmp_path: Path, base: Path):
    (base / "weights.npz").write_bytes(b"no archive")
    with pytest.raises(ModelError):
        adapt_model([tmp_path / "missing.jsonl"], str(base), tmp_path / "mine")
    with pytest.raises(ModelError):
        adapt_model([tmp_path / "missing.jsonl"], str(tmp_path / "nowhere"), tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
