from __future__ import annotations

import io
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import InputError
from nutgraf.sources import open_input
from nutgraf.sources.zstd import Reader


@given(st.lists(st.binary(max_size=300_000), max_size=3), st.integers(1, 5000))
def test_all_frames_are_read(parts: list[bytes], size: int) -> None:
    data = b"".join(zstandard.compress(part) for part in parts)
    reader = io.BufferedReader(Reader(io.BytesIO(data)), size)
    assert reader.read() == b"".join(parts)


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:20], lambda data: data + b"more"])
def test_damage_is_noticed(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "in.jsonl.zst"
    path.write_bytes(damage(zstandard.compress(b'{"text": "one"}\n' * 99)))  # type: ignore[operator]
    with pytest.raises(InputError, match=r"in\.jsonl\.zst: damaged zstd file: "), open_input(str(path)) as source:
        list(source.records)
