"""nutgraf as steps of a datatrove pipeline: stories in place of texts, and documents without a story filtered out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nutgraf
from nutgraf.choices import Drop, Favor, Unit
from nutgraf.cleaning import body_share, cleaned, dropped
from nutgraf.errors import NutgrafError
from nutgraf.pipeline import Labels, Load, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nutgraf.document import Document

try:
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.filters.base_filter import BaseFilter
    from datatrove.utils.batching import batched
    from datatrove.utils.typeshelper import StatHints
except ImportError as error:
    raise NutgrafError(f"datatrove steps need {error.name}: pip install 'nutgraf[datatrove]'") from error

#: Documents that are labelled at a time: enough to work in bulk.
BATCH = 64
#: Why a document was filtered out, in the statistics and in `filter_reason`.
NO_STORY = "no_story"


class _Labels:
    """Labels datatrove documents; the model is loaded by the task that runs, once, and never travels."""

    def __init__(self, load: Load, request: Request) -> None:
        self._load = load
        self._request = request
        self._labeller: Labels | None = None

    def of(self, documents: list[Any]) -> list[Document]:
        self._labeller = self._labeller or self._load()
        texts = [document.text for document in documents]
        return list(self._labeller.label_many(texts, favor=self._request.favor, unit=self._request.unit))

    def __reduce__(self) -> tuple[Any, ...]:
        return _Labels, (self._load, self._request)


class StoryCleaner(PipelineStep):  # type: ignore[misc]
    """Puts each document's story in place of its text.

    `metadata["nutgraf"]` tells whether there was a story, the share of the characters that is body, and how many lines
    were taken out, by label, as `nutgraf clean` does. `load` makes the labeller, once in each task:
    `functools.partial(nutgraf.load, folder)` for a model of your own. The statistics have `total`, `forwarded`, the
    documents' length as everywhere in datatrove, `no_story`, and `promo_lines` and `boilerplate_lines` that were taken
    out.
    """

    name = "📰 Story"
    type = "🧹 - CLEAN"

    def __init__(
        self,
        *,
        load: Load = nutgraf.load,
        drop: Drop = "both",
        headline: bool = True,
        min_confidence: float | None = None,
        favor: Favor = "balanced",
        unit: Unit = "line",
    ) -> None:
        super().__init__()
        self._labels = _Labels(load, Request(favor, unit))
        self._drop: Drop = drop
        self._headline = headline
        self._least = min_confidence

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:  # noqa: ARG002
        """Clean the documents of a task, in order."""
        for batch in batched(data or (), BATCH):
            with self.track_time("batch"):
                labelled = self._labels.of(batch)
            for document, labels in zip(batch, labelled, strict=True):
                self._clean(document, labels)
                yield document

    def _clean(self, document: Any, labels: Document) -> None:
        gone = dropped(labels, self._drop, self._least)
        document.text = cleaned(labels, self._drop, self._headline, self._least)
        document.metadata["nutgraf"] = {
            "has_story": labels.has_story,
            "body_share": round(body_share(labels), 6),
            "dropped": {"boilerplate": gone.boilerplate, "promo": gone.promo},
        }
        self.stat_update(StatHints.total, StatHints.forwarded, *(() if labels.has_story else (NO_STORY,)))
        self.stat_update("promo_lines", value=gone.promo)
        self.stat_update("boilerplate_lines", value=gone.boilerplate)
        self.update_doc_stats(document)


class StoryFilter(BaseFilter):  # type: ignore[misc]
    """Keeps the documents that have a story, as they are; the others go to `exclusion_writer`, if there is one."""

    name = "📰 Story"

    def __init__(
        self,
        *,
        load: Load = nutgraf.load,
        favor: Favor = "balanced",
        unit: Unit = "line",
        exclusion_writer: Any = None,
    ) -> None:
        super().__init__(exclusion_writer, batch_size=BATCH)
        self._labels = _Labels(load, Request(favor, unit))

    def filter(self, doc: Any) -> bool | tuple[bool, str]:
        """Whether a document has a story."""
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: list[Any]) -> list[bool | tuple[bool, str]]:
        """Whether each of several documents has a story."""
        return [labels.has_story or (False, NO_STORY) for labels in self._labels.of(batch)]
