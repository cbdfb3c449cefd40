"""Runs the application with uvicorn until it is told to stop."""

from __future__ import annotations

import gc
import ipaddress
import logging
import math
import signal
import socket
import sys
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from nutgraf.errors import NutgrafError
from nutgraf.service.journal import LOG, JsonLines
from nutgraf.service.settings import Settings

#: Connections that the system holds while the service is busy.
BACKLOG = 512
#: New objects before the garbage collector looks at them, and looks at older ones; Python's own are 700, 10, 10.
COLLECT_AFTER = (10_000, 20, 50)
#: Exit code after Ctrl-C, as a shell reports it.
INTERRUPTED = 130


def run(
    app: FastAPI, settings: Settings, host: str, port: int, listening: Callable[[str], None] = lambda _: None
) -> None:
    """Serve until SIGTERM or Ctrl-C; requests at work get their answers first, within their time limit.

    `listening` is called with the address when connections are taken.

    Raises:
        NutgrafError: if the address cannot be used.
        SystemExit: after either; 0 after SIGTERM.
    """
    log_to(logging.StreamHandler(sys.stderr))
    listener = listen(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # the journal's lines say more, and less of what was asked
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=math.ceil(settings.time_limit),
    )
    if not _is_loopback(host) and settings.token is None:
        LOG.warning("open to the network without a token; see --token-file")
    listening(url_of(listener))
    # uvicorn raises a signal that it heeded again when it has stopped. A service that was told to stop has not failed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)  # passed on, click would put an empty line into the log
    finally:
        LOG.info("stopped")


class _Server(uvicorn.Server):
    """Tells where it is to be found once it can be found, and stopped, there."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _spare_collector()
        for listener in sockets or []:
            LOG.info("listening", extra={"facts": {"url": url_of(listener)}})


def _spare_collector() -> None:
    """Keep the garbage collector from what stays, and from looking as often as a request makes objects.

    Measured with 100 clients: a quarter of the event loop's time went into it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections; with port 0 the system chooses one that is free.

    Raises:
        NutgrafError: if the address cannot be used.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        raise NutgrafError(f"cannot listen at {host} port {port}: {error.strerror or error}; see --port") from error


def url_of(listener: socket.socket) -> str:
    """Where the service is to be found."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def log_to(handler: logging.Handler) -> None:
    """Send the log there, as JSON Lines; of other libraries only what went wrong."""
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    LOG.setLevel(logging.INFO)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
