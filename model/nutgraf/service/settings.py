"""What the operator of the service can choose; `nutgraf serve --help` imports this, and no FastAPI."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from nutgraf.errors import InputError

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and doors of the service.

    `max_body` is in bytes, `max_documents` per request, `max_requests` at work at the same time, `time_limit` in
    seconds from the head of a request to its answer. `token` is asked of every request but those for pages and the
    sign of life, None for no token. `allowed_hosts` are names that the service answers to beside localhost and plain
    addresses; "*" is any.

    Raises:
        InputError: if a limit is not above 0, or is infinite, or the token is empty.
    """

    max_body: int = 8 * MEGABYTE
    max_documents: int = 256
    max_requests: int = 128
    time_limit: float = 30.0
    token: str | None = field(default=None, repr=False)
    allowed_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("max_body", "max_documents", "max_requests", "time_limit"):
            if not 0 < getattr(self, name) < math.inf:
                raise InputError(f"{name} is {getattr(self, name)!r}, expected a finite number above 0")
        if self.token is not None and not self.token.strip():
            raise InputError("the token is empty, expected at least one character; leave it out for no token")
