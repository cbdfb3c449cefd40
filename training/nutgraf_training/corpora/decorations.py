"""How scrapers leave other stories' headlines: marks, labels, dates and sections that stand with them; data.

A list of headlines on a page is decorated alike, so a decoration is drawn once per list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from nutgraf_training.corpora.tokens import words

#: Labels in front of a headline, by language; "" serves all others.
POINTERS: Mapping[str, tuple[str, ...]] = {
    "": (
        "Read more:",
        "READ MORE:",
        "Read also:",
        "ALSO READ |",
        "Related:",
        "RELATED |",
        "More:",
        "MORE:",
        "See also:",
        "Watch:",
        "WATCH |",
        "READ |",
        "Read next:",
        "Don't miss:",
        "Recommended:",
        "Related story:",
        "EXPLAINER |",
    ),
    "de": ("Lesen Sie auch:", "Mehr dazu:", "Lesen Sie hier:", "Auch interessant:", "Mehr zum Thema:", "Siehe auch:"),
    "fr": ("Lire aussi :", "À lire aussi :", "Lire aussi |", "Voir aussi :", "Sur le même sujet :"),
    "es": ("Lea también:", "Lee también:", "Te puede interesar:", "Ver más:", "Además:", "LEA TAMBIÉN |"),
    "pt": ("Leia também:", "Leia mais:", "Veja também:", "LEIA TAMBÉM |", "Saiba mais:"),
    "it": ("Leggi anche:", "LEGGI ANCHE |", "Guarda anche:"),
    "nl": ("Lees ook:", "Meer over:"),
    "pl": ("Czytaj też:", "Zobacz także:", "CZYTAJ TAKŻE:"),
    "sv": ("Läs också:", "Läs mer:"),
    "no": ("Les også:", "LES OGSÅ:"),
    "da": ("Læs også:",),
    "cs": ("Čtěte také:",),
    "tr": ("Ayrıca oku:", "İlgili haber:"),
    "ru": ("Читайте также:", "Смотрите также:"),
    "uk": ("Читайте також:",),
    "id": ("Baca juga:", "BACA JUGA:"),
    "ja": ("関連記事：", "【関連】", "あわせて読みたい："),
    "zh": ("相关阅读：", "延伸阅读："),
    "ko": ("관련기사:", "[관련기사]"),
}
#: Headings over lists of headlines, by language.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "": (
        "Related stories",
        "Related articles",
        "More news",
        "Most read",
        "You may also like",
        "Trending",
        "Latest news",
        "RELATED",
        "More from us",
        "Recommended for you",
        "Around the web",
        "Top stories",
        "Editor's picks",
        "Read next",
        "More on this topic",
        "Popular stories",
        "MOST POPULAR",
        "In other news",
        "Don't miss",
        "Also read:",
    ),
    "de": (
        "Ähnliche Artikel",
        "Mehr zum Thema",
        "Meistgelesen",
        "Das könnte Sie auch interessieren",
        "Weitere Meldungen",
    ),
    "fr": ("À lire aussi", "Sur le même sujet", "Les plus lus", "Articles liés", "Dernières actualités"),
    "es": ("Noticias relacionadas", "Lo más leído", "Te puede interesar", "Más noticias", "Últimas noticias"),
    "pt": ("Notícias relacionadas", "Mais lidas", "Leia também", "Últimas notícias", "Veja também"),
    "it": ("Articoli correlati", "Leggi anche", "I più letti", "Ultime notizie"),
    "nl": ("Lees ook", "Meest gelezen", "Meer nieuws"),
    "pl": ("Zobacz także", "Najczęściej czytane", "Powiązane artykuły"),
    "sv": ("Läs mer", "Mest läst"),
    "no": ("Les også", "Mest lest", "Siste nytt"),
    "da": ("Læs også", "Mest læste"),
    "cs": ("Související články", "Nejčtenější"),
    "tr": ("İlgili haberler", "En çok okunanlar"),
    "ru": ("Читайте также", "Популярное", "Другие новости"),
    "uk": ("Читайте також", "Популярне"),
    "id": ("Baca juga", "Berita terkait", "Terpopuler"),
    "ja": ("関連記事", "人気記事", "おすすめ記事"),
    "zh": ("相关阅读", "热门文章", "推荐阅读"),
    "ko": ("관련기사", "많이 본 뉴스"),
}
#: Section names that scrapers leave beside headlines.
SECTIONS = ("News", "World", "Politics", "Business", "Sport", "Sports", "Opinion", "Culture", "Health", "Tech", "Local")
#: Lines of marks or furniture between a story and what was glued to it.
SEPARATORS = (
    "-",
    "—",
    "***",
    "* * *",
    "|",
    "…",
    "·",
    "____",
    "Advertisement",
    "ADVERTISEMENT",
    "Share",
    "Comments",
    "0",
)

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline that is to be glued on: its text, the site and language that it is from, its place in the list."""

    text: str
    source: str
    language: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Decoration:
    """A way to print a list's headlines: its name, how often it is drawn, and the printing of one headline."""

    name: str
    odds: float
    apply: Callable[[Headline, np.random.Generator], str]


def of_language(table: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """Entries for a language, those for all others where it has none."""
    return table.get(language) or table[""]


def a_date(random: np.random.Generator) -> str:
    """Draw a date or an age as it stands beside a headline."""
    day, month, year = int(random.integers(1, 29)), int(random.integers(1, 12)), int(random.integers(2014, 2027))
    name = _MONTHS[month - 1]
    forms = (
        f"{day:02}.{month:02}.{year}",
        f"{name} {day}, {year}",
        f"{day} {name} {year}",
        f"{name[:3]} {day}, {year}",
        f"{year}-{month:02}-{day:02}",
        f"{day}/{month}/{year}",
        f"{int(random.integers(2, 23))} hours ago",
        f"{int(random.integers(0, 24)):02}:{int(random.integers(0, 60)):02}",
    )
    return forms[int(random.integers(len(forms)))]


def _prefix(mark: str) -> Callable[[Headline, np.random.Generator], str]:
    return lambda headline, _random: f"{mark}{headline.text}"


def _suffix(mark: str) -> Callable[[Headline, np.random.Generator], str]:
    return lambda headline, _random: f"{headline.text}{mark}"


def _pointer(headline: Headline, random: np.random.Generator) -> str:
    choice = of_language(POINTERS, headline.language)
    return f"{choice[int(random.integers(len(choice)))]} {headline.text}"


def _section(random: np.random.Generator) -> str:
    return SECTIONS[int(random.integers(len(SECTIONS)))]


def _cut(headline: Headline, random: np.random.Generator) -> str:
    """Cut as card layouts do."""
    if words(headline.text) < 8 or " " not in headline.text:
        return headline.text
    return headline.text[: int(random.integers(len(headline.text) // 2, len(headline.text)))].rsplit(" ", 1)[0] + "..."


TRAINING_DECORATIONS: tuple[Decoration, ...] = (
    Decoration("bare", 12, _prefix("")),
    Decoration("dash after", 2, _suffix(" -")),
    Decoration("bullet", 1.5, _prefix("• ")),
    Decoration("hyphen", 1.5, _prefix("- ")),
    Decoration("star", 0.7, _prefix("* ")),
    Decoration("guillemet", 1, _prefix("» ")),
    Decoration("greater", 0.6, _prefix("> ")),
    Decoration("dash", 0.6, _prefix("– ")),
    Decoration("play", 0.4, _prefix("▶ ")),
    Decoration("guillemet after", 0.6, _suffix(" »")),
    Decoration("bar after", 0.4, _suffix(" |")),
    Decoration("dots after", 0.4, _suffix(" …")),
    Decoration("number", 1, lambda headline, _random: f"{headline.number}. {headline.text}"),
    Decoration("bare number", 0.5, lambda headline, _random: f"{headline.number} {headline.text}"),
    Decoration("quotes", 0.6, lambda headline, _random: f"“{headline.text}”"),
    Decoration("straight quotes", 0.4, lambda headline, _random: f'"{headline.text}"'),
    Decoration("capitals", 0.8, lambda headline, _random: headline.text.upper()),
    Decoration("pointer", 4, _pointer),
    Decoration("section before", 0.8, lambda headline, random: f"{_section(random)}: {headline.text}"),
    Decoration("section and bar", 0.6, lambda headline, random: f"{_section(random).upper()} | {headline.text}"),
    Decoration("section after", 0.6, lambda headline, random: f"{headline.text} | {_section(random)}"),
    Decoration("section glued", 0.4, lambda headline, random: f"{_section(random)}{headline.text}"),
    Decoration("date after", 1, lambda headline, random: f"{headline.text} {a_date(random)}"),
    Decoration("date in brackets", 0.5, lambda headline, random: f"{headline.text} ({a_date(random)})"),
    Decoration("date glued", 0.4, lambda headline, random: f"{headline.text}{a_date(random)}"),
    Decoration("date before", 0.6, lambda headline, random: f"{a_date(random)} {headline.text}"),
    Decoration("site after", 0.7, lambda headline, _random: f"{headline.text} - {headline.source}"),
    Decoration("cut", 0.8, _cut),
)
#: Never trained on: they show whether a model has learned headlines or marks.
HELD_OUT_DECORATIONS: tuple[Decoration, ...] = (
    Decoration("square", 1, _prefix("■ ")),
    Decoration("tilde after", 1, _suffix(" ~")),
)
