"""What the service tells the review page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from fastapi import Response

from nutgraf.explain import Explanation, Reason
from nutgraf.labels import LABELS
from nutgraf.service.stored import Correction, Judgement, Kept, Page, Waiting

_NAMES = [label.value for label in LABELS]


def answer(content: object, status: int = 200) -> Response:
    """JSON in which escapes carry lone surrogates, which UTF-8 cannot."""
    return Response(json.dumps(content), status, media_type="application/json")


def document(page: Page, judgement: Judgement, key: int | None = None) -> dict[str, Any]:
    """A document with what the model says of it; only one that is kept has a key."""
    return {
        "key": key,
        "id": page.id,
        "source": page.source,
        "has_story": judgement.has_story,
        "headline": judgement.headline,
        "thresholds": asdict(judgement.thresholds),
        "lines": [
            {
                "number": line.number,
                "text": line.text,
                "tag": line.tag,
                "label": judgement.labels[index].value,
                "scores": dict(zip(_NAMES, judgement.scores[index], strict=True)),
                "share": judgement.shares[index],
                "fixed": index in judgement.fixed,
            }
            for index, line in enumerate(page.lines)
        ],
    }


def kept(found: Kept) -> dict[str, Any]:
    """A document of the database with its corrections."""
    return {
        **document(found.page, found.judgement, found.key),
        "corrections": corrections(found.corrections.values()),
    }


def corrections(found: Iterable[Correction]) -> list[dict[str, Any]]:
    """Who said what of which line."""
    return [asdict(correction) for correction in found]


def waiting(found: Waiting) -> dict[str, Any]:
    """A document in the queue."""
    return asdict(found)


def conflict(found: Iterable[Correction], reason: str) -> Response:
    """Someone else was faster: what they said."""
    return answer({"detail": reason, "corrections": corrections(found)}, 409)


def explanation(found: Explanation) -> Mapping[str, Any]:
    """Why a line got its label."""
    return {
        "label": found.line.label.value,
        "confidence": round(found.line.confidence, 4),
        "decided": found.decided,
        "for": list(map(_reason, found.speaking_for)),
        "against": list(map(_reason, found.speaking_against)),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"words": reason.words, "weight": round(reason.weight, 3)}
