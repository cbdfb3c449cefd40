"""Text whose bytes were misread is looked at as what it was; other text as it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.batch import Batch, batch_of_lines, to_codes
from nutgraf.characters import IGNORED, classify
from nutgraf_training.benchmarks.perturbations import mojibake
from tiny import tiny_labeller


def texts(batch: Batch) -> list[str]:
    return ["".join(map(chr, batch.codes[a:b].tolist())) for a, b in zip(batch.starts, batch.ends, strict=True)]


@pytest.mark.parametrize(
    "lines",
    [
        ["“The council’s vote” of six to five …", "Café, 4 €", "Share"],
        ["Der Rat schließt das Bad", "Größe: 3 m²"],
        ["Городской совет закроет бассейн", "市議会はプールを閉鎖する", "😀 new"],
    ],
)
def test_misread_documents_are_read_as_they_were(lines: list[str]):
    assert texts(batch_of_lines([list(map(mojibake, lines))])) == texts(batch_of_lines([lines]))


@pytest.mark.parametrize(
    "line",
    [
        "Le maire répond : «\u00a0à\u00a0«\u00a0moi\u00a0»",  # the bytes of à, no-break space and « are a character's
        "Ñandú, Ã©, été",
        "â€ is two characters",
        "Â",
        "\u00e0\u0080\u008a",  # a line end, spelt longer than need be
        "\u00ed\u00a0\u00f4\u00ff",
    ],
)
def test_other_documents_stay(line: str):
    visible = [code for code in to_codes(line.strip()).tolist() if classify(np.array([code]))[0] != IGNORED]
    assert len(texts(batch_of_lines([[line]]))[0]) == len("".join(map(chr, visible)).strip())


def test_documents_stand_for_themselves():
    good, bad = "Café", mojibake("Café")
    assert texts(batch_of_lines([[good, bad], [bad], [good]])) == ["café", bad.lower(), "café", "café"]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=4))
def test_no_line_grows_or_is_lost(lines: list[str]):
    """Whatever is read into the characters, a line stays one line, and line ends stay outside."""
    batch = batch_of_lines([lines, list(map(mojibake, lines))])
    assert len(batch) == 2 * len(lines)
    assert all("\n" not in text for text in texts(batch))


@pytest.mark.parametrize("other", ["\u3000", "\u00a0\n\u00a0\nÉtÃ©", "\u2003\n"])
def test_blanks_of_other_documents_do_not_matter(other: str):
    text = "\n".join(
        map(mojibake, ["“The council’s vote” of six to five …", "Café, 4 €", "It’s over, the mayor’s office said"])
    )
    labeller = tiny_labeller()
    (alone,) = labeller.label_many([text])
    for together in (labeller.label_many([text, other]), labeller.label_many([other, text])):
        found = next(document for document in together if document.text == text)
        np.testing.assert_allclose(found.scores, alone.scores, rtol=0, atol=1e-6)
