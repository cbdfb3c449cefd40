"""The labeller: texts in, labelled documents out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nutgraf import artifact
from nutgraf.choices import FAVORS, UNITS, Favor, Unit, check_choice
from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.labelling import Labelling
from nutgraf.model import Model
from nutgraf.rules import Rules
from nutgraf.sitememory import SiteMemory
from nutgraf.sites import Sites, checked, with_sites
from nutgraf.spans import Spans

if TYPE_CHECKING:
    from nutgraf.html.model import PageModel

DEFAULT = Path(__file__).parent / "data" / "default"


class Labeller:
    """Labels lines with a model, and with a caller's rules and memory of sites where there are any.

    Immutable: threads may share one.
    """

    __slots__ = ("_memory", "_model", "_pages", "_rules")

    def __init__(
        self,
        model: Model,
        rules: Rules | None = None,
        memory: SiteMemory | None = None,
        pages: PageModel | Path | None = None,
    ) -> None:
        if rules is not None and not isinstance(rules, Rules):
            raise InputError(f"rules is {type(rules).__name__}, expected nutgraf.Rules: read a file with Rules.read")
        if memory is not None and not isinstance(memory, SiteMemory):
            raise InputError(f"memory is {type(memory).__name__}, expected nutgraf.sitememory.SiteMemory")
        self._model = model
        self._rules = rules or Rules()
        self._memory = memory
        self._pages = pages  # the model for pages, or the folder that it is read from when it is first asked
        if memory is not None:
            memory.counts()  # all that waits to be counted is counted now, so that threads only read

    @property
    def model(self) -> Model:
        """The model that this labeller asks."""
        return self._model

    @property
    def page_model(self) -> PageModel | None:
        """The model that it asks of pages, read when it is first wanted; None if there is none for this model.

        Raises ModelError where it is damaged.
        """
        from nutgraf.html import artifact as html_artifact

        return html_artifact.load(self._pages, self._model) if isinstance(self._pages, Path) else self._pages

    @property
    def rules(self) -> Rules:
        """The caller's rules, which speak after the model."""
        return self._rules

    @property
    def memory(self) -> SiteMemory | None:
        """The memory of sites that this labeller hears, if any."""
        return self._memory

    def with_rules(self, rules: Rules) -> Labeller:
        """A labeller with the same model, and these rules in place of its own."""
        return Labeller(self._model, rules, self._memory, self._pages)

    def with_memory(self, memory: SiteMemory | None) -> Labeller:
        """A labeller with the same model and rules that hears a memory of sites, if the texts' site is told, or none.

        The memory must not count while it is in use.
        """
        return Labeller(self._model, self._rules, memory, self._pages)

    def label(self, text: str, *, favor: Favor = "balanced", unit: Unit = "line", site: str | None = None) -> Document:
        """Label one text.

        `favor="precision"` calls less text body, `"recall"` more. `unit="paragraph"` labels hard-wrapped lines as
        one. `site` is the host that the text comes from, or its address, for rules that speak on some sites only and
        for a memory of sites. Raises InputError if `text` is no string or a choice is unknown.
        """
        return next(self.label_many([text], favor=favor, unit=unit, site=site))

    def label_many(
        self, texts: Iterable[str], *, favor: Favor = "balanced", unit: Unit = "line", site: Sites = None
    ) -> Iterator[Document]:
        """Label a stream of texts, in order; holds one batch of them in memory.

        `site` is that of all texts, or gives one for each. Raises InputError as `label` does.
        """
        labelling = self._labelling(favor)
        check_choice("unit", unit, UNITS)
        return labelling.stream(with_sites(texts, site), unit)

    def label_lines(self, lines: Sequence[str], *, favor: Favor = "balanced", site: str | None = None) -> Document:
        """Label a document that is split into lines already: one `Line` per item, empty items included.

        The document's text is the items joined by newlines. Items of white space alone are boilerplate.
        """
        labelling = self._labelling(favor, site)
        if isinstance(lines, str | bytes):
            raise InputError(f"lines is one {type(lines).__name__}, expected a list of lines: use label for a text")
        for number, line in enumerate(lines, start=1):
            if not isinstance(line, str):
                raise InputError(f"line {number} is {type(line).__name__}, expected str")
        lengths = np.fromiter(map(len, lines), np.int64, len(lines))
        ends = np.cumsum(lengths + 1) - 1
        spans = Spans(ends - lengths, ends, np.arange(1, len(lines) + 1))
        filled = np.array([bool(line) and not line.isspace() for line in lines], bool)
        return labelling.in_parts("\n".join(lines), spans, np.flatnonzero(filled))

    def label_html(self, html: str | bytes, url: str | None = None, *, favor: Favor = "balanced") -> Document:
        """Label a page by its text and its layout; each line is a block of the page and has its tag path.

        `url` is the page's address, for rules that speak on some sites only and for a memory of sites; without it the
        address that the page gives for itself counts. Bytes are decoded as browsers do. Raises NutgrafError where
        selectolax is not installed, ModelError where the model's part for pages is damaged, InputError for what is no
        page.
        """
        return next(self.label_html_many([html], [url], favor=favor))

    def label_html_many(
        self,
        pages: Iterable[str | bytes],
        urls: Iterable[str | None] | None = None,
        *,
        favor: Favor = "balanced",
    ) -> Iterator[Document]:
        """Label a stream of pages, in order, with an address for each; several times as fast as one by one.

        Raises as `label_html` does.
        """
        from nutgraf.html.labelling import label_pages
        from nutgraf.html.sources import with_addresses

        return label_pages(with_addresses(pages, urls), self._labelling(favor), self.page_model)

    def _labelling(self, favor: Favor, site: str | None = None) -> Labelling:
        check_choice("favor", favor, FAVORS)
        return Labelling(self._model, self._rules, favor, self._memory, checked(site))


def load(path: str | Path | None = None, *, rules: Rules | None = None, memory: SiteMemory | None = None) -> Labeller:
    """Load a model folder, or the model that comes with the package; `rules` and `memory` speak after the model.

    Raises ModelError if the folder is missing or damaged.
    """
    folder = Path(path) if path is not None else DEFAULT
    # The model for pages is read from it later, when the program may work in another folder.
    return Labeller(artifact.load(folder), rules, memory, folder.absolute())
