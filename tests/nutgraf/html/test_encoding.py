from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.html.encoding import decode

TEXT = "<p>Größe, naïve, 港</p>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT),
        ("<meta charset=shift_jis>港①".encode("cp932"), "<meta charset=shift_jis>港①"),
        ("<meta charset='gb2312'>镕".encode("gb18030"), "<meta charset='gb2312'>镕"),
        ("<meta charset=iso-8859-1>“x”".encode("cp1252"), "<meta charset=iso-8859-1>“x”"),
        # Archives re-encode pages and leave the old declaration.
        ("<meta charset=gb2312>港".encode(), "<meta charset=gb2312>港"),
        ("<meta charset=iso-2022-jp>港".encode("iso2022_jp"), "<meta charset=iso-2022-jp>港"),
        # A declaration that names no text encoding is none.
        ("<meta charset=base64>Größe".encode(), "<meta charset=base64>Größe"),
        ("<meta charset=no-such-thing>Größe".encode(), "<meta charset=no-such-thing>Größe"),
        (b"<meta charset=utf-8>\xff", "<meta charset=utf-8>\ufffd"),
        ('<meta charset="windows-1251/>Совет'.encode("cp1251"), '<meta charset="windows-1251/>Совет'),
        *(
            (
                f'{other}<meta http-equiv=Content-Type content="text/html; charset=windows-1251">Совет'.encode(
                    "cp1251"
                ),
                f'{other}<meta http-equiv=Content-Type content="text/html; charset=windows-1251">Совет',
            )
            for other in ('<!-- <meta charset="koi8-r"> -->', '<meta name=description content="set charset=koi8-r">')
        ),
    ],
)
def test_evidence_in_order(data: bytes, expected: str) -> None:
    assert decode(data) == expected


def test_undeclared_bytes_are_detected() -> None:
    text = "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 20
    assert decode(text.encode("cp1251")) == text


@given(st.binary(max_size=300), st.sampled_from(("undefined", "idna", "punycode", "utf_16", "a\0", "\udce9")))
def test_never_fails(data: bytes, charset: str) -> None:
    assert isinstance(decode(data), str)
    assert isinstance(decode(data, charset), str)
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        assert decode(b"<meta charset=undefined>" + data) == decode(b"<meta charset=nonesuch0>" + data).replace(
            "nonesuch0", "undefined"
        )


@given(st.text(st.characters(codec="utf-8"), max_size=100))
def test_utf8_comes_back(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == text


def test_page_that_names_no_coding_is_read_as_western_where_it_is() -> None:
    text = "<p>El señor Muñoz dijo ayer que los niños volverán mañana a la piscina del barrio, que abrirá en otoño.</p>"
    assert decode(text.encode("cp1252")) == text
