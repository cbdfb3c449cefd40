"""The application: routes, guards and what they share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI

from nutgraf.labeller import Labeller
from nutgraf.service import about, docs, labels, metrics, problems
from nutgraf.service.batching import Batcher
from nutgraf.service.guard import OPEN_PATHS, Guard
from nutgraf.service.journal import Journal
from nutgraf.service.review import routes as review
from nutgraf.service.settings import Settings
from nutgraf.service.store import Store

SUMMARY = "Labels each line of scraped news text body, boilerplate or promo, with a probability."


def create_app(labeller: Labeller, settings: Settings | None = None, store: Store | None = None) -> FastAPI:
    """The service as an ASGI application.

    Routes find what they need in `app.state`: `labeller`, `settings`, and `batcher`, which labels off the event loop.
    With a store, the review page at / keeps documents and corrections there.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="nutgraf", version=version("nutgraf"), summary=SUMMARY, lifespan=_lifespan, docs_url=None, redoc_url=None
    )
    app.state.labeller = labeller
    app.state.settings = settings
    app.state.metrics = metrics.Metrics()
    app.state.batcher = Batcher(labeller, app.state.metrics.batch)
    app.state.metrics.watch_waiting(lambda: len(app.state.batcher))
    for module in (labels, about, metrics):  # what is asked most stands first; routes are tried in order
        app.include_router(module.router)
    docs.add_to(app)
    review.add_to(app, store)
    problems.add_handlers(app)
    # The last one added is the first to see a request: what the guard refuses is logged, too.
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(Journal, metrics=app.state.metrics)
    if settings.token is not None:
        _describe_token(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.batcher.close()


def _describe_token(app: FastAPI) -> None:
    """Say in the description which routes ask for the token; FastAPI knows only of tokens that it checks itself."""
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        description = describe()
        description["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for path, operations in description["paths"].items():
            for operation in operations.values():
                operation["security"] = [] if path in OPEN_PATHS else [{"token": []}]
        return description

    app.openapi = openapi  # type: ignore[method-assign]
