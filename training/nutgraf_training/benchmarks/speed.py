"""`python -m nutgraf_training.benchmarks.speed`: how fast nutgraf is, beside other tools, in one run.

All see the same documents, in turn, after a warm-up; figures are medians of processor time, on one core.
"""

import os

# Before numpy is imported: its linear algebra would start a thread for each core.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

import nutgraf
from nutgraf.labeller import Labeller
from nutgraf_training.benchmarks.speed_contenders import EACH, STREAM, Contender, contenders
from nutgraf_training.benchmarks.speed_inputs import Inputs, one_document, residue, whole_pages, write_stream
from nutgraf_training.benchmarks.speed_report import Rate, Report, Whole, draw, markdown
from nutgraf_training.benchmarks.speed_stages import shares
from nutgraf_training.benchmarks.speed_timing import Finished, in_turn, score_file, start_up

RESULTS = Path(__file__).parent
MEGABYTE = 10**6


def rates(inputs: Inputs, labeller: Labeller, rounds: int) -> Iterator[Rate]:
    """Every contender on these documents."""
    found = contenders(inputs, labeller, lambda reason: click.echo(f"left out: {reason}", err=True))
    took = in_turn(found, rounds)
    for contender in found:
        yield Rate(
            inputs.name,
            contender.name,
            contender.takes,
            lines=inputs.lines / took[contender.name].seconds,
            documents=len(inputs.texts) / took[contender.name].seconds,
            ratio=took[contender.name].over(took[STREAM]),
        )


def one_at_a_time(inputs: Inputs, labeller: Labeller, rounds: int) -> float:
    """Milliseconds for one document of a request handler, warm."""
    texts = one_document(inputs)
    run = Contender(EACH, "text", lambda: [labeller.label(text) for text in texts])
    return in_turn([run], rounds)[EACH].seconds / len(texts) * 1000


def sizes(largest: int, folder: Path) -> dict[int, Finished]:
    """`nutgraf score` over files of JSON Lines: a hundredth, a tenth and all of `largest` megabytes."""
    results = {}
    for size in (largest // 100, largest // 10, largest):
        path = folder / f"{size}.jsonl"
        write_stream(path, size * MEGABYTE)
        results[size] = score_file(path)
        click.echo(f"score over {size} MB: {results[size].cpu:.0f} s, {results[size].peak / MEGABYTE:.0f} MB", err=True)
        if size == largest:
            path.unlink()
    return results


def processes(document: str, largest: int, rounds: int) -> Whole:
    """What is measured on whole processes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = folder / "one.txt"
        text.write_text(document, encoding="utf-8")
        score, numpy = start_up(text, rounds)
        by_size = sizes(largest, folder)
        middle = folder / f"{largest // 10}.jsonl"
        pairs = [(score_file(middle, 1), score_file(middle, 2)) for _ in range(max(1, rounds // 3))]
    return Whole(score, numpy, by_size, tuple(one.wall / two.wall for one, two in pairs))


def measure(inputs: Sequence[Inputs], labeller: Labeller, largest: int, rounds: int) -> Report:
    """All figures, those of whole processes last."""
    found = tuple(rate for each in inputs for rate in rates(each, labeller, rounds))
    one = one_at_a_time(inputs[0], labeller, 3 * rounds)
    pieces = one_document(inputs[0])
    return Report(
        found,
        one,
        shares(lambda: list(labeller.label_many(inputs[0].texts))),
        shares(lambda: [labeller.label(piece) for piece in pieces]),
        processes(pieces[0], largest, rounds),
    )


@click.command()
@click.option("--corpora", envvar="NUTGRAF_CORPORA", type=click.Path(exists=True, path_type=Path))
@click.option("--quick", is_flag=True, help="A minute: few pages, few rounds, streams of at most 10 MB.")
@click.option("--rounds", type=click.IntRange(1), help="Rounds through all contenders (7; quick: 3).")
@click.option("--largest", type=click.IntRange(100), help="Megabytes of the largest stream (1000; quick: 10).")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=RESULTS, show_default=True)
def main(corpora: Path | None, quick: bool, rounds: int | None, largest: int | None, out: Path) -> None:
    """Measure, print the tables, and write them and a plot into a folder as speed.md and speed.svg."""
    labeller = nutgraf.load()
    inputs = [residue(2 if quick else 10)]
    if corpora is None:
        click.echo("left out: whole pages, for NUTGRAF_CORPORA names no folder", err=True)
    else:
        inputs.insert(0, whole_pages(corpora, 20 if quick else 181))
    report = measure(inputs, labeller, largest or (10 if quick else 1000), rounds or (3 if quick else 7))
    text = markdown(report)
    click.echo(text)
    out.mkdir(parents=True, exist_ok=True)
    (out / "speed.md").write_text(text, encoding="utf-8")
    draw(report, out / "speed.svg")


if __name__ == "__main__":
    main()
