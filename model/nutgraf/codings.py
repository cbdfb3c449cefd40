"""Codings by the names that the web gives them, and the likeliest one of text that names none."""

from __future__ import annotations

import codecs

#: A coding is told by so many bytes, or by no number of them.
ENOUGH = 1 << 16
#: Labels that the WHATWG Encoding Standard reads as a superset of the encoding they name.
_SUPERSETS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso8859_8",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "iso-8859-11": "cp874",
    "big5": "big5hkscs",
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


def python_name(label: str) -> str:
    """Name as Python knows it of the encoding that browsers take for this label; empty where none can be used."""
    label = label.strip().lower()
    if not label:
        return ""
    try:
        info = codecs.lookup(_SUPERSETS.get(label, label))
    except LookupError:
        return ""
    return info.name if getattr(info, "_is_text_encoding", True) else ""


def detected(data: bytes) -> str:
    """Name, as Python knows it, of the coding that these bytes are most likely in, Windows-1252 at a loss.

    By chardetng, which is how Firefox reads pages that name no encoding. (charset-normalizer, which rates a text by how
    orderly it looks, takes French, Spanish or Norwegian for Central European where the two codings tie.)
    """
    from chardetng_py import detect  # seldom needed

    return python_name(str(detect(data[:ENOUGH])))
