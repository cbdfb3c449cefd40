"""The sites that texts come from: given as hosts or addresses, one for all texts or one for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple
from urllib.parse import urlsplit

from nutgraf.errors import InputError

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)

#: One site for all texts, or one for each; None where it is not known.
Sites = str | None | Iterable[str | None]


class TextOfSite(NamedTuple):
    """A text and the site that it comes from."""

    text: str
    site: str | None


def host(url: str | None) -> str | None:
    """Host that an address names; None where it names none."""
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def host_of(site: str | None) -> str | None:
    """The host that an address or a name tells, in lower case and without a port; None where it tells none."""
    return host(whole_address((site or "").strip().lower()))


def whole_address(site: str) -> str:
    """The address that a site is given by; a host, or an address without a scheme, gets one."""
    return site if _SCHEME.match(site) else f"https://{site.lstrip('/')}"


def checked(site: str | None) -> str | None:
    """The site as given; raises InputError if it is neither text nor None."""
    if site is not None and not isinstance(site, str):
        raise InputError(f"site is {type(site).__name__}, expected str")
    return site


def with_sites(texts: Iterable[str], sites: Sites) -> Iterator[TextOfSite]:
    """Each text with its site.

    Raises:
        InputError: if the texts are one text, something else than a string is among texts or sites, or sites are given
            one by one and are not as many as the texts.
    """
    if isinstance(texts, str | bytes):
        raise InputError(f"texts is one {type(texts).__name__}, expected several: give a list, or use label")
    if isinstance(sites, Iterable) and not isinstance(sites, str | bytes):
        return _paired(texts, sites)
    site = checked(sites)
    return (_paired_one(text, site) for text in texts)


def _paired(texts: Iterable[str], sites: Iterable[str | None]) -> Iterator[TextOfSite]:
    missing = object()
    for text, site in zip_longest(texts, sites, fillvalue=missing):
        if text is missing or site is missing:
            raise InputError("texts and sites differ in number, expected a site for each text, or one for all")
        yield _paired_one(text, checked(site))  # type: ignore[arg-type]


def _paired_one(text: object, site: str | None) -> TextOfSite:
    if not isinstance(text, str):
        raise InputError(f"text is {type(text).__name__}, expected str: decode bytes first")
    return TextOfSite(text, site)
