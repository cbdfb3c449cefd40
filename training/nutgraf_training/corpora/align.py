"""Find a story's gold text in the blocks of its page, in order.

Longest common subsequence of token ids (rapidfuzz, bit-parallel). Twice: long blocks first, as anchors; then short
blocks only against the gold between the anchors around them, so that a "Share" of the furniture cannot take a "share"
of the story.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from nutgraf_training.corpora.tokens import tokens

#: Blocks of at least this many tokens are anchors.
_LONG = 8
#: Share of an anchor's token triples that the gold must hold, else it is not even tried.
_SHARED = 0.4
#: Share of a block's tokens that must be aligned: long blocks may carry a credit or a label along.
_ALIGNED_LONG = 0.6
_ALIGNED_SHORT = 0.99
#: Share of a block's token triples in the gold from which on it is a second standing of gold text.
_REPEATED = 0.8
#: Aligned tokens of a block must stand together in the gold: span / count.
_SPREAD = 2.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """Per block, whether it is a part of the gold (`aligned`) or only repeats one aligned elsewhere (`repeated`).

    `coverage` is the share of the gold's tokens that the aligned blocks hold (1 for a page without gold).
    """

    aligned: tuple[bool, ...]
    repeated: tuple[bool, ...]
    coverage: float


def align(texts: Sequence[str], paragraphs: Sequence[str]) -> Alignment:
    """Align the texts of a page's blocks with the paragraphs of its gold."""
    return _Aligner(texts, paragraphs).run()


class _Aligner:
    def __init__(self, texts: Sequence[str], paragraphs: Sequence[str]) -> None:
        self.ids: dict[str, int] = {}
        self.blocks = [self._encode(text) for text in texts]
        self.gold = [token for paragraph in _unrepeated(paragraphs) for token in self._encode(paragraph)]
        self.triples = set(_triples(self.gold))
        # Gold positions that each block holds.
        self.places: list[list[int]] = [[] for _ in texts]

    def _encode(self, text: str) -> list[int]:
        return [self.ids.setdefault(token, len(self.ids)) for token in tokens(text)]

    def run(self) -> Alignment:
        shared = [self._shared(block) for block in self.blocks]
        long = [i for i, block in enumerate(self.blocks) if len(block) >= _LONG and shared[i] >= _SHARED]
        self._match(long, range(len(self.gold)), _ALIGNED_LONG)
        for first, last, start, stop in list(self._gaps()):
            short = [i for i in range(first, last) if self.blocks[i] and not self.places[i] and shared[i] > _SHARED]
            self._match(short, range(start, stop), _ALIGNED_SHORT)
        # Gold that is in another order than the page: what is left of both is aligned once more.
        held = {position for place in self.places for position in place}
        left = [position for position in range(len(self.gold)) if position not in held]
        self._match([i for i in long if not self.places[i] and shared[i] > _REPEATED], left, _REPEATED)
        return self._result(shared)

    def _result(self, shared: list[float]) -> Alignment:
        held = sum(map(len, self.places))
        return Alignment(
            aligned=tuple(map(bool, self.places)),
            repeated=tuple(
                not place and len(block) >= _LONG and share > _REPEATED
                for place, block, share in zip(self.places, self.blocks, shared, strict=True)
            ),
            coverage=held / len(self.gold) if self.gold else 1.0,
        )

    def _shared(self, block: list[int]) -> float:
        """Share of a block's token triples (of the block itself where it is shorter) that the gold holds."""
        if len(block) < 3:
            return float(bool(block))
        found = _triples(block)
        return sum(triple in self.triples for triple in found) / len(found)

    def _match(self, chosen: list[int], gold: Sequence[int], least: float) -> None:
        """Align the chosen blocks with the gold at these positions; blocks that fall short leave, a round at a time."""
        while chosen and gold:
            places = self._places(chosen, gold)
            good = [i for i in chosen if _holds(places[i], len(self.blocks[i]), least)]
            if len(good) == len(chosen):
                for i in chosen:
                    self.places[i] = places[i]
                return
            chosen = good

    def _places(self, chosen: list[int], gold: Sequence[int]) -> dict[int, list[int]]:
        """Gold positions that each chosen block holds in the longest common subsequence."""
        owner = [i for i in chosen for _ in self.blocks[i]]
        page = [token for i in chosen for token in self.blocks[i]]
        places: dict[int, list[int]] = {i: [] for i in chosen}
        for op in LCSseq.opcodes(page, [self.gold[position] for position in gold]):
            if op.tag == "equal":
                for offset in range(op.src_end - op.src_start):
                    places[owner[op.src_start + offset]].append(gold[op.dest_start + offset])
        return places

    def _gaps(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield block range and gold range between neighbouring anchors."""
        first, start = 0, 0
        for i, place in enumerate(self.places):
            if place:
                yield first, i, start, place[0]
                first, start = i + 1, place[-1] + 1
        yield first, len(self.places), start, len(self.gold)


def _unrepeated(paragraphs: Sequence[str]) -> list[str]:
    """Drop long paragraphs that the gold holds twice."""
    seen: set[str] = set()
    kept = []
    for paragraph in paragraphs:
        if paragraph not in seen:
            kept.append(paragraph)
        if len(tokens(paragraph)) >= _LONG:
            seen.add(paragraph)
    return kept


def _triples(ids: list[int]) -> list[tuple[int, int, int]]:
    return list(zip(ids, ids[1:], ids[2:], strict=False))


def _holds(place: list[int], length: int, least: float) -> bool:
    """Tell whether enough of a block is aligned, and together."""
    if not place or len(place) < least * length:
        return False
    return place[-1] - place[0] + 1 <= _SPREAD * len(place) + 2
