"""The n-grams' weights as they are saved: in little room, and quick to unpack.

Most weights of most answers are near zero: they take half a byte, the others stand in a list. To inflate as many bytes
as there are weights would take several times as long as all else that loading does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutgraf.labels import LABELS
from nutgraf.ngrams import ANSWERS, HERALDS, WEIGHT_LIMIT

#: Answers whose weights are spread widely come first and take a byte; the others half of one, two answers in each byte.
IN_BYTES = len(LABELS) + len(HERALDS) + len(ANSWERS) % 2
IN_HALVES = len(ANSWERS) - IN_BYTES
#: Ranges of a byte and of half of one.
BYTE, HALF = (-128, 127), (-8, 7)


@dataclass(frozen=True, slots=True, eq=False)
class Compact:
    """Weights of all answers in K rows as arrays that are saved; see `expand`."""

    bytes: NDArray[np.int8]  # (IN_BYTES, K)
    halves: NDArray[np.uint8]  # (IN_HALVES / 2, K) two answers each, the first in the lower half; 8 says zero
    places: NDArray[np.uint32]  # (k,) of weights that fit in neither: answer * K + row
    beyond: NDArray[np.int16]  # (k,) those weights


def compact(weights: NDArray[np.int16]) -> Compact:
    """Make the (K, len(ANSWERS)) weights small."""
    answers = np.ascontiguousarray(weights.T)
    near = np.concatenate([answers[:IN_BYTES].clip(*BYTE), answers[IN_BYTES:].clip(*HALF)])
    halves = (near[IN_BYTES:] - HALF[0]).astype(np.uint8)
    places = np.flatnonzero(near != answers)
    return Compact(
        near[:IN_BYTES].astype(np.int8),
        halves[0::2] | halves[1::2] << np.uint8(4),
        places.astype(np.uint32),
        answers.ravel()[places],
    )


def expand(saved: Compact) -> NDArray[np.int16]:
    """(K, len(ANSWERS)) weights, those of an answer side by side.

    Raises:
        ValueError: where one is beyond WEIGHT_LIMIT, or has a place outside the table.
    """
    answers = np.empty((len(ANSWERS), saved.bytes.shape[1]), np.int16)
    answers[:IN_BYTES] = saved.bytes
    np.bitwise_and(saved.halves, 15, out=answers[IN_BYTES::2])
    np.right_shift(saved.halves, 4, out=answers[IN_BYTES + 1 :: 2])
    answers[IN_BYTES:] += HALF[0]
    if saved.places.max(initial=0) >= answers.size:
        raise ValueError(f"an n-gram weight at {saved.places.max()}, expected below {answers.size}")
    if max(-int(saved.beyond.min(initial=0)), int(saved.beyond.max(initial=0))) > WEIGHT_LIMIT:
        raise ValueError(f"n-gram weights beyond {WEIGHT_LIMIT}")
    answers.ravel()[saved.places] = saved.beyond
    return answers.T
