"""The doors: what is refused before it is read, and what takes too long.

One plain ASGI layer around the application; Starlette's own host check names no reason, and its other middleware reads
the body before it can be refused.
"""

from __future__ import annotations

import asyncio
import hmac
from contextlib import suppress
from functools import lru_cache
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nutgraf.service.problems import problem
from nutgraf.service.settings import Settings

#: Asked of no token: pages, which hold no text before they have one, and the sign of life.
OPEN_PATHS = frozenset({"/", "/healthz", "/openapi.json", "/docs"})
OPEN_FOLDERS = ("/docs/", "/static/")
#: Not counted among the requests at work: a service under load must still be able to say so.
UNCOUNTED = frozenset({"/healthz", "/metrics"})
#: Seconds for which a refused client may go on sending.
LINGER = 2.0


class Guard:
    """Refuses requests from strange hosts, without the token, too large, or too many; ends those that take too long."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._at_work = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, or answer in place of the application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(receive, send, self._settings.max_body)
        refusal = self._refusal(scope["path"], Headers(scope=scope))
        if refusal:
            await refusal(scope, exchange.receive, exchange.send)
            return
        counted = scope["path"] not in UNCOUNTED
        self._at_work += counted
        try:
            await self._timed(scope, exchange)
        finally:
            self._at_work -= counted

    def _refusal(self, path: str, headers: Headers) -> Response | None:
        """The answer to a request that must not pass. The first lines matter most: a stranger learns least."""
        settings = self._settings
        if not known_host(headers.get("host", ""), settings.allowed_hosts):
            return problem(400, "the Host header names another host; allow it with --allowed-host")
        if settings.token is not None and not _is_open(path) and not _has_token(headers, settings.token):
            return problem(401, "expected the header Authorization: Bearer TOKEN", {"WWW-Authenticate": "Bearer"})
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            return problem(400, "the Content-Length header is no number")
        if int(length) > settings.max_body:
            return problem(413, too_large(settings.max_body))
        if self._at_work >= settings.max_requests and path not in UNCOUNTED:
            most = f"{settings.max_requests} requests are at work already, which is the most; try again in a second"
            return problem(429, most, {"Retry-After": "1"})
        return None

    async def _timed(self, scope: Scope, exchange: _Exchange) -> None:
        limit = self._settings.time_limit
        try:
            async with asyncio.timeout(limit) as timer:
                await self._app(scope, exchange.receive, exchange.send)
        except TimeoutError:
            if not timer.expired():
                raise
            if exchange.answering:
                return  # the server closes a connection whose answer has no end
            late = (504, "the answer") if exchange.received else (408, "the body")
            await problem(late[0], f"{late[1]} took longer than {limit:g} seconds")(
                scope, exchange.receive, exchange.send
            )


class _Exchange:
    """One request's messages, counted on their way: its body is cut off where it grows too large."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive = receive
        self._send = send
        self._most = most
        self._size = 0
        self.received = False
        self.answering = False

    async def receive(self) -> Message:
        """The next part of the body.

        Raises:
            HTTPException: 413, if it is more than the client had said, or had not said, and more than is taken.
        """
        message = await self._receive()
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self.received = not message.get("more_body", False)
            if self._size > self._most:
                raise HTTPException(413, too_large(self._most))
        return message

    async def send(self, message: Message) -> None:
        """The next part of the answer.

        An answer that came before the whole body stays open until the rest has come, or for a while. A server that
        closes while the client still sends makes the client's system forget the answer.
        """
        self.answering = True
        ends = message["type"] == "http.response.body" and not message.get("more_body", False)
        if not ends or self.received:
            await self._send(message)
            return
        await self._send({**message, "more_body": True})
        await self._drop_rest()
        await self._send({"type": "http.response.body"})

    async def _drop_rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                while not self.received:
                    message = await self._receive()
                    self.received = not message.get("more_body", False)


def too_large(most: int) -> str:
    """Why a body is refused."""
    return f"the body is larger than {most} bytes, which is the most; send fewer documents at a time"


@lru_cache(maxsize=256)
def known_host(header: str, allowed: tuple[str, ...]) -> bool:
    """Whether a Host header names this service.

    A page of a stranger can make its own name lead to 127.0.0.1 and have the browser ask us (DNS rebinding). The
    browser then sends that name: never an address, and never localhost.
    """
    name = header.rsplit(":", 1)[0] if not header.endswith("]") else header
    name = name.strip("[]").lower()
    if name == "localhost" or name in allowed or "*" in allowed:
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDERS)


def _has_token(headers: Headers, token: str) -> bool:
    scheme, _, given = headers.get("authorization", "").partition(" ")
    # In constant time: how long it took must not tell how many characters were right.
    same = hmac.compare_digest(given.strip().encode("latin-1"), token.encode())
    return same and scheme.lower() == "bearer"
