"""Codings by the names that the web gives them, and the likeliest one of text that names none."""

from __future__ import annotations

import codecs

#: A coding is told by so many bytes, or by no number of them.
ENOUGH = 1 << 16
#: Labels of the web that Python does not know.
_LABELS = {
    "iso-8859-8-i": "iso8859-8",
    "unicode": "utf-8",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-sjis": "cp932",
}
#: Python's names of the encodings of the web (WHATWG Encoding Standard), and of those that it reads as a superset.
_ENCODINGS = {
    **{name: name for name in ("utf-8", "cp866", "cp874", "cp932", "cp949", "koi8-r", "koi8-u", "mac-roman")},
    **{name: name for name in ("mac-cyrillic", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp")},
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp{page}": f"cp{page}" for page in range(1250, 1259)},
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    # A declaration that can be read as ASCII cannot stand in UTF-16.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


def python_name(label: str) -> str:
    """Name as Python knows it of the encoding that browsers take for this label; empty where they know none.

    Others that Python has are none of the web's: some cannot replace what they cannot read, some are no text's.
    """
    label = label.strip().lower()
    try:
        return _ENCODINGS.get(codecs.lookup(_LABELS.get(label, label)).name, "") if label.isascii() else ""
    except (LookupError, ValueError):  # a label may hold anything
        return ""


def detected(data: bytes) -> str:
    """Name, as Python knows it, of the coding that these bytes are most likely in, Windows-1252 at a loss.

    By chardetng, which is how Firefox reads pages that name no encoding. (charset-normalizer, which rates a text by how
    orderly it looks, takes French, Spanish or Norwegian for Central European where the two codings tie.)
    """
    from chardetng_py import detect  # seldom needed

    return python_name(str(detect(data[:ENOUGH])))
