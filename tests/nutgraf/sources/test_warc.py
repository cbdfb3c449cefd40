from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from archives import record, response
from nutgraf.errors import InputError
from nutgraf.sources import Fields, Record, Rejected, open_input, warc

PAGE = "<p>Größe</p>"


def of_warc(data: bytes) -> list[Record | Rejected]:
    return list(warc.read(io.BufferedReader(io.BytesIO(data)), "in.warc", Fields()).records)


def test_pages_that_were_got_are_documents() -> None:
    data = (
        record("warcinfo", b"software: none\r\n")
        + record("request", b"GET / HTTP/1.1\r\n\r\n", content_type="application/http; msgtype=request")
        + response(PAGE.encode(), 2)
        + response(b"GIF89a", 3, "image/gif")
        + response(PAGE.encode(), 4, "text/html", "404 Not Found")
        + response(PAGE.encode(), 5, "application/xhtml+xml; charset=utf-8")
    )
    one, two = of_warc(data)
    about = {"url": "https://post.example/2", "date": "2026-11-22T12:00:00Z", "content_type": "text/html"}
    assert one == Record(
        "in.warc",
        "<urn:uuid:00000002>",
        PAGE,
        3,
        {"id": "<urn:uuid:00000002>", **about},
        html=True,
        url="https://post.example/2",
    )
    assert isinstance(two, Record)
    assert (two.number, two.url) == (6, "https://post.example/5")


@pytest.mark.parametrize(
    ("coding", "content_type"),
    [("cp1252", "text/html; charset=ISO-8859-1"), ("utf-8", "text/html; charset=ISO-8859-1"), ("utf-8", "text/html")],
)
def test_charset_of_the_server(coding: str, content_type: str) -> None:
    (page,) = of_warc(response(PAGE.encode(coding), 1, content_type))
    assert isinstance(page, Record)
    assert page.text == PAGE


def test_servers_codings_are_undone() -> None:
    body = gzip.compress(PAGE.encode())
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    headers = ("Content-Encoding: gzip", "Transfer-Encoding: chunked")
    (page,) = of_warc(response(chunked, 1, "text/html", "200 OK", *headers))
    assert isinstance(page, Record)
    assert page.text == PAGE


def test_converted_text() -> None:
    (text,) = of_warc(record("conversion", "Größe\nzwei".encode(), 7, "http://a.example/"))
    assert isinstance(text, Record)
    assert (text.text, text.html, text.fields["content_type"]) == ("Größe\nzwei", False, "text/plain")


def test_compressed_record_by_record(tmp_path: Path) -> None:
    path = tmp_path / "pages.warc.wet.gz"
    path.write_bytes(b"".join(gzip.compress(record("conversion", b"a", number)) for number in range(5)))
    with open_input(str(path)) as source:
        assert [item.number for item in source.records] == [1, 2, 3, 4, 5]


def test_record_cut_short_is_rejected() -> None:
    data = record("conversion", b"whole") + record("conversion", b"a long text that ends too early")
    whole, cut = of_warc(data[:-20])
    assert isinstance(whole, Record)
    assert str(cut) == "in.warc: record 2: cut short: 15 of 31 bytes"


@pytest.mark.parametrize("kept", [5, 20, 40, 120])
def test_file_that_breaks_off_in_a_header_is_told(kept: int) -> None:
    whole = response(PAGE.encode(), 1)
    with pytest.raises(InputError, match="not a whole WARC file"):
        of_warc(whole * 2 + whole[:kept])
    assert len(of_warc(whole * 2)) == 2
    assert len(of_warc(whole * 2 + b"\r\n\r\n")) == 2


def test_file_that_is_none() -> None:
    with pytest.raises(InputError, match=r"in\.warc: not a whole WARC file: .* after record 0"):
        of_warc(b"not an archive\n" * 99)


def test_body_that_cannot_be_decoded_is_rejected() -> None:
    bad, good = of_warc(
        response(b"no gzip at all", 1, "text/html", "200 OK", "Content-Encoding: gzip") + response(PAGE.encode(), 2)
    )
    assert isinstance(bad, Rejected)
    assert bad.reason.startswith("the server's answer cannot be read")
    assert isinstance(good, Record)
