"""The metadata of a page's story, from what the page declares."""

from nutgraf.html.declarations import Declarations, text_of


def metadata(declared: Declarations) -> dict[str, str]:
    """What is known of headline, byline, date (as declared, mostly ISO 8601), language and canonical address.

    JSON-LD first, then <meta> for other sites, then what HTML has had from the start.
    """
    shared, window, linked = declared.titles
    told = {
        "headline": linked or shared or window,
        "byline": declared.author,
        "date": declared.date,
        "modified": text_of(declared.story.get("dateModified")) or declared.meta("article:modified_time"),
        "language": text_of(declared.story.get("inLanguage")) or declared.language or declared.meta("og:locale"),
        "url": declared.address or declared.canonical or declared.meta("og:url"),
        "site": declared.meta("og:site_name"),
        "description": declared.summary,
    }
    return {name: value for name, value in told.items() if value}
