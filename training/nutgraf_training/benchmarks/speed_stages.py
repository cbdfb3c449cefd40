"""Where labelling spends its time: shares of its stages, from a profile."""

import cProfile
import pstats
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

#: Stages by what stands in the profile: own time of a function, or of what is built in and called by it.
GATHERS, SUMS = "n-grams: look-up of weights", "n-grams: sums of weights"
PRODUCTS, CODES, PATTERNS = "networks: matrix products", "text to code points", "regular expressions"
FUNCTIONS = {
    ("ngrams.py", "_sums", "take"): GATHERS,
    ("ngrams.py", "_sums"): SUMS,
    ("network.py", "_forward"): PRODUCTS,
}
BUILT_IN = {"encode": CODES, "frombuffer": CODES}
MODULES = {
    "ngrams.py": "n-grams: hashes",
    "hashing.py": "n-grams: hashes",
    "network.py": "networks: the rest",
    "spans.py": "lines and documents",
    "document.py": "lines and documents",
    "labelling.py": "lines and documents",
    "labeller.py": "lines and documents",
    "batch.py": "characters and words",
    "characters.py": "characters and words",
    "tokens.py": "characters and words",
    "shape.py": "columns of the line",
    "context.py": "columns of lines around",
    "sequence.py": "columns of lines around",
    "relatedness.py": "columns of words shared",
    "region.py": "columns of region, headline, story",
    "headline.py": "columns of region, headline, story",
    "story.py": "columns of region, headline, story",
}
REST = "all else, numpy's own Python among it"
STAGES = tuple(dict.fromkeys([*FUNCTIONS.values(), *BUILT_IN.values(), PATTERNS, *MODULES.values(), REST]))

#: A function of a profile: file, line, name.
Place = tuple[str, int, str]


def shares(run: Callable[[], object]) -> Mapping[str, float]:
    """Share of the processor time of each of `STAGES` in a run."""
    profile = cProfile.Profile(time.process_time)
    profile.runcall(run)
    took: Counter[str] = Counter()
    for place, (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if _is_built_in(place) and callers:
            for caller, (_, _, part, _) in callers.items():
                took[_stage(caller, _built_in_name(place))] += part
        else:
            took[_stage(place)] += own
    whole = sum(took.values())
    return MappingProxyType({stage: took[stage] / whole for stage in STAGES})


def _is_built_in(place: Place) -> bool:
    """Whether a function is in C, or numpy's own Python: its time is its caller's."""
    return place[0] == "~" or "numpy" in Path(place[0]).parts


def _built_in_name(place: Place) -> str:
    """`take` of "<method 'take' of 'numpy.ndarray' objects>"."""
    quoted = place[2].split("'")
    return quoted[1] if len(quoted) > 1 else place[2].rpartition(".")[2].rstrip(">")


def _stage(place: Place, built_in: str = "") -> str:
    module, function = Path(place[0]).name, place[2]
    if Path(place[0]).parent.name == "re":
        return PATTERNS
    for key in ((module, function, built_in), (module, function)):
        if key in FUNCTIONS:
            return FUNCTIONS[key]
    return BUILT_IN.get(built_in) or MODULES.get(module, REST)
