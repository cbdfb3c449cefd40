"""`POST /v1/label` and `POST /v1/clean`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter, HTTPException, Request, Response

from nutgraf.document import Document
from nutgraf.service.answers import (
    CleanDocument,
    CleanDocuments,
    LabelledDocument,
    LabelledDocuments,
    cleaned_page,
    joined,
    labelled,
)
from nutgraf.service.problems import documented
from nutgraf.service.requests import CleanRequest, LabelRequest

PROBLEMS = documented(400, 401, 408, 413, 422, 429, 501, 504)

#: Makes JSON of a document and the name that its sender gave it.
Write = Callable[[Document, str | None], bytes]

router = APIRouter(prefix="/v1", tags=["labels"], responses=PROBLEMS)


@router.post("/label", response_model=LabelledDocument | LabelledDocuments)
async def label(request: Request, asked: LabelRequest) -> Response:
    """Label every line of a document, or of several."""
    return await _answer(request, asked, labelled)


@router.post("/clean", response_model=CleanDocument | CleanDocuments)
async def clean(request: Request, asked: CleanRequest) -> Response:
    """The story of a document, or of several."""
    return await _answer(request, asked, partial(cleaned_page, drop=asked.drop, headline=asked.headline))


async def _answer(request: Request, asked: LabelRequest, write: Write) -> Response:
    """Label what was asked for; `write` makes JSON of each document."""
    pages = asked.pages()
    most = request.app.state.settings.max_documents
    if len(pages) > most:
        raise HTTPException(413, f"{len(pages)} documents in one request, at most {most} are taken; send fewer")
    sources = [page.source() for page in pages]
    # For the log, which must not have the texts themselves.
    request.state.documents = len(sources)
    request.state.characters = sum(len(source.content) for source in sources)
    writers = [partial(_named, write, page.id) for page in pages]
    answers: list[bytes] = await request.app.state.batcher.label(sources, asked.choice(), writers)
    return Response(answers[0] if asked.documents is None else joined(answers), media_type="application/json")


def _named(write: Write, name: str | None, document: Document) -> bytes:
    return write(document, name)
