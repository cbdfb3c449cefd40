"""The table for the terminal."""

from dataclasses import replace

from nutgraf.labels import Label
from nutgraf_training.compare import Change, Comparison
from nutgraf_training.evaluate import Evaluation, GroupFigures
from nutgraf_training.metrics import ClassFigures, Interval
from nutgraf_training.report import comparison_text, text, verdict

EVALUATION = Evaluation(
    documents=12,
    lines=1240,
    accuracy=0.9,
    macro_f1=0.8125,
    macro_f1_interval=Interval(0.7812, 0.844),
    classes=(
        ClassFigures(Label.BODY, 0.95, 0.9, 0.924, 800, 0.012),
        ClassFigures(Label.BOILERPLATE, 0.8, 0.85, 0.824, 400, 0.02),
        ClassFigures(Label.PROMO, 0.7, 0.68, 0.69, 40),
    ),
    confusion=((720, 70, 10), (30, 340, 30), (5, 8, 27)),
    ece=0.0142,
    headlines=10,
    headline_accuracy=0.9,
    sources=(
        GroupFigures("a.example", 1, 40, 0.5, 0.4),
        GroupFigures("b.example", 6, 1000, 0.9, 0.8),
        GroupFigures("long-name.example", 5, 200, 1.0, 1.0),
    ),
)


def test_the_whole_table():
    assert text(EVALUATION, most_sources=2).splitlines() == [
        "1,240 labelled lines in 12 documents from 3 sources",
        "macro-F1 0.812 (95 % interval 0.781 to 0.844), right 90.0%, calibration error 0.014",
        "headline right 90.0% of 10",
        "",
        "label        precision  recall     F1  calib. err.  lines",
        "body             0.950   0.900  0.924        0.012    800",
        "boilerplate      0.800   0.850  0.824        0.020    400",
        "promo            0.700   0.680  0.690                  40",
        "",
        "true \\ given  body  boilerplate  promo",
        "body           720           70     10",
        "boilerplate     30          340     30",
        "promo            5            8     27",
        "",
        "sources, most wrong lines first (2 of 3)",
        "source     documents  lines  right  macro-F1",
        "b.example          6  1,000  90.0%     0.800",
        "a.example          1     40  50.0%     0.400",
    ]


def test_one_source_and_unknown_headlines_are_left_out():
    short = text(replace(EVALUATION, sources=EVALUATION.sources[:1], headlines=0, headline_accuracy=None, documents=1))
    assert "in 1 document from 1 source\n" in short
    assert "headline" not in short
    assert "sources," not in short


COMPARISON = Comparison(
    first=EVALUATION,
    second=replace(EVALUATION, macro_f1=0.85, accuracy=0.95, headline_accuracy=1.0),
    difference=0.0375,
    interval=Interval(0.01, 0.06),
    better=0.99,
    changes=(Change(4, "doc\x1b[2J", "a.example", 40, 6, 30, 33), Change(2, "d", "b.example", 9, 1, 9, 8)),
)


def test_the_whole_comparison():
    lines = comparison_text(COMPARISON, "default", "my-model", most_changes=1).splitlines()
    assert lines[:6] == [
        "A default",
        "B my-model",
        "",
        "1,240 labelled lines in 12 documents from 3 sources",
        "",
        "B is better: macro-F1 of B minus A +0.037 (95 % interval +0.010 to +0.060; B ahead in 99.0% of resamples)",
    ]
    assert lines[7:9] == [
        "                           A      B   B - A",
        "macro-F1               0.812  0.850  +0.037",
    ]
    assert lines[-5:] == [
        "calibration error      0.014  0.014  +0.000",
        "",
        "documents, most changed first (1 of 2)",
        "document  source     lines  changed  right A  right B  gain",
        "doc\ufffd[2J   a.example     40        6       30       33    +3",
    ]


def test_verdict_says_who_is_better_only_when_sure():
    assert verdict(COMPARISON).startswith("B is better")
    assert verdict(replace(COMPARISON, interval=Interval(-0.02, 0.01))).startswith("no clear difference")
    assert verdict(replace(COMPARISON, interval=Interval(-0.02, -0.01))).startswith("A is better")
