"""Labels each line of scraped news text as body, boilerplate or promo, with a probability."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nutgraf.document import Document, Line
    from nutgraf.errors import NutgrafError
    from nutgraf.labeller import Labeller, load
    from nutgraf.labels import Label
    from nutgraf.rules import Rules

__all__ = ["Document", "Label", "Labeller", "Line", "NutgrafError", "Rules", "load"]

_HOMES = {
    "Document": "document",
    "Label": "labels",
    "Labeller": "labeller",
    "Line": "document",
    "NutgrafError": "errors",
    "Rules": "rules",
    "load": "labeller",
}


def __getattr__(name: str) -> Any:
    # Imported when asked for: `nutgraf --help` needs neither numpy nor a model.
    if name in _HOMES:
        return getattr(import_module(f"nutgraf.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'nutgraf' has no attribute {name!r}")
