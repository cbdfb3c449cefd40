"""Fuzzes one target with atheris, guided by coverage of nutgraf: `python tests/fuzz/fuzz.py text --seconds 600`.

A case that fails ends the run, and is kept in `found/`, where `test_found.py` finds it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
SUPPORT, CASES, FOUND = HERE.parent / "support", HERE.parent / "cases", HERE / "found"
LONGEST = 4096  # bytes of a case
#: One allocation of a case is held to the first; the whole process to the second: with atheris' tracing it grows by
#: some 80 kB a case, which the same targets without it do not.
ALLOCATION_MB, PROCESS_MB = 1024, 8192

try:
    import atheris
except ImportError:
    sys.exit("fuzzing needs atheris: pip install 'nutgraf[dev]' (Linux and macOS alone have it)")

sys.path[:0] = [str(SUPPORT), str(HERE)]
with atheris.instrument_imports(include=["nutgraf"], enable_loader_override=False):
    import targets


def seeds(name: str, folder: Path) -> None:
    """Write what a target begins with: the documents of the tests, and what was found before."""
    kinds = {"text": "**/*.txt", "html": "**/*.html", "layout": "**/*.html", "jsonl": "**/*.jsonl"}
    paths = [*(CASES.glob(kinds[name]) if name in kinds else ()), *FOUND.glob(f"{name}-*")]
    for number, path in enumerate(sorted(paths)):
        (folder / f"{number}").write_bytes(path.read_bytes()[:LONGEST])
    if name == "jsonl":
        (folder / "fields").write_bytes(
            b'{"id": "1", "text": "Pool to close\\nShare"}\n{"text": null}\n\n[1]\n{"text": "\\ud800"}'
        )
    if name == "model":
        for which in range(12):
            (folder / f"{which}").write_bytes(bytes([which, 40, 0, 0, 0]) + b'"format": 1')


def main() -> None:
    """Fuzz until the time is over or a case fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=targets.TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    targets.TARGETS[options.target](bytes(6))  # fits the small model, which is no case's time
    with tempfile.TemporaryDirectory(prefix="nutgraf-corpus-") as folder:
        seeds(options.target, Path(folder))
        flags = [f"-max_total_time={options.seconds}", f"-max_len={LONGEST}", "-timeout=60", "-print_final_stats=1"]
        flags += [f"-malloc_limit_mb={ALLOCATION_MB}", f"-rss_limit_mb={PROCESS_MB}"]
        atheris.Setup(
            [sys.argv[0], *flags, f"-artifact_prefix={FOUND / options.target}-", folder],
            targets.TARGETS[options.target],
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
