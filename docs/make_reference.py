"""Writes the reference of the Python interface into a folder, from docstrings: `python docs/make_reference.py FOLDER`.

What is wrong with a docstring or cannot be imported is a warning of pdoc's, and here an error.
"""

import sys
import warnings
from pathlib import Path

import pdoc
import pdoc.render

import nutgraf
import nutgraf_training

#: What users import; other modules may change.
MODULES = (
    *("nutgraf", r"!nutgraf\.", "nutgraf.errors", "nutgraf.integrations", "nutgraf.sitememory"),
    *("nutgraf_training", r"!nutgraf_training\.", "nutgraf_training.dataset"),
)


def main(folder: Path) -> None:
    """Write the pages."""
    for package in (nutgraf, nutgraf_training):
        for name in package.__all__:  # imported when asked for, and pdoc does not ask
            setattr(package, name, getattr(package, name))
    pdoc.render.configure(docformat="google")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        pdoc.pdoc(*MODULES, output_directory=folder)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python docs/make_reference.py FOLDER")
    main(Path(sys.argv[1]))
