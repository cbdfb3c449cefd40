"""What is left of a labelled document when its furniture, its promos or both are taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nutgraf.labels import BOILERPLATE, PROMO

if TYPE_CHECKING:
    from nutgraf.choices import Drop
    from nutgraf.document import Document


def cleaned(document: Document, drop: Drop = "both", headline: bool = True) -> str:
    """The lines that stay, joined by newlines; without `headline` the story's own headline goes as well."""
    keep = document.labels >= 0
    if drop in ("both", "promo"):
        keep &= document.labels != PROMO
    if drop in ("both", "boilerplate"):
        keep &= document.labels != BOILERPLATE
    if not headline and document.headline_index >= 0:
        keep[document.headline_index] = False
    return "\n".join(document.texts(keep))
