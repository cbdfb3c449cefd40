"""Why a line got its label."""

from dataclasses import replace

import numpy as np
import pytest

import nutgraf
import small
from nutgraf.choices import Favor
from nutgraf.evidence import GROUPS, OWN_WORDS, group_of
from nutgraf.explain import Explanation, explain, look, weigh
from nutgraf.labels import BODY, LABELS, PROMO, Label
from nutgraf.network import CLASSES, Network
from nutgraf.rules import Rule, Rules
from nutgraf.schema import seen_names
from nutgraf.sitememory import SiteMemory
from nutgraf.wording import telling_words
from pool import BYLINE, HEADLINE, PARAGRAPHS
from tiny import tiny_labeller

PAGE = f"""\
{HEADLINE}{BYLINE}{PARAGRAPHS}Related stories
Baker Wins Bet On The Wettest April Since Records Began
Seal Pup Found In Supermarket Car Park Returned To Sea
Bridge Tolls To Rise For The First Time In Six Years
Schools To Stay Closed On Thursday As Winds Reach Coast
"""


@pytest.fixture(scope="module")
def explained() -> list[Explanation]:
    labeller = nutgraf.load()
    return list(explain(labeller, labeller.label(PAGE)))


def words(explanation: Explanation) -> set[str]:
    return {reason.words for reason in explanation.reasons}


def test_what_stands_on_other_pages_of_the_site_is_told() -> None:
    labeller, site = tiny_labeller(), "post.example"
    turned = 0
    for page in small.documents()[:12]:
        lines = small.lines(page)
        alone = labeller.label_lines(lines)
        body = np.where(alone.labels == BODY, alone.scores[:, BODY], 1)
        memory = SiteMemory()
        memory.count([f"{lines[int(body.argmin())]}\nPage {number}" for number in range(3)], site)
        hearing = labeller.with_memory(memory)
        heard = hearing.label_lines(lines, site=site)
        told = [explanation.decided for explanation in explain(hearing, heard, site=site)]
        changed = np.flatnonzero((alone.labels != heard.labels) & (heard.scores.argmax(1) == BODY)).tolist()
        assert [place for place, decided in enumerate(told) if decided == "stands on 3 pages of its site"] == changed
        turned += len(changed)
    assert turned > 2


def test_of_a_copy_of_a_page_the_memory_says_nothing() -> None:
    labeller, site = tiny_labeller(), "post.example"
    memory = SiteMemory()
    memory.count([PAGE, PAGE], site)
    hearing = labeller.with_memory(memory)
    told = explain(hearing, hearing.label(PAGE, site=site), favor="precision", site=site)
    assert not any("of its site" in (explanation.decided or "") for explanation in told)


def test_what_is_said_is_true_of_the_line(explained: list[Explanation]) -> None:
    promo = explained[7]
    assert promo.line.text.startswith("Seal Pup")
    assert {"headline case", "no end mark", "run of 4 alike", "shares no word with the main text"} <= words(promo)
    assert {"several sentences", "sentence case"} <= words(explained[4])
    assert "a single word" not in words(explained[4])


def test_reasons_come_strongest_first(explained: list[Explanation]) -> None:
    for explanation in explained:
        weights = [reason.weight for reason in explanation.reasons]
        assert weights == sorted(weights, reverse=True)
        assert all(reason.weight > 0 for reason in explanation.speaking_for)
        assert all(reason.weight < 0 for reason in explanation.speaking_against)
        assert len(explanation.reasons) == len(GROUPS)


def test_hiding_what_weighs_most_hurts_the_label_most(explained: list[Explanation]) -> None:
    labeller = nutgraf.load()
    features = look(labeller.model, labeller.label(PAGE)).features
    mean = labeller.model.networks[0].mean
    for row, explanation in enumerate(explained):
        code = LABELS.index(explanation.line.label)

        def score_without(name: str, row: int = row, code: int = code) -> float:
            hidden = [group_of(column).name == name for column in seen_names()]
            return float(nutgraf_scores(np.where(hidden, mean, features[row])[None])[code])

        def nutgraf_scores(values: np.ndarray) -> np.ndarray:
            classes = labeller.model.probabilities(values.astype(np.float32))[0]
            return np.array([classes[0] + classes[3], classes[1], classes[2]])

        best, worst = explanation.reasons[0], explanation.reasons[-1]
        assert score_without(best.evidence) <= score_without(worst.evidence)


def test_only_columns_that_the_network_looks_at_weigh() -> None:
    names = seen_names()
    weights = np.zeros((len(names), CLASSES), np.float32)
    weights[names.index("last_dash"), PROMO] = 3
    network = Network(
        np.zeros(len(names), np.float32), np.ones(len(names), np.float32), (weights,), (np.zeros(CLASSES, np.float32),)
    )
    model = replace(tiny_labeller().model, networks=(network,))
    features = np.ones(len(names), np.float32)
    present = [group for group in GROUPS if any(group_of(name) is group for name in names)]
    weighed = dict(zip([group.name for group in present], weigh(model, features, PROMO), strict=True))
    assert weighed.pop("marks") > 1
    assert all(weight == pytest.approx(0, abs=1e-5) for weight in weighed.values())


def test_telling_words_are_words_of_the_line() -> None:
    table = nutgraf.load().model.table
    found = telling_words(table, "Read more: Bridge tolls to rise for the first time", PROMO)
    assert found
    assert found in "Read more: Bridge tolls"
    assert telling_words(table, "", PROMO) == ""
    assert telling_words(table, "12 | 34 ...", PROMO) == ""


def test_lines_can_be_chosen() -> None:
    labeller = tiny_labeller()
    document = labeller.label(PAGE)
    assert [explanation.line.number for explanation in explain(labeller, document, [7, 2])] == [8, 3]
    last = len(document.lines) - 1
    assert list(explain(labeller, document, [-1])) == list(explain(labeller, document, [last]))
    with pytest.raises(IndexError):
        list(explain(labeller, document, [last + 1]))


def test_blank_lines_and_empty_documents() -> None:
    labeller = tiny_labeller()
    share, blank = explain(labeller, labeller.label_lines(["Share", " "]))
    assert share.reasons
    assert (blank.reasons, str(blank)) == ((), "blank")
    assert list(explain(labeller, labeller.label(""))) == []


def test_a_text_with_every_line_twice_is_explained_as_if_each_stood_once() -> None:
    labeller = tiny_labeller()
    lines = PAGE.split("\n")
    once = list(explain(labeller, labeller.label_lines(lines)))
    twice = list(explain(labeller, labeller.label_lines([line for line in lines for _ in range(2)])))
    for begin in (0, 1):
        assert [each.reasons for each in twice[begin::2]] == [each.reasons for each in once]


def test_what_decided_beside_the_probabilities() -> None:
    labeller = nutgraf.load(rules=Rules((Rule(Label.PROMO, phrases=("by ines",), name="names", verdict=True),)))
    headline, byline, *_ = explain(labeller, labeller.label(PAGE))
    assert headline.decided == "the story's own headline"
    assert byline.decided == "your rule names: promo"
    assert str(byline).startswith(byline.decided)


@pytest.mark.parametrize(
    ("favor", "word"),
    [("precision", "choice of precision"), ("recall", "choice of recall"), ("balanced", "main text, where")],
)
def test_a_choice_that_decided_is_named(favor: Favor, word: str) -> None:
    labeller = nutgraf.load()
    document = labeller.label(PAGE)
    scores = document.scores.copy()
    scores[2] = (0.6, 0.4, 0) if favor != "recall" else (0.4, 0.6, 0)
    labels = document.labels.copy()
    labels[2] = 1 if favor != "recall" else 0
    (explanation,) = explain(labeller, replace(document, scores=scores, labels=labels), [2], favor)
    assert explanation.decided
    assert word in explanation.decided


def test_own_words_are_quoted(explained: list[Explanation]) -> None:
    quoted = [r.words for e in explained for r in e.reasons if r.evidence == OWN_WORDS and "“" in r.words]
    assert quoted
    for text in quoted:
        assert text.removeprefix("words like “").removesuffix("”") in PAGE
