"""Polynomial hashes of many runs of characters at once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Odd, hence invertible modulo 2^64; its digits are those of the golden ratio (Knuth, TAOCP 6.4).
BASE = 0x9E3779B97F4A7C15
INVERSE = pow(BASE, -1, 1 << 64)
#: Mixes the sum, so that its high bits depend on every character (finaliser of MurmurHash3).
MIX = np.uint64(0xFF51AFD7ED558CCD)


class Powers(NamedTuple):
    """BASE^k and BASE^-k modulo 2^64 for k = 0, 1, …"""

    up: NDArray[np.uint64]
    down: NDArray[np.uint64]


@lru_cache(maxsize=4)
def _powers(size: int) -> Powers:
    def series(base: int) -> NDArray[np.uint64]:
        steps = np.full(size, base, np.uint64)
        steps[0] = 1
        return np.cumprod(steps, dtype=np.uint64)

    return Powers(series(BASE), series(INVERSE))


def powers(size: int) -> Powers:
    """At least `size` powers; the tables grow by doubling and are kept."""
    return _powers(max(1 << 16, 1 << (size - 1).bit_length()))


def prefix_sums(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """(n + 1,) sums of code * BASE^position before each position, modulo 2^64."""
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * powers(len(codes) + 1).up[: len(codes)], out=sums[1:])
    return sums


def mix(sums: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread a polynomial sum over all 64 bits; equal sums stay equal."""
    mixed = sums >> np.uint64(33)
    mixed ^= sums
    mixed *= MIX
    mixed ^= mixed >> np.uint64(33)
    return mixed


def spans(sums: NDArray[np.uint64], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Hash of each run `codes[start:end]`, the same wherever in the array it stands; `sums` as of `prefix_sums`."""
    return mix((sums[ends] - sums[starts]) * powers(len(sums)).down[starts])
