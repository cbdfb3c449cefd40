"""The HTML report: all of it in one file, nothing of it a command."""

import re
import sys
from html.parser import HTMLParser

import numpy as np
import pytest

from fakes import FakeLabeller
from nutgraf.errors import NutgrafError
from nutgraf.labels import LABELS, Label
from nutgraf_training import report_html, report_lines
from nutgraf_training.compare import compare
from nutgraf_training.evaluate import Outcome, summarize
from nutgraf_training.labelled import LabelledDocument, LabelledLine
from nutgraf_training.report_findings import Choice, Findings, find

B, X, P = Label.BODY, Label.BOILERPLATE, Label.PROMO
HOSTILE = "<script>alert(1)</script>\x1b[2J\u202e</style>\"'&amp;"
VOID = {"meta", "br"}


class Structure(HTMLParser):
    """Checks that elements close in order; gathers their names and identifiers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.ids: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag


def document(
    identity: str, *labels: Label | None, source: str = "quay.example", text: str = "A line"
) -> LabelledDocument:
    lines = tuple(LabelledLine(f"{text} {i}", label) for i, label in enumerate(labels))
    return LabelledDocument(identity, source, lines, language="en" if identity == "a" else "", kind="hand")


def outcome(document: LabelledDocument, *given: Label, headline: int = -1) -> Outcome:
    codes = np.array([LABELS.index(label) for label in given], dtype=np.uint8)
    scores = np.full((len(given), 3), 0.1, dtype=np.float32)
    scores[np.arange(len(given)), codes] = 0.8
    return Outcome(document, codes, scores, headline)


def findings(name: str, *results: Outcome) -> Findings:
    choices = (Choice("precision", 1.0, 0.5, 0.8), Choice("balanced", 0.8, 0.8, 0.5), Choice("recall", 0.5, 1.0, None))
    return Findings(name, results, summarize(results), choices)


RESULTS = (
    outcome(document("a", B, X, P, None), B, B, P, P, headline=0),
    outcome(document("b", B, B, X, P, source="field.example"), B, B, X, P),
)


def test_page_is_whole_and_needs_no_other_file():
    page = report_html.page(findings("default", *RESULTS), ["data.jsonl"])
    structure = Structure(page)
    assert structure.open == []
    assert not {"script", "link", "iframe", "img", "object"} & set(structure.names)
    assert structure.names.count("svg") == 4
    assert len(structure.ids) == len(set(structure.ids)), "plots in one page must not share identifiers"
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert not re.search(r"url\((?!#)|@import", page)
    assert not re.search(r"#(0[1-6])\1\1", page), "a stand-in colour was left"
    for heading in ("Confusion", "Reliability", "Thresholds", "Labels", "Sources", "Kinds", "Languages"):
        assert f">{heading}<" in page


def test_page_is_the_same_for_the_same_findings():
    found = findings("default", *RESULTS)
    assert report_html.page(found, ["x"]) == report_html.page(found, ["x"])


def test_text_cannot_become_markup():
    hostile = document(HOSTILE, B, X, source=HOSTILE, text=HOSTILE)
    found = findings(HOSTILE, outcome(hostile, X, X))
    other = findings(HOSTILE, outcome(hostile, B, B))
    comparison = compare(found.results, other.results)
    for page in (
        report_html.page(found, [HOSTILE]),
        report_html.comparison_page(comparison, found, other, [HOSTILE]),
    ):
        structure = Structure(page)
        assert "script" not in structure.names
        assert "alert" not in "".join(re.findall(r"<style.*?</style>", page, re.DOTALL))
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", page)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_wrong_lines_show_both_labels_and_the_probability():
    html = report_lines.worst_document(RESULTS[0])
    rows = re.findall(r'<div class="row ([a-z ]+)".*?</div>', html)
    assert rows == ["body headline", "boilerplate marked", "promo", "open"]
    assert "1 of 3 lines wrong" in html
    told = re.findall(r'<span class="told">(.*?)</span><span class="bar"', html)
    assert [re.sub("<.*?>", "", words) for words in told] == [
        "body 0.80",
        "boilerplate → body 0.80",
        "promo 0.80",
        "promo 0.80",
    ]


def test_worst_documents_come_first_and_right_ones_not_at_all():
    two = outcome(document("c", B, B), P, P)
    assert [result.document.id for result in report_lines.worst([*RESULTS, two], 5)] == ["c", "a"]
    assert [result.document.id for result in report_lines.worst([*RESULTS, two], 1)] == ["c"]


def test_lines_far_from_a_wrong_one_fold():
    labels = [B] * 20
    html = report_lines.worst_document(outcome(document("a", *labels), *labels[:10], P, *labels[11:]))
    assert re.findall(r"<summary>(\d+) lines</summary>", html) == ["8", "7"]
    assert html.count('class="row') == 20


def test_long_documents_are_cut_and_told():
    labels = [B] * (report_lines.MOST_LINES + 3)
    html = report_lines.worst_document(outcome(document("a", *labels), P, *labels[1:]))
    assert html.count('class="row') == report_lines.MOST_LINES
    assert "and 3 lines more" in html


def test_comparison_shows_what_changed():
    second = (RESULTS[0], outcome(RESULTS[1].document, B, X, X, P))
    first, other = findings("one", *RESULTS), findings("two", *second)
    page = report_html.comparison_page(compare(first.results, other.results), first, other, ["x"])
    structure = Structure(page)
    assert structure.open == []
    assert len(structure.ids) == len(set(structure.ids)) > 100
    assert page.count('class="document"') == 1
    assert "1 of 4 lines changed, -1 right" in page
    same = report_html.comparison_page(compare(first.results, first.results), first, first, ["x"])
    assert "Both label every line alike." in same


@pytest.mark.parametrize("label", LABELS)
def test_data_of_one_label_alone_is_drawn(label: Label):
    page = report_html.page(findings("default", outcome(document("a", label, label), label, label)), ["x"])
    assert page.count("<svg") == (4 if label is B else 2), "without body there is no curve of it"
    assert "Every line is labelled right." in page


def test_choices_are_measured_with_each_favor():
    # The fake takes lines of 10 to 29 characters for body only if recall is favoured.
    labelled = LabelledDocument("a", "s", (LabelledLine("x" * 40, B), LabelledLine("y" * 20, B), LabelledLine("z", X)))
    choices = find("fake", FakeLabeller(), [labelled], choices=True).choices
    assert {choice.favor: choice.recall for choice in choices} == {"balanced": 0.5, "precision": 0.5, "recall": 1.0}
    assert find("fake", FakeLabeller(), [labelled], choices=False).choices == ()


def test_missing_matplotlib_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(NutgrafError, match=r"python -m pip install 'nutgraf\[report\]'"):
        report_html.require()
