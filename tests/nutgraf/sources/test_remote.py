"""Addresses: fsspec's memory and local file systems, and an S3 server of our own on this machine."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nutgraf.errors import NutgrafError
from nutgraf.sources import Fields, Record
from nutgraf.sources.inputs import find
from nutgraf.sources.joined import Joined

fsspec = pytest.importorskip("fsspec")


def texts(*names: str) -> list[str]:
    records = Joined([source.name for source in find(names)], Fields())
    return [item.text if isinstance(item, Record) else str(item) for item in records]


def fill(system: object, root: str) -> None:
    with system.open(f"{root}/a/1.jsonl", "wb") as file:  # type: ignore[attr-defined]
        file.write(json.dumps({"text": "one"}).encode())
    with system.open(f"{root}/b.parquet", "wb") as file:  # type: ignore[attr-defined]
        pq.write_table(pa.table({"text": ["two", "three"]}), file)
    with system.open(f"{root}/_SUCCESS", "wb") as file:  # type: ignore[attr-defined]
        file.write(b"")


def check(root: str) -> None:
    assert [source.place for source in find([root])] == ["a/1.jsonl", "b.parquet"]
    assert find([root]) == find([root])
    assert all(source.size for source in find([root]))
    assert texts(root) == ["one", "two", "three"]
    assert texts(f"{root}/*.parquet", f"{root}/a/1.jsonl") == ["two", "three", "one"]
    (missing,) = texts(f"{root}/none.txt")
    assert missing.startswith(f"{root}/none.txt: nothing there")


def test_memory() -> None:
    system = fsspec.filesystem("memory")
    fill(system, "/corpus")
    try:
        check("memory://corpus")
    finally:
        system.rm("/corpus", recursive=True)


def test_local(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    fill(fsspec.filesystem("file"), str(tmp_path))
    check(f"file://{tmp_path}")


def test_kind_that_is_not_known() -> None:
    with pytest.raises(NutgrafError, match="nosuch://x: "):
        find(["nosuch://x"])


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = pytest.importorskip("moto.server")
    s3fs = pytest.importorskip("s3fs")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("HTTP_PROXY", raising=False)
    monkeypatch.delenv("http_proxy", raising=False)
    s3fs.S3FileSystem.clear_instance_cache()
    s3fs.S3FileSystem().mkdir("corpus")
    yield "corpus"
    s3fs.S3FileSystem.clear_instance_cache()
    running.stop()
    # Old aiobotocore leaves tasks unfinished: collected in another test, while an expression is compiled, they make
    # Python 3.11 fail (https://github.com/python/cpython/issues/106905).
    gc.collect()


@pytest.mark.filterwarnings("default")  # the server and its client have warnings of their own
def test_s3(bucket: str) -> None:
    fill(fsspec.filesystem("s3"), bucket)
    check(f"s3://{bucket}")
