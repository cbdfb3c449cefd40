"""`nutgraf explain`: why each line got its label, in words."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, cast

import click

from nutgraf.cli.options import Job, labelling_options

if TYPE_CHECKING:
    from nutgraf.explain import Explanation
    from nutgraf.pipeline import Labelled

FORMATS = ("text", "jsonl")


@click.command()
@labelling_options
@click.option("--line", "number", type=click.IntRange(min=1), metavar="N", help="Explain line N of the input alone.")
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="text", show_default=True)
@click.pass_context
def explain(ctx: click.Context, job: Job, number: int | None, format_name: str) -> None:
    """Tell why the lines of FILEs, or of standard input for "-", got their labels.

    The evidence that weighed most comes first; what speaks against the label stands after "but".
    """
    from nutgraf.cli.counting import memory_of, request_of
    from nutgraf.cli.messages import Messages
    from nutgraf.cli.run import labelled_by, load_of, sources_of
    from nutgraf.explain import explain as reasons_of
    from nutgraf.labeller import Labeller
    from nutgraf.pipeline import site_of
    from nutgraf.reading.printable import printable
    from nutgraf.sources import Rejected

    messages, sources, request = Messages(), sources_of(job), request_of(job)
    load = load_of(job, memory_of(job, sources, messages))
    labeller = cast(Labeller, load())
    for item in labelled_by(load, job, sources, messages):
        if isinstance(item, Rejected):
            continue
        chosen = _chosen(item, number)
        if not chosen and number is not None:
            messages.failure(
                f"{item.record.id}: no line {number} with text; it has {len(item.document.lines)} such lines"
            )
        if format_name == "text" and job.inputs != (item.record.id,):
            sys.stdout.write(f"{printable(item.record.id)}\n")
        site = site_of(item.record, request)
        for explanation in reasons_of(labeller, item.document, chosen, job.favor, site):
            sys.stdout.write(_text(explanation) if format_name == "text" else _json(item.record.id, explanation))
    ctx.exit(messages.exit_code())


def _chosen(item: Labelled, number: int | None) -> list[int]:
    """Indices of the lines to explain."""
    return [index for index, line in enumerate(item.document.lines) if number in (None, line.number)]


def _text(explanation: Explanation) -> str:
    from nutgraf.reading.printable import printable

    line = explanation.line
    against = ", ".join(reason.words for reason in explanation.speaking_against[:1])
    why = f"{explanation}; but {against}" if against else str(explanation)
    return f"{line.number}\t{line.label} {line.confidence:.2f}\t{printable(line.text.strip())}\n\t{printable(why)}\n"


def _json(identity: str, explanation: Explanation) -> str:
    line = explanation.line
    row: dict[str, Any] = {
        "id": identity,
        "number": line.number,
        "label": line.label.value,
        "confidence": round(line.confidence, 6),
        "decided": explanation.decided,
        "reasons": [
            {"evidence": reason.evidence, "words": reason.words, "weight": round(reason.weight, 3)}
            for reason in explanation.reasons
        ],
        "text": line.text,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"
