"""`python -m nutgraf_training.benchmarks.service DATA...`: latency and throughput of `nutgraf serve` on loopback.

Clients send one document per request over a connection that stays open, each the next as soon as it has its answer. The
same documents go through `label_many` before and after every load, so that a machine whose speed changes does not make
the service look better or worse than it is. The clients are part of the load: they have the same cores as the service.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import click
import numpy as np

import nutgraf
from nutgraf.errors import NutgrafError
from nutgraf.labeller import Labeller
from nutgraf_training.dataset import read_many

CLIENTS = (1, 10, 100)
#: Documents for each measurement of `label_many`: a second or so.
BULK = 1000


@dataclass(frozen=True, slots=True)
class Load:
    """What one load measured: milliseconds per request, and documents per second beside those of `label_many`."""

    clients: int
    per_request: int
    p50: float
    p95: float
    p99: float
    documents_per_second: float
    label_many_per_second: float

    @property
    def share(self) -> float:
        """Throughput as a share of `label_many`'s."""
        return self.documents_per_second / self.label_many_per_second


@contextmanager
def service() -> Iterator[str]:
    """Run `nutgraf serve` in a process of its own; gives its address."""
    command = [sys.executable, "-c", "from nutgraf.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr
        first = process.stderr.readline()
        try:
            url = json.loads(first)["url"]
            # Whatever reads the log must keep up, or the service waits for it; `cat` costs least.
            drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
            yield url
        except ValueError as error:
            raise NutgrafError(f"the service did not start: {first.decode().strip()}") from error
        finally:
            process.terminate()
            process.wait()
        drain.wait()


async def _client(port: int, requests: Sequence[bytes], first: int, until: float) -> list[float]:
    """Send requests one after the other, beginning with the first-th; seconds that each took.

    Hand-made HTTP: an HTTP library takes as long for a request as the service does, on the same cores.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    seconds = []
    for request in islice(cycle(requests), first, None):
        begun = time.perf_counter()
        if begun >= until:
            break
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise NutgrafError(f"the service answered {head.splitlines()[0].decode()}")
        length = head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]
        await reader.readexactly(int(length))
        seconds.append(time.perf_counter() - begun)
    writer.close()
    await writer.wait_closed()
    return seconds


async def _load(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> list[float]:
    until = time.perf_counter() + seconds
    step = max(1, len(requests) // clients)
    taken = await asyncio.gather(
        *(_client(port, requests, number * step % len(requests), until) for number in range(clients))
    )
    return [each for client in taken for each in client]


def as_request(port: int, texts: Sequence[str]) -> bytes:
    """The whole HTTP request for these texts."""
    asked = {"text": texts[0]} if len(texts) == 1 else {"documents": [{"text": text} for text in texts]}
    body = json.dumps(asked, ensure_ascii=False).encode()
    head = f"POST /v1/label HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def label_many_rate(labeller: Labeller, texts: Sequence[str]) -> float:
    """Documents per second of `label_many`."""
    begun = time.perf_counter()
    done = sum(1 for _ in labeller.label_many(islice(cycle(texts), BULK)))
    return done / (time.perf_counter() - begun)


def measure(port: int, texts: Sequence[str], clients: int, per_request: int, seconds: float) -> Load:
    """Put one load on the service."""
    labeller = nutgraf.load()
    groups = [list(islice(cycle(texts), begin, begin + per_request)) for begin in range(0, len(texts), per_request)]
    requests = [as_request(port, group) for group in groups]
    asyncio.run(_load(port, requests, clients, min(1.0, seconds)))  # until all is warm
    before = label_many_rate(labeller, texts)
    begun = time.perf_counter()
    taken = asyncio.run(_load(port, requests, clients, seconds))
    rate = len(taken) * per_request / (time.perf_counter() - begun)
    after = label_many_rate(labeller, texts)
    p50, p95, p99 = (np.percentile(taken, [50, 95, 99]) * 1000).tolist()
    return Load(clients, per_request, p50, p95, p99, rate, (before + after) / 2)


def middle(loads: Sequence[Load]) -> Load:
    """The load whose share of `label_many`'s throughput is the median of the rounds."""
    wanted = median(load.share for load in loads)
    return min(loads, key=lambda load: abs(load.share - wanted))


def row(load: Load) -> str:
    """A row of the README's table."""
    cells = [
        str(load.clients), str(load.per_request), f"{load.p50:.0f}", f"{load.p95:.0f}", f"{load.p99:.0f}",
        f"{load.documents_per_second:.0f}", f"{load.label_many_per_second:.0f}", f"{load.share:.2f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


HEAD = (
    "| clients | documents per request | p50 ms | p95 ms | p99 ms | documents/s | `label_many` documents/s | share |\n"
    "|---:|---:|---:|---:|---:|---:|---:|---:|"
)


@click.command()
@click.argument("data", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="DATA...")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=5.0, show_default=True, help="Per load.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="The median one is printed.")
@click.option("--json", "as_json", is_flag=True)
def main(data: tuple[Path, ...], seconds: float, rounds: int, as_json: bool) -> None:
    """Measure the service with the texts of labelled documents, DATA."""
    texts = ["\n".join(line.text for line in document.lines) for document in read_many(data)]
    with service() as url:
        port = urlsplit(url).port or 0
        kinds = [*((clients, 1) for clients in CLIENTS), (2, 64)]
        measured = [[measure(port, texts, *kind, seconds) for kind in kinds] for _ in range(rounds)]
    loads = [middle(each) for each in zip(*measured, strict=True)]
    if not as_json:
        click.echo(HEAD)
    for load in loads:
        click.echo(json.dumps(asdict(load) | {"share": load.share}) if as_json else row(load))


if __name__ == "__main__":
    main()
