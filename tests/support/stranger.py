"""Models as a stranger may send them: changed, with the hashes made right again, so that the other checks must tell."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import nutgraf
import small_pages
from nutgraf import artifact
from nutgraf.archive import CONFIG, WEIGHTS, digest
from nutgraf.html import artifact as html_artifact

FILES = (WEIGHTS, CONFIG, f"html/{WEIGHTS}", f"html/{CONFIG}")
TEXT = "Council votes to close harbour pool\nShare\nThe council voted six to five on Tuesday.\nLido to open -\n"
PAGE = f"<article><h1>Pool to close</h1><p>{TEXT}</p></article><ul><li><a href=/lido>Lido to open</a></ul>"


def saved(folder: Path) -> Path:
    """Save a small model, with its part for pages."""
    model = small_pages.model()
    artifact.save(model.text, folder)
    html_artifact.save(model, folder)
    return folder


def answers(folder: Path) -> tuple[Any, ...]:
    """What the model in a folder says of a text and of a page; every score is a probability."""
    labeller = nutgraf.load(folder)
    documents = [labeller.label(TEXT), labeller.label_html(PAGE)]
    for document in documents:
        assert np.isfinite(document.scores).all()
        assert np.allclose(document.scores.sum(1), 1, atol=1e-3)
    return tuple((document.labels.tolist(), document.scores.tolist()) for document in documents)


def resign(folder: Path) -> None:
    """Enter the hashes of all files as they are now; what is no longer a configuration stays as it is."""
    for part in (folder, folder / "html"):
        try:
            config = json.loads((part / CONFIG).read_text("utf-8"))
        except (ValueError, OSError):
            continue
        if not isinstance(config, dict):
            continue
        config["weights_sha256"] = hashlib.sha256((part / WEIGHTS).read_bytes()).hexdigest()
        if part != folder:
            config["text_model_sha256"] = _digest_of(folder)
        config["config_sha256"] = digest(config)
        (part / CONFIG).write_text(json.dumps(config), "utf-8")


def _digest_of(folder: Path) -> object:
    try:
        return json.loads((folder / CONFIG).read_text("utf-8"))["config_sha256"]
    except (ValueError, OSError, KeyError, TypeError):
        return None


def with_members(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Change the members of an archive by name; it is well zipped again afterwards."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
