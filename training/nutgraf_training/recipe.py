"""What the shipped model is trained on: pages, residue, glued and changed copies, hand-labelled lines."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import nutgraf_training.corpora
from nutgraf import codings
from nutgraf.html import blocks, encoding
from nutgraf.labels import Label
from nutgraf.wholefile import replacing
from nutgraf_training.augment import augment
from nutgraf_training.briefs import briefs
from nutgraf_training.ciphers import ciphered
from nutgraf_training.corpora.commands import TRAINING
from nutgraf_training.corpora.glued import glued
from nutgraf_training.corpora.markup import markup_targets
from nutgraf_training.corpora.residue import EXTRACTORS
from nutgraf_training.corpora.run import run
from nutgraf_training.crossfit import Progress
from nutgraf_training.dataset import read, write
from nutgraf_training.firststage import Markup
from nutgraf_training.fit import FitSettings, Foundation, lay_foundation
from nutgraf_training.flat import flat
from nutgraf_training.folds import FOLDS, site_numbers
from nutgraf_training.labelled import HAND_LABELLED, LabelledDocument, label_codes
from nutgraf_training.mending import mended
from nutgraf_training.stopwords import stop_words_elsewhere
from nutgraf_training.walls import walls

HELD_OUT = "heldout_sites.txt"
HAND = "train.jsonl"


@dataclass(frozen=True, slots=True)
class Sources:
    """Labelled documents before any copy is made of them."""

    pages: tuple[LabelledDocument, ...]
    residue: tuple[LabelledDocument, ...]
    hand: tuple[LabelledDocument, ...]
    markup: Markup = field(default_factory=dict)  # of the pages
    silver: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)  # codes of the rules' labels, by page

    def only(self, keep: Callable[[str], bool]) -> "Sources":
        """The documents of those sites for which `keep` is true."""

        def kept(documents: Sequence[LabelledDocument]) -> tuple[LabelledDocument, ...]:
            return tuple(document for document in documents if keep(document.source))

        return replace(self, pages=kept(self.pages), residue=kept(self.residue), hand=kept(self.hand))


@dataclass(frozen=True, slots=True)
class Mix:
    """How many copies of which kind training sees."""

    residue: float = 0.34  # share of the residue documents: about one per page
    augmented: float = 0.7  # per page
    augmented_hand: float = 0.5  # per hand-labelled document
    glued: float = 1.0  # per page
    briefs: float = 1.0  # per brief
    walls: float = 0.3  # per page
    ciphered: float = 0.3  # per page, and per hand-labelled document
    flat: float = 0.3  # per page, and per residue document that is taken


def read_sources(corpora: Path, gold: Path, cache: Path, jobs: int) -> Sources:
    """Label the pages of all training corpora, or read what an earlier run with the same code made of them."""
    pages_path = cache / f"pages-{_code_key()}.jsonl.gz"
    residue_path = cache / f"residue-{_code_key()}.jsonl.gz"
    markup_path = cache / f"markup-{_code_key()}.npz"
    if not (pages_path.exists() and residue_path.exists() and markup_path.exists()):
        cache.mkdir(parents=True, exist_ok=True)
        usable = [
            outcome for outcome in run(corpora, TRAINING.split(","), tuple(EXTRACTORS), jobs) if outcome.labelled.usable
        ]
        residue = (document for outcome in usable for document in outcome.residue)
        write(residue_path, residue)
        write(pages_path, (outcome.labelled.document() for outcome in usable))
        targets = {outcome.labelled.page.id: markup_targets(outcome.labelled.blocks) for outcome in usable}
        with replacing(markup_path) as part:
            np.savez_compressed(part, **targets)  # type: ignore[arg-type]
    pages = tuple(read(pages_path))
    with np.load(markup_path) as stored:
        markup = dict(stored)
    hand = tuple(name_headlines(read(gold / HAND), pages))
    silver = {page.id: label_codes(page.lines) for page in pages}
    return Sources(tuple(mended(pages, hand)), tuple(mended(read(residue_path), hand)), hand, markup, silver)


def _code_key() -> str:
    """Changes with the code that labels pages."""
    modules = [Path(str(module.__file__)) for module in (blocks, codings, encoding)]
    modules += sorted(Path(str(nutgraf_training.corpora.__file__)).parent.glob("*.py"))
    digest = hashlib.sha256()
    for path in modules:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def name_headlines(hand: Iterable[LabelledDocument], pages: Sequence[LabelledDocument]) -> list[LabelledDocument]:
    """Hand-labelled documents with the headline that is known of their page, kind "hand"."""
    known = {
        page.id: " ".join(page.lines[page.headline].text.split()).casefold()
        for page in pages
        if page.headline is not None
    }
    named = []
    for document in hand:
        wanted = known.get(document.id.rpartition("-")[0])
        at = (
            i
            for i, line in enumerate(document.lines)
            if line.label is Label.BODY and " ".join(line.text.split()).casefold() == wanted
        )
        named.append(replace(document, kind=HAND_LABELLED, headline=next(at, None)))
    return named


def held_out_sites(corpora: Path) -> frozenset[str]:
    """Sites that the sibling model must not see."""
    return frozenset((corpora / HELD_OUT).read_text(encoding="utf-8").split())


def foundation(sources: Sources, how: FitSettings, progress: Progress) -> tuple[list[LabelledDocument], Foundation]:
    """All documents that a model is fitted on, and what the stages before the networks that decide say of them."""
    documents = training_documents(sources, how.seed)
    stop_words = stop_words_elsewhere(sources.pages)
    return documents, lay_foundation(documents, how, progress, markup=sources.markup, stop_words=stop_words)


def training_documents(sources: Sources, seed: int, mix: Mix | None = None) -> list[LabelledDocument]:
    """All documents that a model is fitted on; copies are made of the given documents alone."""
    mix = mix or Mix()
    random = np.random.default_rng(seed)

    def some(documents: Sequence[LabelledDocument], share: float) -> list[LabelledDocument]:
        return [document for document in documents if random.random() < share]

    copies = augment(sources.pages, seed, each=mix.augmented)
    hand_copies = (replace(c, kind="hand-augmented") for c in augment(sources.hand, seed, each=mix.augmented_hand))
    residue = some(sources.residue, mix.residue)
    return [
        *sources.pages,
        *residue,
        *copies,
        *some(_glued_within_folds(sources, seed), mix.glued),
        *sources.hand,
        *hand_copies,
        *some(list(briefs(sources.pages, seed)), mix.briefs),
        *walls(sources.pages, seed, mix.walls),
        *ciphered((*sources.pages, *sources.hand), seed, mix.ciphered),
        *flat((*sources.pages, *residue), seed, mix.flat),
    ]


def _glued_within_folds(sources: Sources, seed: int) -> list[LabelledDocument]:
    """Stories with headlines of their own fold's sites glued on.

    A table that is to know nothing of a document must not know the headlines in it either. With headlines of all folds,
    the table knew most of them from the pages they stand on, and the network learned to trust it.
    """
    number = site_numbers(document.source for document in (*sources.pages, *sources.residue, *sources.hand))
    folds: list[list[LabelledDocument]] = [[] for _ in range(FOLDS)]
    for page in sources.pages:
        folds[number[page.source] % FOLDS].append(page)
    return [copy for members in folds for copy in glued(members, seed)]
