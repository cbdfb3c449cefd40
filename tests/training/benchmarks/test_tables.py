"""Tables and plots of the model card."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from nutgraf.choices import FAVORS
from nutgraf.errors import InputError
from nutgraf_training.benchmarks.figures import Row
from nutgraf_training.benchmarks.plots import plot_body, plot_pages
from nutgraf_training.benchmarks.tables import BEGIN, END, TITLES, put_into_card, table, tables
from nutgraf_training.metrics import Interval
from nutgraf_training.report_findings import KnownLines

ROWS = [
    Row("pages", "nutgraf", "word F1", 0.93651, Interval(0.9, 0.95), 240),
    Row("pages", "nutgraf", "gain", 0.0184, Interval(-0.002, 0.036), 240),
    Row("pages", "another", "word F1", 0.9, None, 240),
    Row("size", "default", "MB", 2.1, None, 1),
]


def test_table():
    assert table(ROWS[:3]).splitlines() == [
        "|         | word F1              | gain                    |",
        "|---------|----------------------|-------------------------|",
        "| nutgraf | 0.937 [0.900, 0.950] | +0.018 [-0.002, +0.036] |",
        "| another | 0.900                | -                       |",
    ]


def test_tables_in_their_own_order():
    text = tables(ROWS[::-1])
    assert text.index(TITLES["pages"]) < text.index("| another") < text.index(TITLES["size"])
    assert "(240)" in text
    assert TITLES["aeb"] not in text


def test_card(tmp_path: Path):
    card = tmp_path / "README.md"
    card.write_text(f"# Card\n\n{BEGIN}\nold\n{END}\n\n## Limits\n")
    for _ in range(2):
        put_into_card(card, "new")
        assert card.read_text() == f"# Card\n\n{BEGIN}\nnew\n{END}\n\n## Limits\n"


@pytest.mark.parametrize("text", ["# Card\n", f"{BEGIN}\n", f"{END}\n{BEGIN}\n"])
def test_card_without_marks(tmp_path: Path, text: str):
    card = tmp_path / "README.md"
    card.write_text(text)
    with pytest.raises(InputError, match="expected a line <!-- bench-quality: begin --> and below it"):
        put_into_card(card, "new")
    assert card.read_text() == text


def test_plots_name_what_they_show_and_are_the_same_each_time(tmp_path: Path):
    random = np.random.default_rng(0)
    true = random.integers(0, 3, 200)
    lines = KnownLines(true, true.astype(np.uint8), random.dirichlet(np.ones(3), 200).astype(np.float32))
    rows = [*ROWS, Row("aeb", "nutgraf", "4-shingle F1", 0.9, Interval(0.8, 0.95), 181)]
    rows += [
        Row("favor", favor, f"{kind} of body", 0.9, None, 3) for favor in FAVORS for kind in ("precision", "recall")
    ]
    for name in ("a", "b"):
        plot_pages(rows, tmp_path / f"pages-{name}.svg")
        plot_body(lines, rows, tmp_path / f"body-{name}.svg")
    assert (tmp_path / "pages-a.svg").read_text() == (tmp_path / "pages-b.svg").read_text()
    assert (tmp_path / "body-a.svg").read_text() == (tmp_path / "body-b.svg").read_text()
    texts = [" ".join(ElementTree.parse(tmp_path / f"{name}-a.svg").getroot().itertext()) for name in ("pages", "body")]
    assert "nutgraf  0.937" in texts[0]
    assert "another  0.900" in texts[0]
    assert "balanced: 0.900, 0.900" in texts[1]
