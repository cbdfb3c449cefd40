"""Labelled documents from other tools, and to training.

Read are nutgraf's own labelled JSON Lines, the exports of Label Studio (JSON, JSON-MIN) and of Doccano (JSONL), and
JSON Lines of texts without labels. What a file is, its content tells.
"""

from nutgraf.service.exchange.export import exported
from nutgraf.service.exchange.reading import read_pages

__all__ = ["exported", "read_pages"]
