"""The saved model that sees layout too: the folder `html` inside the folder of the text model it was made for."""

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nutgraf.archive import (
    CONFIG,
    WEIGHTS,
    Archive,
    network_arrays,
    numbered,
    read,
    read_network,
    read_networks,
    read_settings,
    write,
)
from nutgraf.batch import batch_of_lines
from nutgraf.commonwords import nothing_common
from nutgraf.errors import ModelError
from nutgraf.features import prepare
from nutgraf.html.blocks import Block, Tree
from nutgraf.html.declarations import NOTHING
from nutgraf.html.markup import ANSWERS, TABLE_BITS, MarkupTable
from nutgraf.html.model import PageModel, page_columns, page_story_columns
from nutgraf.html.page import HtmlPage
from nutgraf.labels import LABELS
from nutgraf.model import Model, find
from nutgraf.network import CLASSES
from nutgraf.schema import Shape, averaged_shapes, column_names, network_shapes

FOLDER = "html"


def save(model: PageModel, folder: Path) -> None:
    """Write the model into the folder that its text model has been saved in."""
    config = {
        **_expected(folder),
        "networks": [network.widths for network in model.networks],
        "story": model.story.widths,
        "settings": asdict(model.settings),
        "info": model.info,
    }
    arrays: dict[str, NDArray[np.generic]] = {
        "markup_weights": model.markup.weights,
        "markup_scale": np.array([model.markup.scale], np.float32),
        "markup_bias": model.markup.bias,
        **network_arrays({**numbered("network", model.networks), "story": model.story}),
    }
    write(folder / FOLDER, arrays, config)


def remove(folder: Path) -> None:
    """Take the model for pages out of a model's folder, if one is there; whatever else stands in its folder stays."""
    own = folder / FOLDER
    if not (own / CONFIG).is_file():
        return
    for name in (CONFIG, WEIGHTS):
        (own / name).unlink(missing_ok=True)
    if not any(own.iterdir()):
        own.rmdir()


@lru_cache(maxsize=4)
def load(folder: Path, text: Model) -> PageModel | None:
    """Read the model that belongs to the text model in this folder, once; None where there is none.

    Raises:
        ModelError: if it was made for another text model, or anything in it is not as it must be.
    """
    if not any((folder / FOLDER / name).is_file() for name in (CONFIG, WEIGHTS)):
        return None

    def build(archive: Archive) -> PageModel:
        config, arrays = archive.config, archive.arrays
        return PageModel(
            text=text,
            markup=MarkupTable(arrays["markup_weights"], float(arrays["markup_scale"][0]), arrays["markup_bias"]),
            networks=read_networks("network", config["networks"], arrays),
            story=read_network("story", len(config["story"]), arrays),
            settings=read_settings(config["settings"]),
            info=dict(config["info"]),
        )

    return read(folder / FOLDER, _expected(folder), _shapes, build)


def _expected(folder: Path) -> dict[str, Any]:
    names = _names()
    return {"labels": list(LABELS), "columns": list(names[0]), "text_model_sha256": _digest_of_text(folder)}


def _digest_of_text(folder: Path) -> str:
    """What tells the text model in a folder from others: its configuration's digest, which covers its weights."""
    try:
        return str(json.loads((folder / CONFIG).read_text(encoding="utf-8"))["config_sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / CONFIG}: no text model to which the one in {FOLDER} could belong") from error


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, ...], int]:
    """Names of the columns, and number of the story's, found by computing them for one short block."""
    block = Block("A line.", "html", "", 0.0, 0, "", 0, (1,))
    page = HtmlPage(Tree([block], ["", "html"], ["", ""], []), NOTHING)
    prepared = prepare(batch_of_lines([["A line."]]), nothing_common())
    classes = np.full((1, CLASSES), 1 / CLASSES, np.float32)
    table = MarkupTable(np.zeros((1 << TABLE_BITS, ANSWERS), np.int16), 1.0, np.zeros(ANSWERS, np.float32))
    columns = page_columns(prepared, [page], classes, table)
    return tuple(columns), page_story_columns(find(prepared, classes), [page]).shape[1]


def _shapes(config: dict[str, Any]) -> dict[str, Shape]:
    """Every array that a model with this configuration holds; raises ValueError if its layers make no sense."""
    columns, story_columns = _names()
    real = np.dtype(np.float32)
    return {
        "markup_weights": Shape(np.dtype(np.int16), (1 << TABLE_BITS, ANSWERS)),
        "markup_scale": Shape(real, (1,)),
        "markup_bias": Shape(real, (ANSWERS,)),
        **averaged_shapes("network", config["networks"], len(column_names()) + len(columns)),
        **network_shapes("story", story_columns, config["story"], 2),
    }
