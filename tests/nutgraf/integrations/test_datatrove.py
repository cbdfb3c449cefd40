"""Real datatrove pipelines with its local executor: cleaned, filtered, stopped and resumed."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove")

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

import fakes
from dying import RAISES, Dying
from fakes import PAGE
from nutgraf.integrations.datatrove import StoryCleaner, StoryFilter

# Whatever they warn of in their own code is theirs.
pytestmark = pytest.mark.filterwarnings("ignore")

FILES, DOCUMENTS = 3, 70
STORY = PAGE.split("\n")[0] + "\n" + PAGE.split("\n")[3]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A task for each file; the text of one makes its task raise, and each file's last has no story."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for file in range(FILES):
        texts = [PAGE] * (DOCUMENTS - 1) + ["Share\nTweet"]
        texts[65] += RAISES if file == 1 else ""
        lines = (json.dumps({"id": f"{file}-{n}", "text": text, "size": n}) for n, text in enumerate(texts))
        (folder / f"{file}.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def pipeline(pages: Path, out: Path, *steps: Any) -> LocalPipelineExecutor:
    writer = JsonlWriter(str(out), output_filename="${rank}.jsonl", compression=None)
    logs = str(out.with_name("logs-" + out.name))
    return LocalPipelineExecutor([JsonlReader(str(pages)), *steps, writer], tasks=FILES, workers=1, logging_dir=logs)


def written(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]


def figures(executor: LocalPipelineExecutor, step: str) -> dict[str, Any]:
    stats = json.loads(Path(executor.logging_dir.path, "stats.json").read_text())
    return next(found["stats"] for found in stats if step in found["name"])


def test_stopped_and_resumed(pages: Path, tmp_path: Path) -> None:
    whole = pipeline(pages, tmp_path / "whole", StoryCleaner(load=fakes.load))
    whole.run()
    out, step = tmp_path / "out", partial(StoryCleaner, load=Dying(tmp_path))
    with pytest.raises(RuntimeError, match="the network is down"):
        pipeline(pages, out, step()).run()
    resumed = pipeline(pages, out, step())
    assert resumed.get_incomplete_ranks() == [1, 2]
    resumed.run()
    assert written(out) == written(tmp_path / "whole")
    assert len(written(out)) == FILES * DOCUMENTS
    assert not resumed.get_incomplete_ranks()


def test_cleaned_documents_and_statistics(pages: Path, tmp_path: Path) -> None:
    executor = pipeline(pages, tmp_path / "out", StoryCleaner(load=fakes.load, drop="both"))
    executor.run()
    first, *_, last = written(tmp_path / "out")
    assert first == {
        "id": "0-0",
        "text": STORY,
        "metadata": {
            "size": 0,
            "file_path": first["metadata"]["file_path"],
            "nutgraf": {
                "has_story": True,
                "body_share": first["metadata"]["nutgraf"]["body_share"],
                "dropped": {"boilerplate": 1, "promo": 1},
            },
        },
    }
    # datatrove writes no empty text
    assert ("text" in last, last["metadata"]["nutgraf"]["has_story"]) == (False, False)
    found = figures(executor, "CLEAN")
    assert (found["total"], found["forwarded"], found["no_story"]) == (FILES * DOCUMENTS, FILES * DOCUMENTS, FILES)
    assert found["promo_lines"]["total"] == FILES * (DOCUMENTS - 1)


def test_documents_without_a_story_are_filtered_and_kept_aside(pages: Path, tmp_path: Path) -> None:
    aside = JsonlWriter(str(tmp_path / "aside"), output_filename="${rank}.jsonl", compression=None)
    executor = pipeline(pages, tmp_path / "out", StoryFilter(load=fakes.load, exclusion_writer=aside))
    executor.run()
    kept, dropped = written(tmp_path / "out"), written(tmp_path / "aside")
    assert (len(kept), {document["text"].split(RAISES)[0] for document in kept}) == (
        FILES * (DOCUMENTS - 1),
        {PAGE},
    )
    assert [(document["text"], document["metadata"]["filter_reason"]) for document in dropped] == [
        ("Share\nTweet", "no_story")
    ] * FILES
    assert figures(executor, "FILTER")["dropped_no_story"] == FILES
