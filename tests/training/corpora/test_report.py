from __future__ import annotations

from pathlib import Path

from nutgraf.labels import Label
from nutgraf_training.corpora.report import count, sample, sample_page
from nutgraf_training.corpora.run import run
from nutgraf_training.labelled import LabelledDocument, LabelledLine


def test_figures_of_a_corpus(corpora: Path) -> None:
    (figures,) = count(run(corpora, ["pages"]))
    assert (figures.pages, len(figures.sites), figures.stories, figures.headlines) == (4, 3, 2, 2)
    assert figures.languages == {"en": 3, "ja": 1}
    assert figures.lines[Label.BODY] == 12
    assert figures.median_coverage == 1.0
    assert figures.left_out == []


def documents(number: int) -> list[LabelledDocument]:
    return [LabelledDocument(f"d{i}", "s", (LabelledLine(f"<i>line</i> {i}", Label.PROMO),)) for i in range(number)]


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    assert sample(documents(30), 5, 1) == sample(documents(30), 5, 1) != sample(documents(30), 5, 2)
    assert len(sample(documents(3), 5, 1)) == 3


def test_the_page_of_samples_shows_text_and_runs_none_of_it() -> None:
    page = sample_page([LabelledDocument("<b>", "s", (LabelledLine("<script>x</script>", None),))])
    assert '<p class="open">&lt;script&gt;x&lt;/script&gt;</p>' in page
    assert "<script>" not in page
    assert "<b>" not in page
