"""The log: a JSON object a line, with what happened and never a word of a text.

Messages of exceptions are left out for that reason: they quote what they could not use.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nutgraf.service.metrics import Metrics
from nutgraf.service.problems import problem

LOG = logging.getLogger("nutgraf.service")
#: For what matches no route: what a stranger asks for must not become a label of the metrics, nor stand in the log.
NO_ROUTE = "other"


class JsonLines(logging.Formatter):
    """Writes records as JSON; what a record's `facts` hold is added to it."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            told |= fault(record.exc_info[1])
        return json.dumps(told)


def fault(error: BaseException) -> dict[str, Any]:
    """Type and place of an exception, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "at": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-8:]],
    }


class Journal:
    """Logs and counts every request; answers 500 where the application failed."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        begun = time.perf_counter()
        self._metrics.begun()
        try:
            await self._app(scope, receive, answer.send)
        except Exception as error:
            LOG.error("fault", extra={"facts": {"id": answer.id, **fault(error)}})
            if not answer.status:
                told = f"a fault of the service; its log tells more under the id {answer.id}"
                await problem(500, told)(scope, receive, answer.send)
        finally:
            self._note(scope, answer, time.perf_counter() - begun)

    def _note(self, scope: Scope, answer: _Answer, seconds: float) -> None:
        path = _route_of(scope)
        self._metrics.answered(scope["method"], path, answer.status, seconds)
        state = scope.get("state", {})
        facts = {
            "id": answer.id,
            "method": scope["method"],
            "path": path,
            "status": answer.status,
            "ms": round(seconds * 1000, 1),
            **{name: state[name] for name in ("documents", "characters") if name in state},
        }
        LOG.info("request", extra={"facts": facts})


def _route_of(scope: Scope) -> str:
    """The path of the route; of the public ones also where a request was refused before it came there."""
    if "route" in scope:
        return str(scope["route"].path)
    return scope["path"] if scope["path"] in scope["app"].openapi()["paths"] else NO_ROUTE


class _Answer:
    """What was answered; `status` is 0 until then, and stays so for a client that has gone."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.id = uuid.uuid4().hex
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)["X-Request-Id"] = self.id
        await self._send(message)
