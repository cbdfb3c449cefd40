"""Extractors that are compared with: each takes a page's HTML and gives its main text.

Each is called as its own documentation does for plain text, with the page's language where it wants one.
"""

import logging
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from nutgraf.errors import NutgrafError

#: Readers' comments are no part of the story in any gold text: trafilatura, which keeps them by default, is asked to
#: leave them out, as the authors of the article-extraction-benchmark do.
_NO_COMMENTS = "no comments"
#: jusText names its stop word lists in English; these are the languages of the corpora that it has a list for.
JUSTEXT_LISTS: Mapping[str, str] = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "hu": "Hungarian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ko": "Korean",
    "lt": "Lithuanian",
    "nb": "Norwegian_Bokmal",
    "nl": "Dutch",
    "no": "Norwegian_Bokmal",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
}


@dataclass(frozen=True, slots=True)
class Extractor:
    """An extractor: its name in tables, the packages whose versions decide what it gives, and the call.

    `extract` takes the decoded page and its language ("" if unknown), and gives text. `how` names what is asked of the
    extractor where that is not its default, since it decides what it gives as much as the version does.
    """

    name: str
    packages: tuple[str, ...]
    extract: Callable[[str, str], str]
    how: str = ""

    @property
    def version(self) -> str:
        """Versions of its packages, and `how`; Raises NutgrafError where one is not installed."""
        try:
            versions = [f"{package}-{version(package)}" for package in self.packages]
        except PackageNotFoundError as error:
            raise NutgrafError(f"{self.name} is not installed: pip install 'nutgraf[bench]'") from error
        return "-".join([*versions, *self.how.split()])


def _trafilatura(html: str, _language: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_comments=False) or ""


def _trafilatura_precision(html: str, _language: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_comments=False, favor_precision=True) or ""


def _trafilatura_recall(html: str, _language: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_comments=False, favor_recall=True) or ""


def _readability(html: str, _language: str) -> str:
    from readability import Document
    from resiliparse.extract.html2text import extract_plain_text

    # It logs a traceback for what it raises anyway.
    logging.getLogger("readability.readability").setLevel(logging.CRITICAL)
    # It gives HTML; what turns that into text without choosing is another's.
    return str(extract_plain_text(Document(html).summary(), list_bullets=False))


def _resiliparse(html: str, _language: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=True))


def _justext(html: str, language: str) -> str:
    import justext

    name = JUSTEXT_LISTS.get(language or "en")
    if name:
        paragraphs = justext.justext(html, justext.get_stoplist(name))
    else:  # its own way for languages without a list
        paragraphs = justext.justext(html, frozenset(), stopwords_low=0, stopwords_high=0)
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def _newspaper(html: str, language: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of optional packages
        import newspaper
    logging.getLogger("newspaper").setLevel(logging.CRITICAL)

    def text(**choice: str) -> str:
        article = newspaper.Article("http://localhost/", fetch_images=False, **choice)
        article.download(input_html=html)
        article.parse()
        return str(article.text)

    try:
        return text(language=language) if language else text()
    except (ImportError, ValueError):  # languages that it has no stop words for, or wants another package for
        return text(language="en")


def _boilerpy(html: str, _language: str) -> str:
    from boilerpy3.extractors import ArticleExtractor

    logging.getLogger("boilerpy3").setLevel(logging.CRITICAL)  # it warns of pages' faults
    return str(ArticleExtractor(raise_on_failure=False).get_content(html))


EXTRACTORS: Mapping[str, Extractor] = {
    extractor.name: extractor
    for extractor in (
        Extractor("trafilatura", ("trafilatura",), _trafilatura, _NO_COMMENTS),
        Extractor("trafilatura precision", ("trafilatura",), _trafilatura_precision, _NO_COMMENTS),
        Extractor("trafilatura recall", ("trafilatura",), _trafilatura_recall, _NO_COMMENTS),
        Extractor("readability-lxml", ("readability-lxml", "resiliparse"), _readability),
        Extractor("resiliparse", ("resiliparse",), _resiliparse),
        Extractor("jusText", ("jusText",), _justext),
        Extractor("newspaper4k", ("newspaper4k",), _newspaper),
        Extractor("boilerpy3", ("boilerpy3",), _boilerpy),
    )
}
