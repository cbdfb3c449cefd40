"""Where a link leads, judged by its address: to a story, or to a part of the site."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from nutgraf_training.corpora.tokens import tokens

#: Path parts of pages that are not stories.
_SECTION = re.compile(
    r"/(tags?|topics?|category|categories|kategorie|author|authors|autor|autoren|profile|users?|members?|people|"
    r"section|search|login|signin|sign-in|register|signup|subscribe|subscriptions?|newsletters?|account|cart|checkout|shop|store|"
    r"product|products|about|about-us|contact|contact-us|privacy|privacy-policy|terms|legal|impressum|datenschutz|"
    r"help|faq|faqs|careers|jobs|advertise|feed|rss|share|sharer|print|comments?)(/|$|\.)",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"\.(jpe?g|png|gif|webp|svg|mp[34]|web[mp]|mov|pdf|zip|xlsx?|docx?|pptx?)$", re.IGNORECASE)
_DATED = re.compile(r"/(19|20)\d\d([/-]?[01]?\d)?([/-]|$)")
_NUMBERED = re.compile(r"\d{5,}")
_SOCIAL = re.compile(
    r"(^|\.)(facebook|twitter|x|instagram|linkedin|pinterest|reddit|whatsapp|telegram|t|youtube|tiktok|threads|bsky|"
    r"tumblr|flipboard|addtoany|paypal|patreon|apple|play\.google|wa)\.(com|me|app|net)$"
)


def leads_to_story(link: str, base: str = "") -> bool:
    """Tell whether an address looks like that of a single story (slug, date or number), not a section or action."""
    target = _target(link, base)
    if target is None or target.scheme not in ("", "http", "https") or link.startswith("#"):
        return False
    if "comment" in target.fragment or _MEDIA.search(target.path):
        return False
    if _SOCIAL.search(target.netloc.lower()) or _SECTION.search(target.path):
        return False
    path = target.path.rstrip("/")
    slug = path.rsplit("/", 1)[-1]
    if len(re.findall(r"[-_+]|%20", slug)) >= 3 or len(slug) >= 40:
        return True
    return bool(_DATED.search(path) or _NUMBERED.search(path) or _NUMBERED.search(target.query))


def names_its_text(link: str, text: str) -> bool:
    """Tell whether the last part of an address repeats at least two words of the link's text."""
    slug = _target(link, "")
    if slug is None:
        return False
    named = set(tokens(slug.path.rstrip("/").rsplit("/", 1)[-1].replace("_", " ")))
    return len({token for token in named.intersection(tokens(text)) if len(token) > 2}) >= 2


def same_page(link: str, url: str) -> bool:
    """Tell whether a link leads to the page itself or to a place on it."""
    if link.startswith("#"):
        return True
    target, own = _target(link, url), _target("", url)
    if not url or target is None or own is None:
        return False
    return (target.netloc, target.path.rstrip("/")) == (own.netloc, own.path.rstrip("/"))


def _target(link: str, base: str) -> SplitResult | None:
    """Resolve an address; None for what is none (templates that were never filled in)."""
    try:
        return urlsplit(urljoin(base, link))
    except ValueError:
        return None
