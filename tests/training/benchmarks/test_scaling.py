from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nutgraf.sources import Record, open_input
from nutgraf_training.benchmarks.scaling import Cost, measure, page_texts, table, write_corpus


def texts(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.iterdir()):
        with open_input(str(path)) as source:
            found += [item.text for item in source.records if isinstance(item, Record)]
    return found


def test_corpus_has_the_same_texts_in_every_format(add_page: Callable[..., None], tmp_path: Path) -> None:
    add_page("traf", "a", "post.example")
    (page,) = page_texts(tmp_path / "traf")
    out = tmp_path / "out"
    out.mkdir()
    corpus = write_corpus(out, [page, "", "Größe"], size=5 * len(page), shards=2)
    assert texts(corpus.wet) == texts(corpus.parquet)
    assert len(texts(corpus.wet)) == corpus.documents
    assert sum(len(text.encode()) for text in texts(corpus.wet)) == corpus.size
    assert corpus.size >= 5 * len(page)
    assert corpus.compressed == sum(path.stat().st_size for path in corpus.wet.iterdir())


def test_costs_of_a_command_and_what_follows(tmp_path: Path) -> None:
    cost = measure("help", 1, "score", "--help")
    assert cost.processor > 0
    out = tmp_path / "out"
    out.mkdir()
    corpus = write_corpus(out, ["a" * 1000], size=10**6, shards=1)
    lines = list(table(corpus, [Cost("clean", 1, seconds=2.0, processor=3.6)]))
    # A megabyte in 3.6 seconds is a gigabyte in an hour.
    assert lines[2] == "| clean | 1 | 0.50 | 0.28 | 1.000 |"
    assert lines[6] == "| 1 TB of text | 1.0 TB | 1,000 | 15.6 | 0.65 |"
