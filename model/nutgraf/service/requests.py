"""What a client may send to be labelled: one document, or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nutgraf.choices import Drop, Favor, Unit
from nutgraf.service.batching import Choice, Source

_NULL = {"type": "null"}


def _given(name: str, *absent: str) -> dict[str, Any]:
    """JSON Schema of an object in which one field has a value, and the others are null or absent."""
    return {"required": [name], "properties": {name: {"not": _NULL}, **dict.fromkeys(absent, _NULL)}}


class _Strict(BaseModel):
    # A misspelt option must not pass for its default, nor "false" for true.
    model_config = ConfigDict(extra="forbid", strict=True)


class Page(_Strict):
    """One document: its text or its HTML."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [_given("text", "html"), _given("html", "text")]})

    text: str | None = Field(None, description="Plain text.")
    html: str | None = Field(None, description="A whole page of HTML, or a part of one.")
    url: str | None = Field(None, description="Address that the HTML came from; nothing is fetched.")
    site: str | None = Field(None, description="Host that the text came from, for rules of that site.")
    id: str | None = Field(None, description="Your name for the document; it comes back with the answer.")

    @model_validator(mode="after")
    def _one(self) -> Page:
        _require_one(text=self.text, html=self.html)
        return self

    def source(self) -> Source:
        """What is to be labelled."""
        if self.html is not None:
            return Source(self.html, is_html=True, url=self.url)
        return Source(self.text or "", site=self.site)


class LabelRequest(Page):
    """One document, as `text` or `html`, or several, as `documents`; the options are for all of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                _given("text", "html", "documents"),
                _given("html", "text", "documents"),
                _given("documents", "text", "html", "url", "site", "id"),
            ]
        }
    )

    documents: list[Page] | None = Field(None, description="Several documents; the answer has them in this order.")
    favor: Favor = Field("balanced", description="Error to avoid: furniture taken for story, or story lost.")
    unit: Unit = Field("line", description="What a label speaks of, in text; in HTML always a block.")

    @model_validator(mode="after")
    def _one(self) -> LabelRequest:
        _require_one(text=self.text, html=self.html, documents=self.documents)
        for name in ("url", "site", "id") if self.documents is not None else ():
            if getattr(self, name) is not None:
                raise ValueError(f"{name} belongs to each of the documents, not beside them")
        return self

    def pages(self) -> Sequence[Page]:
        """The documents, be it one or several."""
        return [self] if self.documents is None else self.documents

    def choice(self) -> Choice:
        """How they are to be labelled."""
        return Choice(self.favor, self.unit)


class CleanRequest(LabelRequest):
    """As for labels; and what is to stay."""

    drop: Drop = Field("both", description="What to take out beside the story.")
    headline: bool = Field(True, description="Whether to keep the story's own headline.")


def _require_one(**values: object) -> None:
    given = [name for name, value in values.items() if value is not None]
    if len(given) != 1:
        found = " and ".join(given) or "none"
        raise ValueError(f"expected one of {', '.join(values)}; found {found}")
