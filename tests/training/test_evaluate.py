"""Evaluation of labellers whose answers are known."""

import json
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.labels import LABELS, Label
from nutgraf.spans import Spans
from nutgraf_training.evaluate import Favor, GroupFigures, evaluate, outcomes, summarize
from nutgraf_training.labelled import LabelledDocument, LabelledLine

B, X, P = Label.BODY, Label.BOILERPLATE, Label.PROMO


class Fake:
    """Answers by the line's text; everything else is body. Sure of itself to the same degree everywhere."""

    def __init__(self, answers: Mapping[str, Label], sure: float = 0.8, headline: str = "") -> None:
        self.answers, self.sure, self.headline = answers, sure, headline
        self.favors: list[str] = []

    def label_lines(self, lines: Sequence[str], *, favor: Favor = "balanced") -> Document:
        self.favors.append(favor)
        codes = np.array([LABELS.index(self.answers.get(line, B)) for line in lines], dtype=np.uint8)
        scores = np.full((len(lines), 3), (1 - self.sure) / 2, dtype=np.float32)
        scores[np.arange(len(lines)), codes] = self.sure
        ends = np.cumsum([len(line) + 1 for line in lines])
        starts = np.append(0, ends[:-1])
        spans = Spans(starts, ends - 1, np.arange(1, len(lines) + 1))
        index = lines.index(self.headline) if self.headline in lines else -1
        return Document("\n".join(lines), spans, codes, scores, headline_index=index)


def document(
    identity: str, *lines: tuple[str, Label | None], source: str = "quay.example", headline: int | None = None
) -> LabelledDocument:
    return LabelledDocument(identity, source, tuple(LabelledLine(*line) for line in lines), headline=headline)


DOCUMENTS = [
    document("a", ("Ferry returns", B), ("It sailed.", B), ("Share", X), ("Old pier sold", P), ("?", None), headline=0),
    document("b", ("Market opens", B), ("Share", X), ("Old pier sold", B), source="field.example", headline=0),
]
FAKE = Fake({"Share": X, "Old pier sold": P, "?": X}, headline="Ferry returns")


def test_figures_counted_by_hand():
    found = evaluate(FAKE, DOCUMENTS)
    assert (found.documents, found.lines) == (2, 7), "the line without a label does not count"
    assert found.confusion == ((3, 0, 1), (0, 2, 0), (0, 0, 1))
    assert [figures.label for figures in found.classes] == list(LABELS)
    assert [figures.support for figures in found.classes] == [4, 2, 1]
    assert found.classes[2].precision == 0.5
    assert found.macro_f1 == pytest.approx((6 / 7 + 1 + 2 / 3) / 3)
    assert found.macro_f1_interval.low <= found.macro_f1 <= found.macro_f1_interval.high
    assert found.accuracy == pytest.approx(6 / 7)
    assert found.sources == (
        GroupFigures("field.example", 1, 3, pytest.approx(2 / 3), pytest.approx((2 / 3 + 1 + 0) / 3)),
        GroupFigures("quay.example", 1, 4, 1, 1),
    )


def test_calibration_overall_and_per_class():
    right = document("a", *[("It sailed.", B)] * 30)
    assert evaluate(Fake({}, sure=0.9), [right]).ece == pytest.approx(0.1, abs=1e-6)
    body, boilerplate, promo = (figures.ece for figures in evaluate(Fake({}, sure=0.9), [right]).classes)
    assert body == pytest.approx(0.1, abs=1e-6)
    assert boilerplate == promo == pytest.approx(0.05, abs=1e-6)


def test_the_headline_is_judged_by_its_words():
    twice = document("c", ("Home", X), ("Ferry returns", X), (" Ferry  returns", B), headline=2)
    unknown = document("d", ("Ferry returns", B))
    assert [result.headline_right for result in outcomes(FAKE, [*DOCUMENTS, twice, unknown])] == [
        True,
        False,
        True,
        None,
    ]
    found = evaluate(FAKE, [*DOCUMENTS, twice, unknown])
    assert (found.headlines, found.headline_accuracy) == (3, pytest.approx(2 / 3))
    assert evaluate(FAKE, [unknown]).headline_accuracy is None


def test_favor_is_passed_on():
    fake = Fake({})
    evaluate(fake, DOCUMENTS, favor="recall")
    assert fake.favors == ["recall", "recall"]


def test_the_same_seed_gives_the_same_evaluation():
    many = [document(str(i), ("It sailed.", B if i % 3 else P), ("Share", X)) for i in range(30)]
    assert evaluate(FAKE, many) == evaluate(FAKE, many)
    assert evaluate(FAKE, many) != evaluate(FAKE, many, seed=1)


def test_json_holds_every_figure():
    found = evaluate(FAKE, DOCUMENTS)
    record = json.loads(found.to_json())
    assert record["macro_f1"] == found.macro_f1
    assert record["confusion"] == [list(row) for row in found.confusion]
    assert record["classes"][2]["label"] == "promo"
    assert record["sources"][0]["name"] == "field.example"
    assert set(record["macro_f1_interval"]) == {"low", "high"}


@pytest.mark.parametrize("documents", [[], [document("a", ("?", None))]])
def test_documents_without_labels_are_refused(documents: list[LabelledDocument]):
    with pytest.raises(InputError, match=f"none of the {len(documents)} documents has a labelled line"):
        summarize(list(outcomes(FAKE, documents)))


def test_a_document_without_labels_may_stand_among_others():
    assert evaluate(FAKE, [*DOCUMENTS, document("z", ("?", None))]).lines == 7
