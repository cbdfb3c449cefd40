"""Sites of texts: one for all, or one for each."""

from __future__ import annotations

import pytest

from nutgraf.errors import InputError
from nutgraf.sites import host_of, whole_address, with_sites


@pytest.mark.parametrize(
    ("site", "host"),
    [
        ("Post.Example", "post.example"),
        (" www.post.example ", "www.post.example"),
        ("https://user@www.Post.example:8080/a/b?c=d", "www.post.example"),
        ("post.example:8080", "post.example"),
        ("post.example/a/b", "post.example"),
        ("//post.example/a", "post.example"),
        ("post.example/share?url=https://other.example/", "post.example"),
        ("http://[bad", None),
        ("", None),
        (None, None),
    ],
)
def test_host(site: str | None, host: str | None) -> None:
    assert host_of(site) == host


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ("post.example", "https://post.example"),
        ("//post.example/a", "https://post.example/a"),
        ("HTTP://Post.example/A", "HTTP://Post.example/A"),
        ("post.example/share?url=https://other.example/", "https://post.example/share?url=https://other.example/"),
    ],
)
def test_a_site_is_made_a_whole_address(site: str, address: str) -> None:
    assert whole_address(site) == address


def test_one_site_for_all_or_one_for_each() -> None:
    assert list(with_sites(["a", "b"], "x")) == [("a", "x"), ("b", "x")]
    assert list(with_sites(["a", "b"], None)) == [("a", None), ("b", None)]
    assert list(with_sites(iter(["a", "b"]), iter(["x", None]))) == [("a", "x"), ("b", None)]


@pytest.mark.parametrize("sites", [["x"], ["x", "y", "z"]])
def test_as_many_sites_as_texts(sites: list[str]) -> None:
    with pytest.raises(InputError, match="texts and sites differ in number"):
        list(with_sites(["a", "b"], sites))


@pytest.mark.parametrize(
    ("texts", "sites", "message"),
    [
        ("text", None, "texts is one str, expected several"),
        (["a"], 5, "site is int, expected str"),
        (["a"], [5], "site is int, expected str"),
        ([b"a"], "x", "text is bytes, expected str: decode bytes first"),
    ],
)
def test_what_is_no_text_or_site_is_refused(texts: list[str], sites: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(with_sites(texts, sites))
