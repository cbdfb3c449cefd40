"""What the review page sends."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nutgraf.labels import Label
from nutgraf.service.batching import Source
from nutgraf.service.stored import Change
from nutgraf.sites import host

Name = Annotated[str, Field(min_length=1, max_length=200)]
#: More lines than a step ever has: labels of a whole page at once.
MOST_CHANGES = 100_000


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Pasted(_Sent):
    """A text, or HTML with the address that it came from."""

    text: str | None = None
    html: str | None = None
    url: str | None = None
    name: Name = "pasted"
    source: Name = "pasted"

    @model_validator(mode="after")
    def _one(self) -> Pasted:
        if (self.text is None) == (self.html is None):
            raise ValueError("expected one of text, html")
        return self

    def content(self) -> Source:
        """What is to be labelled."""
        if self.html is not None:
            return Source(self.html, is_html=True, url=self.url)
        return Source(self.text or "", site=host(self.url))


class Import(_Sent):
    """A file of documents, labelled or not."""

    content: str
    name: Name
    source: Name = "unknown"


class Asked(_Sent):
    """Why a line got its label; `lines` are all lines of its document, `line` is its index."""

    lines: list[str]
    line: int


class Wanted(_Sent):
    """A line's new label, null to take it back; `seen` is the number of the correction that the page shows there."""

    line: int
    label: Label | None
    seen: int = 0

    def change(self) -> Change:
        """As the database takes it."""
        return Change(self.line, self.label, self.seen)


class Step(_Sent):
    """Whose step it is; `step` is a name that no other step has, so that it can be sent again."""

    reviewer: Name
    step: Name


class Corrections(Step):
    """Labels that a reviewer gives, or accepts from the model."""

    kind: Literal["set", "accept"] = "set"
    changes: Annotated[list[Wanted], Field(min_length=1, max_length=MOST_CHANGES)]
