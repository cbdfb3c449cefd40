"""Between the database's rows and the values that the rest of the service works with."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from nutgraf.labels import Label
from nutgraf.model import Thresholds
from nutgraf.service.stored import Correction, Judgement, Kept, Page, Text


def plain(text: str) -> str:
    """Text that SQLite takes: lone surrogates, which scrapers do produce, have no UTF-8 form."""
    return text.encode("utf-8", "replace").decode()


def dump_lines(lines: Iterable[Text]) -> str:
    """Lines as JSON; escapes carry lone surrogates, which SQLite would refuse."""
    return json.dumps([[line.number, line.text, line.tag] for line in lines])


def dump_judgement(judgement: Judgement) -> str:
    """What the model says, as JSON."""
    return json.dumps(
        {
            "labels": judgement.labels,
            "scores": judgement.scores,
            "shares": judgement.shares,
            "fixed": sorted(judgement.fixed),
            "headline": judgement.headline,
            "has_story": judgement.has_story,
            "thresholds": asdict(judgement.thresholds),
        }
    )


def correction(row: sqlite3.Row) -> Correction:
    """A row of `corrections`."""
    return Correction(
        number=row["number"],
        document=row["document"],
        line=row["line"],
        label=Label(row["label"]) if row["label"] else None,
        reviewer=row["reviewer"],
        at=row["at"],
        kind=row["kind"],
        step=row["step"],
    )


def kept(row: sqlite3.Row, corrections: Mapping[int, Correction]) -> Kept:
    """A row of `documents`, and the last correction of each line that has one."""
    lines = tuple(Text(number, text, tag) for number, text, tag in json.loads(row["lines"]))
    page = Page(row["id"], row["source"], lines, {}, row["language"], row["headline"], row["kind"])
    said = json.loads(row["judgement"])
    judgement = Judgement(
        model=row["model"],
        labels=tuple(map(Label, said["labels"])),
        scores=tuple((body, boilerplate, promo) for body, boilerplate, promo in said["scores"]),
        shares=tuple(said["shares"]),
        fixed=frozenset(said["fixed"]),
        headline=said["headline"],
        has_story=said["has_story"],
        # Older databases have none; to them this is another model, by which their documents are judged anew.
        thresholds=Thresholds(**said.get("thresholds", {})),
    )
    return Kept(row["key"], page, judgement, corrections)
