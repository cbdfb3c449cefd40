"""Bytes of a page to text, in the order of evidence that browsers use."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.\-]+)""", re.IGNORECASE)
#: Browsers read the first 1,024 bytes; pages in the wild declare later too.
_PRESCAN = 4096
#: Labels that the WHATWG Encoding Standard reads as a superset of the encoding they name.
_SUPERSETS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "x-euc-jp": "euc_jp",
    "unicode": "utf-8",
    # A declaration that can be read as ASCII cannot stand in UTF-16.
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}


def decode(data: bytes, charset: str | None = None) -> str:
    """Decode by byte-order mark, then as UTF-8 where all bytes agree, then by declaration, then by detection.

    `charset` is what the server said, which counts before what the page says of itself. Unlike browsers it believes
    valid UTF-8 before the declaration: archives re-encode pages and leave the old <meta>.
    Never fails: what the chosen encoding cannot read becomes U+FFFD, as in a browser.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    declared = _codec(charset or "") or _declared(data[:_PRESCAN])
    # Escape sequences of ISO-2022 are valid UTF-8 too.
    if not declared.startswith("iso2022"):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return data.decode(declared or _detected(data), "replace")


def _declared(start: bytes) -> str:
    """Name the encoding in a page's <meta> as Python knows it; empty where none can be used."""
    found = _DECLARED.search(start)
    return _codec(found[1].decode("ascii")) if found else ""


def _codec(label: str) -> str:
    """Name as Python knows it of the encoding that browsers take for this label; empty where none can be used."""
    label = label.strip().lower()
    if not label:
        return ""
    try:
        info = codecs.lookup(_SUPERSETS.get(label, label))
    except LookupError:
        return ""
    return info.name if getattr(info, "_is_text_encoding", True) else ""


def _detected(data: bytes) -> str:
    """Guess from the bytes alone."""
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    best = from_bytes(data[:65536]).best()
    return best.encoding if best else "cp1252"
