"""A model trained in two seconds on the sample documents, and texts to try it on."""

from functools import lru_cache
from pathlib import Path

from hypothesis import strategies as st

from nutgraf.model import Model
from nutgraf_training.dataset import read_many
from nutgraf_training.fit import FitSettings, fit
from nutgraf_training.labelled import LabelledDocument
from nutgraf_training.secondstage import NetworkSettings

SAMPLES = Path(__file__).parents[2] / "datasets" / "samples"
SETTINGS = FitSettings(network=NetworkSettings(hidden=(8,), epochs=2, batch=64, seeds=(0, 1)))

#: Words that repeat, so that documents have something in common; marks, digits, several scripts.
WORDS = ("Harbour", "council", "the", "a", "votes", "12:45", "2024", "Share", "pool", "街", "港の", "سوق", "नई", "É.")
MARKS = (".", ":", " | ", " - ", "?", ",", "”", "\u200b", "\t", "\u00a0", "\ud800", "\U0001f600", "\U0001d400")
LINE = st.one_of(
    st.lists(st.sampled_from((*WORDS, *MARKS)), max_size=30).map(" ".join),
    st.text(st.characters(exclude_categories=()), max_size=30),
    st.sampled_from(
        ["", " ", "Share", "Related stories:", "The council votes on the Harbour pool on Tuesday, they say."]
    ),
)
DOCUMENT = st.lists(LINE, max_size=12)
DOCUMENTS = st.lists(DOCUMENT, max_size=5)


@lru_cache(maxsize=1)
def documents() -> tuple[LabelledDocument, ...]:
    """All sample documents."""
    return tuple(read_many(sorted(SAMPLES.glob("*.jsonl"))))


@lru_cache(maxsize=1)
def model() -> Model:
    """The same model for all tests of a run."""
    return fit(documents(), SETTINGS, lambda _: None)


def lines(document: LabelledDocument) -> list[str]:
    """The texts of a document's lines."""
    return [line.text for line in document.lines]
