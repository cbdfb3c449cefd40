"""`GET /healthz` and `GET /v1/model`: whether the service is up, and with which model."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from nutgraf.labels import LABELS
from nutgraf.service.problems import documented

router = APIRouter()


class Health(BaseModel):
    """The service answers."""

    status: str


class ModelFacts(BaseModel):
    """Version of nutgraf, the labels in the order of their codes, and what the model says of itself."""

    nutgraf: str
    labels: list[str]
    info: dict[str, Any]


@router.get("/healthz", tags=["service"])
async def health() -> Health:
    """Whether the service is up. Asks no token."""
    return Health(status="ok")


@router.get("/v1/model", tags=["service"], responses=documented(401, 429))
async def model(request: Request) -> ModelFacts:
    """Which model answers: versions, origin and figures."""
    info = request.app.state.labeller.model.info
    return ModelFacts(nutgraf=version("nutgraf"), labels=[label.value for label in LABELS], info=info)
