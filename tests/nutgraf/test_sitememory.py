"""What a memory of sites counts, and what it says of lines."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import small
from nutgraf.batch import batch_of_lines
from nutgraf.document import Document
from nutgraf.labeller import Labeller
from nutgraf.labels import BODY
from nutgraf.sitememory import STRENGTH, SiteMemory

SITE = "post.example"
STORY = "The council voted six to five on Tuesday to close the swimming pool at the end of Harbour Lane, {} said."
NOTE = "Subscribers read the Saturday edition from Friday evening on, and may lend one copy of it to a neighbour."
PAGES = [f"Share\n{STORY.format(name)}\n{NOTE}" for name in ("Paul Adeyemi", "Ruth Castellan", "Ines Okafor")]
SITES = st.sampled_from(["a.example", "b.example"])
TEXTS = st.lists(st.tuples(small.DOCUMENT.map("\n".join), SITES), max_size=6)


def memory_of(texts: list[str], site: str = SITE) -> SiteMemory:
    memory = SiteMemory()
    memory.count(texts, site)
    return memory


def evidence(memory: SiteMemory, text: str, site: str | None = SITE) -> list[float]:
    return memory.evidence(batch_of_lines([text.split("\n")]), [site])[:, BODY].tolist()


def test_a_line_counts_once_a_page() -> None:
    memory = memory_of(["Share\nshare \nOther", "SHARE", "\u200bShare\n"])
    assert memory.occurrences(["Share", "Other", "", " ", "Tweet"], SITE) == [3, 1, 0, 0, 0]
    assert memory.pages == 3


def test_sites_are_apart_and_named_by_host_or_address() -> None:
    memory = SiteMemory()
    memory.count(["Share"] * 3, ["https://www.post.example/pool", "Post.Example", "other.example"])
    memory.count(["Share", "Share"], [None, ""])
    assert [memory.occurrences(["Share"], site) for site in ("post.example", "www.other.example", "no")] == [
        [2],
        [1],
        [0],
    ]
    assert memory.pages == 3


@given(TEXTS)
def test_counts_are_those_of_pages(texts: list[tuple[str, str]]) -> None:
    memory, one_by_one = SiteMemory(), SiteMemory()
    memory.count([text for text, _ in texts], [site for _, site in texts])
    for text, site in texts:
        part = memory_of([text], site)
        one_by_one.merge(part)
    for site in ("a.example", "b.example"):
        lines = sorted({line for text, _ in texts for line in text.split("\n") if "\r" not in line})
        found = memory.occurrences(lines, site)
        assert found == one_by_one.occurrences(lines, site)
        own = Counter(line for text, of in texts if of == site for line in set(text.split("\n")))
        assert all(count >= own[line] for line, count in zip(lines, found, strict=True) if count), "counted too low"


def test_lines_of_two_pages_speak_against_body() -> None:
    memory = memory_of(PAGES)
    assert evidence(memory, PAGES[0]) == [-STRENGTH, 0, -STRENGTH]
    assert evidence(memory, "Share\nNew line") == [-STRENGTH, 0]
    others = memory.evidence(batch_of_lines([PAGES[0].split("\n")]), [SITE])
    assert not np.delete(others, BODY, axis=1).any()


def test_nothing_is_said_without_a_site_or_of_a_line_of_one_page() -> None:
    memory = memory_of(PAGES)
    assert not any(evidence(memory, PAGES[0], None))
    assert not any(evidence(memory, PAGES[0], "other.example"))
    assert not any(evidence(memory_of(PAGES[:1]), PAGES[0]))


def test_page_that_was_fetched_twice_keeps_its_story() -> None:
    memory = memory_of([*PAGES, PAGES[0]])
    assert not any(evidence(memory, PAGES[0]))
    assert any(evidence(memory, PAGES[1]))


@given(small.DOCUMENT, st.sampled_from(["balanced", "precision", "recall"]))
def test_no_line_is_turned_by_memory_alone(lines: list[str], favor: str) -> None:
    """Scores stay the model's, and the odds of body shift by `STRENGTH` at the most."""
    labeller = Labeller(small.model())
    memory = memory_of(["\n".join(lines)] * 2)
    plain = labeller.label_lines(lines, favor=favor)  # type: ignore[arg-type]
    heard = labeller.with_memory(memory).label_lines(lines, favor=favor, site=SITE)  # type: ignore[arg-type]
    assert (heard.scores == plain.scores).all()
    assert heard.has_story == plain.has_story
    for index in np.flatnonzero(plain.labels != heard.labels):
        assert plain.labels[index] == BODY, "a line became body for standing on several pages"
        assert memory.occurrences([lines[index]], SITE)[0] >= 2
        assert _margin(labeller, plain, int(index), favor) <= STRENGTH + 1e-3 or index == plain.headline_index


def _margin(labeller: Labeller, document: Document, index: int, favor: str) -> float:
    """Log-odds by which the line's body score passes what its label asks for; outside the main region, the least."""
    body, *others = (document.scores[index] + 1e-7).tolist()
    threshold = getattr(labeller.model.settings.thresholds, favor)
    least = float(np.log(body / max(others)) - np.log(threshold / (1 - threshold)))
    return min(least, least + float(np.log(labeller.model.settings.outside)))


def test_off_by_default_and_off_again() -> None:
    labeller = Labeller(small.model())
    heard = labeller.with_memory(memory_of(PAGES))
    text = PAGES[0]
    assert labeller.label(text, site=SITE).labels.tolist() == heard.label(text).labels.tolist()
    again = heard.with_memory(None).label(text, site=SITE)
    assert again.labels.tolist() == labeller.label(text).labels.tolist()


def test_a_stream_takes_a_site_for_each_text() -> None:
    heard = Labeller(small.model(), memory=memory_of(PAGES))
    sites = [SITE, None, "other.example", SITE]
    texts = [PAGES[0], PAGES[0], PAGES[1], PAGES[2]]
    together = [document.labels.tolist() for document in heard.label_many(texts, site=sites)]
    assert together == [heard.label(text, site=site).labels.tolist() for text, site in zip(texts, sites, strict=True)]


def test_what_waits_is_counted_before_threads_read() -> None:
    memory = memory_of(PAGES)
    Labeller(small.model(), memory=memory)
    assert not memory._waiting


@pytest.mark.parametrize("width", [1 << 4, 1 << 12])
def test_a_full_sketch_falls_silent(width: int) -> None:
    """Where too many lines share their cells, most of a page seems to stand elsewhere: it counts as a copy."""
    memory = SiteMemory(most_exact=0, width=width)
    memory.count([STORY.format(number) for number in range(1000)], SITE)
    said = any(evidence(memory, "\n".join(STORY.format(f"a {number}") for number in range(20))))
    assert not said
    assert (memory.false_share > 0.9) == (width == 1 << 4)
