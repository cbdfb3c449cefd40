"""Stories with headlines of other pages glued on, as feeds and careless scrapers leave them.

Real pages keep other stories in their own places, with furniture around them; what reaches users often has neither.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nutgraf.labels import Label
from nutgraf_training.corpora.cues import POINTER
from nutgraf_training.corpora.decorations import (
    HEADINGS,
    SEPARATORS,
    TRAINING_DECORATIONS,
    Decoration,
    Headline,
    a_date,
    of_language,
)
from nutgraf_training.corpora.tokens import words
from nutgraf_training.labelled import LabelledDocument, LabelledLine

#: Where the headlines go: after the story, before it, in its middle, both middle and end; and how often.
_PLACES = (("end", 0.45), ("start", 0.25), ("middle", 0.2), ("middle and end", 0.1))
#: Words of a promo line that is a headline and not a teaser or a name.
_HEADLINE_WORDS = (4, 28)
_MIN_BODY = 3
_LIST_SIZE = (3, 21)
#: In mid-story stand one to three headlines, sometimes a whole list.
_MIDDLE_SIZE, _MIDDLE_LISTS = (1, 4), 0.4
_TRIES = 200


def glued(
    documents: Sequence[LabelledDocument],
    seed: int,
    decorations: Sequence[Decoration] = TRAINING_DECORATIONS,
) -> Iterator[LabelledDocument]:
    """Give each document with a story, in order, a copy with other stories' headlines glued to it.

    Headlines are promo lines and headlines of the other documents given (never of the same site), now and then with
    some promo lines of the story's own page, which are near its subject. What is not to leak must not be among the
    documents. The same documents and seed give the same copies.
    """
    pool = _Pool(documents)
    for number, document in enumerate(documents):
        if _has_story(document):
            copy = _Gluer(pool, document, decorations, np.random.default_rng((seed, number))).glue()
            if copy is not None:
                yield copy


def _has_story(document: LabelledDocument) -> bool:
    """Pages without a story are product lists as often as news: nothing is drawn from them either."""
    return sum(line.label is Label.BODY for line in document.lines) >= _MIN_BODY


class _Pool:
    """Headlines to draw from, by language."""

    def __init__(self, documents: Sequence[LabelledDocument]) -> None:
        found = {
            (text, document.source, document.language): None
            for document in documents
            if _has_story(document)
            for text in _headlines(document)
        }
        self.all = [Headline(*entry) for entry in found]
        self.by_language: dict[str, list[Headline]] = {}
        for headline in self.all:
            self.by_language.setdefault(headline.language, []).append(headline)

    def draw(self, count: int, document: LabelledDocument, random: np.random.Generator) -> list[Headline]:
        """Draw headlines of other sites, mostly in the document's language where there are enough."""
        own = {line.text for line in document.lines}
        known = self.by_language.get(document.language, [])
        choice = known if len(known) >= 50 and random.random() < 0.9 else self.all
        drawn: dict[str, Headline] = {}
        for _ in range(_TRIES):
            if len(drawn) == count or not choice:
                break
            headline = choice[int(random.integers(len(choice)))]
            if headline.source != document.source and headline.text not in own:
                drawn.setdefault(headline.text, headline)
        return list(drawn.values())


def _headlines(document: LabelledDocument) -> Iterator[str]:
    """Lines of a document that could be glued to another."""
    for index, line in enumerate(document.lines):
        is_headline = line.label is Label.PROMO or index == document.headline
        if (
            is_headline
            and _HEADLINE_WORDS[0] <= words(line.text) <= _HEADLINE_WORDS[1]
            and not POINTER.match(line.text)
        ):
            yield line.text


@dataclass(frozen=True, slots=True)
class _Gluer:
    """Makes one copy of one document."""

    pool: _Pool
    document: LabelledDocument
    decorations: Sequence[Decoration]
    random: np.random.Generator

    def glue(self) -> LabelledDocument | None:
        """Glue headlines to the story; None where the pool has none for it."""
        story = self._story()
        place = str(self.random.choice([name for name, _ in _PLACES], p=[odds for _, odds in _PLACES]))
        lines = list(story)
        if "end" in place:
            lines = lines + self._block(_LIST_SIZE)
        if "middle" in place:
            for at in sorted(self.random.integers(2, len(story), int(self.random.integers(1, 3))), reverse=True):
                lines[int(at) : int(at)] = self._middle()
        if place == "start":
            lines = self._block(_LIST_SIZE) + lines
        if not any(line.label is Label.PROMO for line in lines):
            return None
        return replace(
            self.document,
            id=f"{self.document.id}-glued",
            lines=tuple(lines),
            headline=next((i for i, line in enumerate(lines) if line is self._headline()), None),
            kind="glued",
        )

    def _headline(self) -> LabelledLine | None:
        return None if self.document.headline is None else self.document.lines[self.document.headline]

    def _story(self) -> list[LabelledLine]:
        """The story's lines, often its first only, now and then with furniture."""
        share = float(self.random.choice([0.0, 0.0, 0.1, 0.3]))
        longest = int(self.random.integers(4, 16)) if self.random.random() < 0.5 else len(self.document.lines)
        body = [i for i, line in enumerate(self.document.lines) if line.label is Label.BODY][:longest]
        return [
            line
            for line in self.document.lines[max(0, body[0] - 2) : body[-1] + 1]
            if line.label is Label.BODY or (line.label is Label.BOILERPLATE and self.random.random() < share)
        ]

    def _block(self, size: tuple[int, int]) -> list[LabelledLine]:
        """A list of headlines with the furniture that may stand over it."""
        lines = []
        if self.random.random() < 0.2:
            lines.append(_furniture(SEPARATORS[int(self.random.integers(len(SEPARATORS)))]))
        if self.random.random() < 0.4:
            headings = of_language(HEADINGS, self.document.language)
            lines.append(_furniture(headings[int(self.random.integers(len(headings)))]))
        dated = self.random.random() < 0.12
        for text in self._printed(int(self.random.integers(*size))):
            lines.append(LabelledLine(text, Label.PROMO))
            if dated:
                lines.append(_furniture(a_date(self.random)))
        return lines

    def _middle(self) -> list[LabelledLine]:
        """Headlines between paragraphs."""
        size = _LIST_SIZE if self.random.random() < _MIDDLE_LISTS else _MIDDLE_SIZE
        return [LabelledLine(text, Label.PROMO) for text in self._printed(int(self.random.integers(*size)))]

    def _printed(self, count: int) -> list[str]:
        """Draw headlines and print them, decorated alike."""
        headlines = self.pool.draw(count, self.document, self.random)
        if self.random.random() < 0.3:
            headlines = [*headlines, *self._near(int(self.random.integers(1, 6)))][-count:]
            headlines = [headlines[int(i)] for i in self.random.permutation(len(headlines))]
        odds = np.array([decoration.odds for decoration in self.decorations])
        decoration = self.decorations[int(self.random.choice(len(odds), p=odds / odds.sum()))]
        return [
            decoration.apply(replace(headline, number=number), self.random)
            for number, headline in enumerate(headlines, 1)
        ]

    def _near(self, count: int) -> list[Headline]:
        """Promo lines of the story's own page."""
        headline = self._headline()
        own = [text for text in _headlines(self.document) if headline is None or text != headline.text]
        chosen = sorted(self.random.permutation(len(own))[:count])
        return [Headline(own[int(i)], self.document.source, self.document.language) for i in chosen]


def _furniture(text: str) -> LabelledLine:
    return LabelledLine(text, Label.BOILERPLATE)
