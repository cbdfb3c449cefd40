"""The sample documents: whole, varied, each label used as the guidelines say."""

import re
from collections import Counter
from pathlib import Path

import pytest

from nutgraf.labels import Label
from nutgraf_training.dataset import read
from nutgraf_training.labelled import LabelledDocument

SAMPLES = Path(__file__).parents[1] / "datasets" / "samples"
KINDS = {
    "features",
    "hard-news",
    "interviews",
    "lists",
    "live-blogs",
    "markets",
    "obituaries",
    "opinion",
    "press-releases",
    "recipes",
    "sport",
    "weather",
    "without-story",
}
# The second level of a sample's source is the country of its invented outlet.
REGIONS = {
    "South Asia": {"bd", "in", "lk", "pk"},
    "Africa": {"eg", "gh", "ke", "ma", "ng", "sn", "tz", "za"},
    "Europe": {"ch", "de", "es", "fr", "it", "nl", "pl", "pt", "se", "ua", "uk"},
    "the Americas": {"ar", "br", "ca", "co", "jm", "mx", "us"},
}
FURNITURE = {
    "breadcrumb": r"^\S.* (›|>|/|») \S",
    "share button": r"(?i)\b(share|copy link|whatsapp|teilen|compartir|partager|シェア|分享)\b",
    "byline": r"^(By|Von|Por|Door|di|Par|Na|By:) [A-Z]",
    "date": r"\b20\d\d\b|20\d\d年",
    "reading time": r"(?i)\bmin(ute|uten|uti|utes)?s? ?(read|de lecture|di lettura)|Lesezeit|Tempo de leitura|мин",
    "caption with credit": r"(?i)\(?(photo|photograph|foto|picture|ảnh)[: ]",
    "cookie notice": r"(?i)\bcookies?\b",
    "newsletter": r"(?i)newsletter|sign up",
    "comment button": r"(?i)^(leave a )?(comments?|comentarios|kommentare|commenter|yorum yaz|komentarze)\b",
    "tags": r"(?i)^(tags?|tagi|теги|related topics|topics|temas|themen|argomenti|etiketler)\b",
    "copyright": r"©|Copyright",
    "related label": r"(?i)^(related stories|you may also like|you might also like|read more|leia mais|leggi anche)",
    "gallery counter": r"^\d+ of \d+$",
    "paywall": r"(?i)for subscribers|suscríbete|abonnez-vous|有料記事",
    "app plug": r"(?i)\bapp\b",
    "press release's about block": r"^(About|Über) ",
    "reply button": r"^(Reply|Répondre)",
    "view count": r"(?i)\bvues\b|просмотр|阅读|görüntülenme",
    "list number": r"^\d{1,2}$",
    "lone dash": r"^-$",
}
DECORATIONS = {
    "dash at the end": r" -$",
    "bullet": r"^[•·►-] ",
    "angle quotes": r"^[»>] ",
    "read more": r"(?i)^read more[:|]",
    "also read": r"(?i)^also read \|",
    "related": r"(?i)^related: ",
    "watch": r"(?i)^watch\b",
    "numbering": r"^\d\. ",
    "quotation marks": "^[“\"‘'„«]",
    "arrow": "[←→]",
}


def samples() -> list[tuple[str, LabelledDocument]]:
    return [(path.stem, document) for path in sorted(SAMPLES.glob("*.jsonl")) for document in read(path)]


ALL = samples()
DOCUMENTS = [document for _, document in ALL]


def texts(label: Label) -> list[str]:
    return [line.text for document in DOCUMENTS for line in document.lines if line.label is label]


def labels(document: LabelledDocument) -> list[Label | None]:
    return [line.label for line in document.lines]


def test_there_are_enough_of_every_kind():
    found = Counter(kind for kind, _ in ALL)
    assert set(found) == KINDS
    assert min(found.values()) >= 2
    assert len(ALL) >= 60


def test_languages_and_regions():
    languages = Counter(document.language for document in DOCUMENTS)
    assert "" not in languages
    assert len(languages) >= 8
    countries = {document.source.split(".")[-2] for document in DOCUMENTS}
    for region, members in REGIONS.items():
        assert len(countries & members) >= 3, region


def test_every_outlet_is_invented_and_every_line_labelled():
    for document in DOCUMENTS:
        assert document.source.endswith(".example"), document.id
        assert document.kind == "sample", document.id
        assert None not in labels(document), document.id


def test_nothing_stands_twice():
    assert len({document.id for document in DOCUMENTS}) == len(DOCUMENTS)
    told = Counter(texts(Label.BODY) + texts(Label.PROMO))
    assert [text for text, count in told.items() if count > 1 and len(text) > 30] == []


def test_a_story_has_a_headline_and_no_story_has_none():
    for kind, document in ALL:
        assert (document.headline is None) == (kind == "without-story") == (Label.BODY not in labels(document)), (
            document.id
        )


@pytest.mark.parametrize("name", FURNITURE)
def test_furniture_is_there(name: str):
    assert any(re.search(FURNITURE[name], text) for text in texts(Label.BOILERPLATE))


@pytest.mark.parametrize("name", DECORATIONS)
def test_decorated_promos_are_there(name: str):
    assert any(re.search(DECORATIONS[name], text) for text in texts(Label.PROMO))


def test_promos_in_capitals_are_there():
    assert any(text.isupper() for text in texts(Label.PROMO))


def test_promos_stand_after_before_and_within_stories():
    places = Counter[str]()
    for document in DOCUMENTS:
        found = labels(document)
        if Label.BODY not in found:
            continue
        first, last = found.index(Label.BODY), len(found) - 1 - found[::-1].index(Label.BODY)
        promos = [index for index, label in enumerate(found) if label is Label.PROMO]
        places["before"] += any(index < first for index in promos)
        places["within"] += any(first < index < last for index in promos)
        places["after"] += any(index > last for index in promos)
    assert places["before"] >= 1
    assert places["within"] >= 10
    assert places["after"] >= 30


@pytest.mark.parametrize(("label", "least"), [(Label.PROMO, 5), (Label.BOILERPLATE, 2), (Label.BODY, 8)])
def test_documents_without_a_label_are_there(label: Label, least: int):
    assert sum(label not in labels(document) for document in DOCUMENTS) >= least
