"""Predictions: the same alone and in a batch, and decided as the settings say."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import small
from nutgraf.batch import batch_of_lines
from nutgraf.labels import BODY, BOILERPLATE, PROMO
from nutgraf.model import LEAST_BODY, Prediction, Settings, Thresholds
from nutgraf.network import label_scores
from nutgraf.sequence import best_lines


def check_same_alone(documents: list[list[str]]) -> None:
    model = small.model()
    together, begin = model.predict(batch_of_lines(documents)), 0
    for place, document in enumerate(documents):
        alone, part = model.predict(batch_of_lines([document])), slice(begin, begin + len(document))
        assert np.array_equal(alone.labels, together.labels[part])
        np.testing.assert_allclose(alone.scores, together.scores[part], rtol=0, atol=1e-6)
        headline = together.headlines[place]
        assert alone.headlines[0] == (headline - begin if headline >= 0 else -1)
        assert alone.has_story[0] == together.has_story[place]
        begin += len(document)


@settings(max_examples=25)
@given(small.DOCUMENTS)
def test_other_documents_do_not_matter(documents: list[list[str]]):
    check_same_alone(documents)


@pytest.mark.parametrize("step", [1, -1])
def test_sample_documents_in_any_order(step: int):
    check_same_alone([small.lines(document) for document in small.documents()[::3][::step]])


@settings(max_examples=25)
@given(small.DOCUMENTS)
def test_laws_of_a_prediction(documents: list[list[str]]):
    batch = batch_of_lines(documents)
    found = small.model().predict(batch)
    np.testing.assert_allclose(found.scores.sum(1), np.ones(len(batch)), atol=1e-5)
    assert ((found.scores >= 0) & (found.scores <= 1)).all()
    assert set(found.labels.tolist()) <= {BODY, BOILERPLATE, PROMO}
    assert (found.headlines[~found.has_story] == -1).all()
    assert not found.has_story[np.diff(batch.bounds) == 0].any()
    for document, headline in enumerate(found.headlines.tolist()):
        assert headline == -1 or batch.bounds[document] <= headline < batch.bounds[document + 1]
        assert headline == -1 or found.labels[headline] == BODY
        assert headline == -1 or found.scores[headline, BODY] >= LEAST_BODY


def samples(model_settings: Settings | None = None, **choice: object) -> Prediction:
    model = small.model()
    if model_settings is not None:
        model = replace(model, settings=model_settings)
    return model.predict(batch_of_lines([small.lines(document) for document in small.documents()[::3]]), **choice)


def test_favor_moves_body_one_way_only():
    bodies = [set(np.flatnonzero(samples(favor=f).labels == BODY)) for f in ("precision", "balanced", "recall")]
    assert bodies[0] < bodies[1] < bodies[2]


def test_thresholds_at_their_ends():
    everything = Settings(thresholds=Thresholds(balanced=0))
    assert (samples(everything).labels == BODY).all()
    nothing = Settings(thresholds=Thresholds(balanced=1), headline=1)
    assert not (samples(nothing).labels == BODY).any()


def test_outside_the_region_body_needs_more():
    bodies = [set(np.flatnonzero(samples(Settings(outside=factor)).labels == BODY)) for factor in (0, 0.2, 1)]
    assert bodies[0] <= bodies[1] <= bodies[2]
    assert bodies[0] != bodies[2]


def test_what_belongs_half_to_the_story_needs_less_than_what_does_not():
    factors = Settings(outside=0.25).body_factor(np.array([0, 0.5, 1], np.float32))
    np.testing.assert_allclose(factors, [0.25, 0.5, 1])


def test_no_story_no_headline(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("nutgraf.model.LEAST_BODY", 0)
    assert (samples(Settings(story=0, headline=0)).headlines >= 0).all()
    assert (samples(Settings(story=1, headline=0)).headlines == -1).all()
    assert (samples(Settings(story=0, headline=1)).headlines == -1).all()


def test_temperature_changes_scores_and_not_their_order():
    cold, warm = samples(Settings(temperature=1.0)).scores, samples(Settings(temperature=2.0)).scores
    assert warm.max(1).mean() < cold.max(1).mean()


def test_several_networks_are_averaged():
    model = small.model()
    features = np.random.default_rng(0).standard_normal((5, len(model.networks[0].mean))).astype(np.float32)
    plain = replace(model, settings=Settings(temperature=1.0))
    each = [replace(plain, networks=(network,)).probabilities(features) for network in plain.networks]
    assert len(each) == 2
    np.testing.assert_allclose(plain.probabilities(features), np.mean(each, 0), atol=1e-5)


def test_evidence_changes_labels_and_not_scores():
    batch = batch_of_lines([small.lines(document) for document in small.documents()[::3]])
    before = small.model().predict(batch)
    assert {BODY, BOILERPLATE} <= set(before.labels.tolist())
    for label in (BODY, BOILERPLATE, PROMO):
        evidence = np.zeros((len(batch), 3), np.float32)
        evidence[:, label] = 50
        after = small.model().predict(batch, evidence=evidence)
        assert np.array_equal(after.scores, before.scores)
        assert (after.labels == label).all()
        assert label == BODY or (after.headlines == -1).all()
    nothing = small.model().predict(batch, evidence=np.zeros((len(batch), 3), np.float32))
    assert np.array_equal(nothing.labels, before.labels)
    assert np.array_equal(nothing.headlines, before.headlines)


def test_the_headline_is_body():
    classes = np.array([[0.1, 0.2, 0.3, 0.4]], np.float32)
    np.testing.assert_allclose(label_scores(classes), [[0.5, 0.2, 0.3]], rtol=1e-6)
    assert classes[0, 0] == np.float32(0.1)


@given(st.lists(st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75]), max_size=6), max_size=6))
def test_best_lines(documents: list[list[float]]):
    values = np.array([value for document in documents for value in document], np.float32)
    bounds = np.cumsum([0, *map(len, documents)])
    expected = [
        int(begin) + document.index(max(document)) if document and max(document) >= 0.5 else -1
        for document, begin in zip(documents, bounds, strict=False)
    ]
    assert best_lines(values, bounds, 0.5).tolist() == expected
