"""Bytes of a page to text, in the order of evidence that browsers use."""

import codecs
import re

from nutgraf.codings import detected, python_name

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
_META = re.compile(rb"<meta[\s/]([^>]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([a-z-]+)\s*=\s*("[^"]*"|'[^']*'|["']?[^\s"'>]+)""", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9_:.\-]+)""", re.IGNORECASE)
#: Browsers read the first 1,024 bytes; pages in the wild declare later too.
_PRESCAN = 4096


def decode(data: bytes, charset: str | None = None) -> str:
    """Decode by byte-order mark, then as UTF-8 where all bytes agree, then by declaration, then by detection.

    `charset` is what the server said, which counts before what the page says of itself. Unlike browsers it believes
    valid UTF-8 before the declaration: archives re-encode pages and leave the old <meta>.
    Never fails: what the chosen encoding cannot read becomes U+FFFD, as in a browser.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    declared = python_name(charset or "") or _declared(data[:_PRESCAN])
    # Escape sequences of ISO-2022 are valid UTF-8 too.
    if not declared.startswith("iso2022"):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return data.decode(declared or detected(data), "replace")


def _declared(start: bytes) -> str:
    """Name the encoding in a page's <meta> as Python knows it; empty where none can be used."""
    for meta in _META.finditer(_COMMENT.sub(b"", start)):
        given = {name.lower(): value.strip(b"\"' /") for name, value in _ATTRIBUTE.findall(meta[1])}
        if given.get(b"http-equiv", b"").lower() == b"content-type":
            told = _CHARSET.search(given.get(b"content", b""))
            given.setdefault(b"charset", told[1] if told else b"")
        if name := python_name(given.get(b"charset", b"").decode("ascii", "replace")):
            return name
    return ""
