"""What the review page asks for. Not part of the public API: it changes with the page."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from nutgraf.document import Document
from nutgraf.explain import explain
from nutgraf.labeller import Labeller
from nutgraf.service.batching import Choice
from nutgraf.service.exchange import exported
from nutgraf.service.problems import problem
from nutgraf.service.review import answers, page
from nutgraf.service.review.importing import add_pages
from nutgraf.service.review.judging import Origin, judge, page_of
from nutgraf.service.review.requests import Asked, Corrections, Import, Pasted, Step
from nutgraf.service.store import Store
from nutgraf.service.stored import ConflictError, Judgement, UnknownDocumentError
from nutgraf.sites import host

router = APIRouter(prefix="/review", include_in_schema=False)


def add_to(app: FastAPI, store: Store | None) -> None:
    """Serve the page; without a database it labels and explains, and keeps nothing."""
    app.state.store = store
    app.include_router(router)
    page.add_to(app)
    app.add_exception_handler(ConflictError, _conflict)
    app.add_exception_handler(UnknownDocumentError, _unknown)


def _labeller(request: Request) -> Labeller:
    return request.app.state.labeller


def _store(request: Request) -> Store:
    if request.app.state.store is None:
        raise HTTPException(404, "no database: start nutgraf with --database FILE to keep documents and corrections")
    return request.app.state.store


Labels = Annotated[Labeller, Depends(_labeller)]
Database = Annotated[Store, Depends(_store)]


@router.get("/state")
def state(request: Request) -> Response:
    """What the page can do."""
    return answers.answer({"database": request.app.state.store is not None})


@router.post("/look")
async def look(request: Request, pasted: Pasted) -> Response:
    """Label a text and keep nothing."""
    document, judgement = await _judged(request, pasted)
    return answers.answer(answers.document(page_of(document, Origin(pasted.name, pasted.source)), judgement))


@router.post("/documents")
async def add(request: Request, pasted: Pasted, store: Database) -> Response:
    """Label a text and keep it."""
    document, judgement = await _judged(request, pasted)
    kept = page_of(document, Origin(pasted.name, host(pasted.url) or pasted.source))
    key, new = await run_in_threadpool(store.add, kept, judgement)
    return answers.answer({"key": key, "new": new})


async def _judged(request: Request, pasted: Pasted) -> tuple[Document, Judgement]:
    labeller = request.app.state.labeller

    def with_judgement(document: Document) -> tuple[Document, Judgement]:
        return document, judge(labeller, document)

    batcher = request.app.state.batcher
    ((document, judgement),) = await batcher.label([pasted.content()], Choice(), [with_judgement])
    if not len(document.lines):
        raise HTTPException(422, "no line of text in it; paste the text of a page, or its HTML")
    return document, judgement


@router.get("/documents")
def queue(store: Database) -> Response:
    """All documents, the most uncertain first."""
    return answers.answer([answers.waiting(waiting) for waiting in store.queue()])


@router.get("/documents/{key}")
def document(key: int, store: Database) -> Response:
    """A document with its corrections."""
    return answers.answer(answers.kept(store.document(key)))


@router.get("/documents/{key}/history")
def history(key: int, store: Database, after: Annotated[int, Query(ge=0)] = 0) -> Response:
    """All corrections of a document, those with numbers above `after`."""
    return answers.answer(answers.corrections(store.history(key, after)))


@router.post("/documents/{key}/corrections")
def correct(key: int, asked: Corrections, store: Database) -> Response:
    """Write a step of corrections; the answer is sent when it is on disk."""
    changes = [wanted.change() for wanted in asked.changes]
    return answers.answer(answers.corrections(store.correct(key, changes, asked.reviewer, asked.step, asked.kind)))


@router.post("/documents/{key}/undo")
def undo(key: int, asked: Step, store: Database) -> Response:
    """Take back the reviewer's last step."""
    return answers.answer(answers.corrections(store.undo(key, asked.reviewer, asked.step)))


@router.get("/documents/{key}/reasons/{line}")
def reasons(key: int, line: int, store: Database, labeller: Labels) -> Response:
    """Why a line of a kept document got its label."""
    return _explained(labeller, [text.text for text in store.document(key).page.lines], line)


@router.post("/reasons")
def reasons_of_text(asked: Asked, labeller: Labels) -> Response:
    """Why a line of a document that is not kept got its label."""
    return _explained(labeller, asked.lines, asked.line)


def _explained(labeller: Labeller, lines: list[str], line: int) -> Response:
    if not 0 <= line < len(lines):
        raise HTTPException(404, f"no line {line} among {len(lines)}")
    (explanation,) = explain(labeller, labeller.label_lines(lines), [line])
    return answers.answer(answers.explanation(explanation))


@router.post("/import")
def import_file(asked: Import, store: Database, labeller: Labels) -> Response:
    """Add the documents of a file, labelled or not."""
    added = add_pages(store, labeller, asked.content, asked.name, asked.source)
    return answers.answer({"added": added.new, "known": added.known})


@router.get("/export")
def export(store: Database, everything: bool = False) -> Response:
    """Reviewed documents as labelled JSON Lines."""
    headers = {"Content-Disposition": 'attachment; filename="reviewed.jsonl"'}
    return StreamingResponse(exported(store, everything), headers=headers, media_type="application/jsonl")


async def _conflict(_: Request, error: Any) -> Response:
    return answers.conflict(error.corrections, str(error))


async def _unknown(_: Request, error: Any) -> Response:
    return problem(404, str(error))
