"""The benchmark of speed: inputs, ratios and the page; no timings."""

import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import nutgraf
from nutgraf_training.benchmarks import speed_contenders
from nutgraf_training.benchmarks.speed_contenders import PAGES, PAGES_EACH, contenders
from nutgraf_training.benchmarks.speed_inputs import GLUED, ONE_DOCUMENT, Inputs, one_document, residue, write_stream
from nutgraf_training.benchmarks.speed_report import Rate, Report, Whole, draw, markdown
from nutgraf_training.benchmarks.speed_stages import CODES, GATHERS, PATTERNS, PRODUCTS, STAGES, SUMS, shares
from nutgraf_training.benchmarks.speed_timing import Finished, Took, run_process


def report() -> Report:
    rates = (
        Rate("whole pages", "nutgraf, streaming", "text", 1000.0, 10.0, 1.0),
        Rate("whole pages", PAGES, "HTML", 300.0, 3.0, 3.0),
        Rate("whole pages", "trafilatura (2.0)", "HTML", 100.0, 1.0, 10.0),
        Rate("stories", "nutgraf, streaming", "text", 2000.0, 20.0, 1.0),
    )
    took = Took((2.0,), (2.0,))
    whole = Whole(took, Took((1.0,), (1.0,)), {1: Finished(1, 1, 100), 100: Finished(9, 90, 110)}, (1.5,))
    stages = dict.fromkeys(STAGES, 0.01)
    return Report(rates, 0.5, stages | {PRODUCTS: 0.25}, stages | {PRODUCTS: 0.125}, whole)


def test_the_page_holds_every_figure_beside_what_is_wanted():
    text = markdown(report())
    assert "| trafilatura (2.0) | HTML | 100 | 1.0 | 10.00 |" in text
    for figure in (
        "nutgraf streaming against trafilatura (2.0), whole pages | 10.0 times as fast | at least 30 |",
        f"{PAGES} against trafilatura (2.0), whole pages | 3.0 times as fast | at least 8 |",
        "`python -c 'import numpy'` | 2.00 | at most 2.5 |",
        "100 MB against 1 MB | 1.10 | at most 1.3 |",
        "100 MB against 1 MB | 90.0 | at most 105 |",
        "1.50 | at least 1.7",
        f"| {PRODUCTS} | 25.0% | 12.5% |",
    ):
        assert figure in text
    assert "against nutgraf" not in text


def test_pages_are_labelled_by_their_layout(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(speed_contenders, "TIMED_EXTRACTORS", ())
    inputs = Inputs("pages", ("One line",), ("<h1>One</h1><p>Two</p>",))
    found = {each.name: each for each in contenders(inputs, nutgraf.load(), lambda _: None)}
    assert found[PAGES].takes == found[PAGES_EACH].takes == "HTML"
    assert found[PAGES].run() == found[PAGES_EACH].run() != []
    without = contenders(Inputs("texts", ("One line",)), nutgraf.load(), lambda _: None)
    assert PAGES not in {each.name for each in without}


def test_the_plot_has_a_panel_for_each_input(tmp_path: Path):
    draw(report(), tmp_path / "speed.svg")
    text = "".join(ElementTree.parse(tmp_path / "speed.svg").getroot().itertext())
    assert "whole pages" in text
    assert "stories" in text


def test_a_ratio_is_of_runs_in_the_same_round():
    # The second round was twice as slow for both.
    assert Took((1, 1, 1), (2.0, 4.0, 2.0)).over(Took((1, 1, 1), (1.0, 2.0, 1.0))) == 2


def test_stages_share_all_of_the_time():
    labeller = nutgraf.load()
    found = shares(lambda: [labeller.label(text) for text in residue(1).texts])
    assert tuple(found) == STAGES
    assert sum(found.values()) == pytest.approx(1)
    # What the table is for is found under the names that functions have now.
    assert min(found[stage] for stage in (GATHERS, SUMS, PRODUCTS, CODES)) > 0


def test_a_regular_expression_is_told():
    assert shares(lambda: re.compile("(a|b)*" * 50))[PATTERNS] > 0


def test_residue_is_a_story_with_headlines_at_its_end():
    inputs = residue(1)
    assert inputs.texts
    assert all(len(text.split("\n")) > GLUED for text in inputs.texts)
    assert len(residue(2).texts) == 2 * len(inputs.texts)


def test_one_document_is_taken_from_the_middle():
    long = "\n".join(map(str, range(ONE_DOCUMENT + 20)))
    assert one_document(Inputs("", (long, "short"))) == ["\n".join(map(str, range(10, ONE_DOCUMENT + 10)))]


def test_a_stream_has_the_size_that_was_asked_for_and_no_document_twice(tmp_path: Path):
    write_stream(tmp_path / "s.jsonl", 200_000)
    records = [json.loads(line) for line in (tmp_path / "s.jsonl").read_text(encoding="utf-8").splitlines()]
    assert 200_000 <= (tmp_path / "s.jsonl").stat().st_size < 300_000
    assert len({record["text"] for record in records}) == len(records)


def test_a_process_is_measured_by_itself():
    block = bytes(200_000_000)  # of the caller: must not count
    small = run_process([sys.executable, "-c", ""])
    assert small.peak < len(block) / 2
    large = run_process([sys.executable, "-c", "x = b'1' * 100_000_000"])
    assert large.peak - small.peak > 80_000_000


def test_a_process_that_fails_is_no_measurement():
    with pytest.raises(OSError, match="exit code 3"):
        run_process([sys.executable, "-c", "raise SystemExit(3)"])
