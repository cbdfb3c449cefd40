"""The same answers however texts come: alone or many, in any order and batch, by threads, by processes, again.

`test_labeller.py` has it for any text alone and among others; here are whole sample documents, and pages.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import small
import small_pages
from nutgraf import artifact, labelling
from nutgraf.document import Document
from nutgraf.html import artifact as html_artifact
from nutgraf.html import labelling as html_labelling
from nutgraf.labeller import Labeller

#: Scores may differ by so much where sums are formed in another order; labels not at all.
TOLERANCE = 1e-6
THREADS = 8
STORY = "The council votes on Tuesday on the harbour pool, which it closed in spring, says its chair. " * 3
PAGES = tuple(small_pages.source(path.stem) for path in sorted((small_pages.CASES / "html").glob("*.html")))


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    model = small_pages.model()
    return Labeller(model.text, pages=model)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return ["\n".join(small.lines(document)) for document in small.documents()]


@pytest.fixture(scope="module")
def alone(labeller: Labeller, texts: list[str]) -> list[Document]:
    return [labeller.label(text) for text in texts]


@pytest.fixture(scope="module")
def pages_alone(labeller: Labeller) -> list[Document]:
    return [labeller.label_html(page) for page in PAGES]


def check_same(found: Sequence[Document], expected: Sequence[Document]) -> None:
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one.text == other.text
        assert one.labels.tolist() == other.labels.tolist()
        assert np.abs(one.scores - other.scores).max(initial=0) <= TOLERANCE
        assert (one.headline_index, one.has_story) == (other.headline_index, other.has_story)


@pytest.mark.parametrize("characters", [1, 3_000, 1 << 14, 1 << 30])
def test_size_of_a_batch_changes_nothing(
    labeller: Labeller, texts: list[str], alone: list[Document], monkeypatch: pytest.MonkeyPatch, characters: int
) -> None:
    monkeypatch.setattr(labelling, "BATCH_CHARACTERS", characters)
    check_same(list(labeller.label_many(texts)), alone)


@pytest.mark.parametrize("characters", [1, 3_000, 1 << 30])
def test_size_of_a_batch_of_pages_changes_nothing(
    labeller: Labeller, pages_alone: list[Document], monkeypatch: pytest.MonkeyPatch, characters: int
) -> None:
    monkeypatch.setattr(html_labelling, "BATCH_CHARACTERS", characters)
    check_same(list(labeller.label_html_many(PAGES)), pages_alone)


def test_what_other_pages_declare_changes_nothing(labeller: Labeller) -> None:
    misread = "Été à Genève".encode().decode("cp1252", "replace")
    head = "<title>{0}</title><meta property='og:title' content='{0}'><meta name='description' content='{0}'>"
    pages = [
        head.format(text) + f"<p>{text}</p><p>{STORY}</p>" for text in (misread, "Été à Genève", "7 pools", "Pools")
    ]
    alone = [labeller.label_html(page) for page in pages]
    check_same(list(labeller.label_html_many(pages)), alone)
    check_same(list(labeller.label_html_many(pages[::-1])), alone[::-1])


@pytest.mark.parametrize("seed", range(3))
def test_order_of_texts_changes_nothing(labeller: Labeller, texts: list[str], alone: list[Document], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(texts)).tolist()
    found = list(labeller.label_many([texts[place] for place in order]))
    check_same(found, [alone[place] for place in order])


def test_a_stream_gets_the_answers_of_a_list(labeller: Labeller, texts: list[str], alone: list[Document]) -> None:
    def stream() -> Iterator[str]:
        yield from texts

    check_same(list(labeller.label_many(stream())), alone)


def test_given_lines_get_the_answers_of_their_text(labeller: Labeller, texts: list[str], alone: list[Document]) -> None:
    found = [labeller.label_lines([line for line in text.split("\n") if line.strip()]) for text in texts]
    for one, other in zip(found, alone, strict=True):
        assert one.labels.tolist() == other.labels.tolist()
        assert np.abs(one.scores - other.scores).max(initial=0) <= TOLERANCE


@pytest.mark.parametrize("mark", ["• {}", "{} -", "> {}"])
def test_given_lines_that_all_have_a_mark_get_the_answers_of_their_text(labeller: Labeller, mark: str) -> None:
    for document in small.documents()[:6]:
        lines = [mark.format(line) for line in small.lines(document)]
        one, other = labeller.label_lines(lines), labeller.label("\n".join(lines))
        assert np.abs(one.scores - other.scores).max(initial=0) <= TOLERANCE


def test_threads_share_a_labeller_for_different_texts_and_pages(
    labeller: Labeller, texts: list[str], alone: list[Document], pages_alone: list[Document]
) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        many = [pool.submit(lambda: list(labeller.label_many(texts))) for _ in range(THREADS)]
        single = pool.map(labeller.label, texts * 2)
        pages = pool.map(labeller.label_html, PAGES * 4)
        check_same(list(single), alone * 2)
        check_same(list(pages), pages_alone * 4)
        for each in many:
            check_same(each.result(), alone)


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "small"
    artifact.save(small_pages.model().text, folder)
    html_artifact.save(small_pages.model(), folder)
    return folder


def run(*arguments: object) -> bytes:
    command = [sys.executable, "-c", "from nutgraf.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.mark.parametrize("command", ["score", "clean"])
def test_number_of_jobs_and_another_run_change_no_byte(
    texts: list[str], model: Path, tmp_path: Path, command: str
) -> None:
    records = tmp_path / "in.jsonl"
    records.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)))
    first, again, parallel = (
        run(command, records, "--format", "jsonl", "--model", model, "--jobs", jobs) for jobs in (1, 1, 2)
    )
    assert len(first.splitlines()) >= len(texts)
    assert first == again == parallel


def test_one_file_each_or_all_in_one_changes_no_line(texts: list[str], model: Path, tmp_path: Path) -> None:
    for number, text in enumerate(texts[:6]):
        (tmp_path / f"{number:02}.txt").write_text(text)
    together = run("score", *sorted(tmp_path.glob("*.txt")), "--format", "jsonl", "--model", model)
    singly = b"".join(
        run("score", path, "--format", "jsonl", "--model", model) for path in sorted(tmp_path.glob("*.txt"))[:2]
    )
    assert together.startswith(singly)
