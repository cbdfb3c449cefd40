"""The application: routes, guards and what they share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from nutgraf.labeller import Labeller
from nutgraf.service import about
from nutgraf.service.batching import Batcher
from nutgraf.service.settings import Settings


def create_app(labeller: Labeller, settings: Settings | None = None) -> FastAPI:
    """The service as an ASGI application.

    Routes find what they need in `app.state`: `labeller`, `settings`, and `batcher`, which labels off the event loop.
    """
    app = FastAPI(title="nutgraf", lifespan=_lifespan, docs_url=None, redoc_url=None)
    app.state.labeller = labeller
    app.state.settings = settings or Settings()
    app.state.batcher = Batcher(labeller)
    app.include_router(about.router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.batcher.close()
