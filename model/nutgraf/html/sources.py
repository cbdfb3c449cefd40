"""Pages and their addresses, checked one by one as they come."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from nutgraf.errors import InputError

Page = tuple[str | bytes, str | None]


def with_addresses(pages: Iterable[str | bytes], urls: Iterable[str | None] | None) -> Iterator[Page]:
    """Each page with its address.

    Raises:
        InputError: if the pages are one page, something else than a page or an address is among them, or they differ
            in number.
    """
    for name, given in (("pages", pages), ("urls", urls)):
        if isinstance(given, str | bytes):
            raise InputError(f"{name} is one {type(given).__name__}, expected several: give a list, or use label_html")
    if urls is None:
        return (_checked(page, None) for page in pages)
    return _paired(pages, urls)


def _paired(pages: Iterable[str | bytes], urls: Iterable[str | None]) -> Iterator[Page]:
    missing = object()
    for page, url in zip_longest(pages, urls, fillvalue=missing):
        if page is missing or url is missing:
            raise InputError("pages and urls differ in number, expected an address or None for each page")
        yield _checked(page, url)


def _checked(html: object, url: object) -> Page:
    if not isinstance(html, str | bytes):
        raise InputError(f"html is {type(html).__name__}, expected str or bytes")
    if url is not None and not isinstance(url, str):
        raise InputError(f"url is {type(url).__name__}, expected str")
    return html, url
