"""Training of nutgraf models: labelled documents, pages with gold text, fitting and evaluation."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nutgraf_training.estimator import LineLabeller

__all__ = ["LineLabeller"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: scikit-learn takes seconds, and reading labelled documents needs none of it.
    if name == "LineLabeller":
        return import_module("nutgraf_training.estimator").LineLabeller
    raise AttributeError(f"module 'nutgraf_training' has no attribute {name!r}")
