"""What is counted, for Prometheus to fetch from `/metrics`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from nutgraf.document import Document
from nutgraf.labels import LABELS
from nutgraf.service.problems import documented

#: Seconds: a text alone takes about 10 ms, a full batch about 100.
_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
#: The format of Prometheus that `generate_latest` writes.
TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"
_DOCUMENTS = (1, 2, 5, 10, 20, 50, 100, 200, 500)

router = APIRouter()


class Metrics:
    """The counters of one application; `waiting` tells how many documents wait to be labelled."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests = Counter("nutgraf_requests", "Answers.", ["method", "path", "status"], registry=registry)
        self._seconds = Histogram(
            "nutgraf_request_seconds", "From request to answer.", ["path"], registry=registry, buckets=_SECONDS
        )
        self._at_work = Gauge("nutgraf_requests_in_progress", "Requests at work.", registry=registry)
        self._waiting = Gauge("nutgraf_documents_waiting", "Documents that wait to be labelled.", registry=registry)
        self._lines = Counter("nutgraf_lines", "Lines labelled.", ["label"], registry=registry)
        self._batch = Histogram(
            "nutgraf_batch_documents", "Documents labelled together.", registry=registry, buckets=_DOCUMENTS
        )
        self._batch_seconds = Histogram(
            "nutgraf_batch_seconds", "Labelling a batch.", registry=registry, buckets=_SECONDS
        )

    def watch_waiting(self, waiting: Callable[[], float]) -> None:
        """Ask `waiting` whenever the figure is wanted."""
        self._waiting.set_function(waiting)

    def begun(self) -> None:
        """A request has come."""
        self._at_work.inc()

    def answered(self, method: str, path: str, status: int, seconds: float) -> None:
        """A request has its answer; `path` is that of a route, so that there are few."""
        self._at_work.dec()
        self._requests.labels(method, path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def batch(self, documents: Sequence[Document], seconds: float) -> None:
        """A batch has been labelled."""
        self._batch.observe(len(documents))
        self._batch_seconds.observe(seconds)
        codes = np.concatenate([document.labels for document in documents])
        for label, count in zip(LABELS, np.bincount(codes, minlength=len(LABELS)).tolist(), strict=True):
            self._lines.labels(label.value).inc(count)


@router.get("/metrics", tags=["service"], response_class=PlainTextResponse, responses=documented(401))
async def metrics(request: Request) -> PlainTextResponse:
    """Counters for Prometheus."""
    text = generate_latest(request.app.state.metrics.registry)
    return PlainTextResponse(text, media_type=TEXT_FORMAT)
