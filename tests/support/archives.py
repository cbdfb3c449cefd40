"""WARC and WET records, written as a crawler does."""

from __future__ import annotations

_HEAD = """\
WARC/1.0
WARC-Type: {kind}
WARC-Record-ID: <urn:uuid:{number:08d}>
WARC-Target-URI: {url}
WARC-Date: 2026-11-22T12:00:00Z
Content-Type: {content_type}
Content-Length: {length}

"""


def record(kind: str, content: bytes, number: int = 0, url: str = "", content_type: str = "text/plain") -> bytes:
    """A record of any kind."""
    head = _HEAD.format(kind=kind, number=number, url=url, content_type=content_type, length=len(content))
    return head.replace("\n", "\r\n").encode() + content + b"\r\n\r\n"


def response(
    page: bytes, number: int = 0, content_type: str = "text/html", status: str = "200 OK", *more: str
) -> bytes:
    """What a server answered."""
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *more, "", ""]).encode()
    url = f"https://post.example/{number}"
    return record("response", head + page, number, url, "application/http; msgtype=response")
