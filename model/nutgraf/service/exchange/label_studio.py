"""Label Studio's exports: JSON (`data` and `annotations`) and JSON-MIN (the same, flattened).

Read are spans in a text (`labels`), labels of dialogue paragraphs (`paragraphlabels`), and choices for a whole text
(`choices`). Texts with choices and the same `document` in their data are the lines of one document, in order.
Of several annotations of a task the last that was not cancelled counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from nutgraf.errors import InputError
from nutgraf.labels import Label
from nutgraf.service.exchange.record import Defaults, Mark, label_named, labels_of_lines, lines_of
from nutgraf.service.stored import Page, Text

#: Keys of a value that hold its labels.
_LABELS = ("labels", "paragraphlabels", "choices")


def read_tasks(tasks: object, defaults: Defaults) -> Iterator[Page]:
    """The documents of a whole export.

    Raises:
        InputError: names the file, the task (from 1) and what is wrong with it.
    """
    assert isinstance(tasks, list)
    groups: dict[str, Page] = {}
    for number, task in enumerate(tasks, start=1):
        try:
            if not isinstance(task, dict):
                raise InputError(f"found {type(task).__name__}, expected a task of Label Studio")
            for page in read(task, defaults.of_record(number)):
                group = _data(task).get("document")
                if group is None:
                    yield page
                else:
                    groups[str(group)] = _joined(groups.get(str(group)), page, f"{defaults.name}#{group}")
        except InputError as error:
            raise InputError(f"{defaults.name}: task {number}: {error}") from error
    yield from groups.values()


def read(task: dict[str, Any], defaults: Defaults) -> Iterator[Page]:
    """The document of one task; a text without lines is none."""
    data, values = _data(task), _values(task)
    text = _content(data)
    if isinstance(text, list):
        lines = tuple(Text(number, part) for number, part in enumerate(map(_paragraph, text), start=1))
        labels = {index: label for value in values for index, label in _of_paragraphs(value, len(text))}
    else:
        lines = lines_of(text)
        labels = labels_of_lines(text, [_mark(value, text) for value in values])
    if lines:
        yield defaults.page(data, lines, labels, task.get("id"))


def _joined(before: Page | None, page: Page, name: str) -> Page:
    if before is None:
        return replace(page, id=name)
    count = len(before.lines)
    lines = (*before.lines, *(replace(line, number=count + line.number) for line in page.lines))
    return replace(before, lines=lines, labels={**before.labels, **{count + i: x for i, x in page.labels.items()}})


def _data(task: dict[str, Any]) -> dict[str, Any]:
    found = task.get("data", task)
    if not isinstance(found, dict):
        raise InputError("`data` is no object")
    return found


def _content(data: dict[str, Any]) -> str | list[Any]:
    """The text: the field of that name, else the longest string; or the paragraphs of a dialogue."""
    if isinstance(data.get("text"), str | list):
        return data["text"]
    strings = [value for value in data.values() if isinstance(value, str)]
    dialogues = [value for value in data.values() if isinstance(value, list) and value and _is_paragraph(value[0])]
    if dialogues:
        return dialogues[0]
    if not strings:
        raise InputError("no text in `data`")
    return max(strings, key=len)


def _is_paragraph(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("text"), str) and "start" not in item


def _paragraph(item: object) -> str:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise InputError("a paragraph without `text`")
    return item["text"]


def _values(task: dict[str, Any]) -> list[dict[str, Any]]:
    """The values of the annotation that counts, each with labels of some kind."""
    annotations = task.get("annotations") or task.get("completions")
    if annotations is None and "data" not in task:
        found = [_minimal(value) for value in task.values()]
        return [value for values in found for value in values]
    done = [
        item for item in _list("annotations", annotations) if isinstance(item, dict) and not item.get("was_cancelled")
    ]
    if not done:
        return []
    last = max(done, key=lambda item: str(item.get("updated_at") or item.get("created_at") or ""))
    results = [result for result in _list("result", last.get("result")) if isinstance(result, dict)]
    if any(str(result.get("type", "")).startswith("hypertext") for result in results):
        raise InputError("labels in HTML, expected labels in text; import the text of the pages")
    values = (result.get("value") for result in results)
    return [value for value in values if isinstance(value, dict) and any(key in value for key in _LABELS)]


def _list(name: str, value: object) -> list[Any]:
    if value is not None and not isinstance(value, list):
        raise InputError(f"`{name}` is {type(value).__name__}, expected a list")
    return value or []


def _minimal(value: object) -> list[dict[str, Any]]:
    """Values as JSON-MIN has them: spans in a list, a choice as its bare name or in an object."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict) and any(key in item for key in _LABELS)]
    if isinstance(value, dict) and "choices" in value:
        return [value]
    return [{"choices": [value]}] if isinstance(value, str) and value.strip().lower() in set(Label) else []


def _name(value: dict[str, Any]) -> Label:
    names = next(value[key] for key in _LABELS if key in value)
    if not isinstance(names, list) or len(names) != 1:
        raise InputError(f"{names!r} for one stretch of text, expected one label")
    return label_named(names[0])


def _of_paragraphs(value: dict[str, Any], count: int) -> Iterator[tuple[int, Label]]:
    try:
        first, last = int(value["start"]), int(value["end"])
    except (KeyError, OverflowError, TypeError, ValueError):
        raise InputError("paragraphs without numbers in `start` and `end`") from None
    if not 0 <= first <= last < count:
        raise InputError(f"paragraphs {first} to {last}, expected some of 0 to {count - 1}")
    yield from ((index, _name(value)) for index in range(first, last + 1))


def _mark(value: dict[str, Any], text: str) -> Mark:
    if "choices" in value:
        return Mark(0, len(text), _name(value))
    start, end = value.get("start"), value.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        raise InputError(f"a span from {start!r} to {end!r}, expected numbers")
    said = value.get("text")
    if isinstance(said, str) and _bare(text[start:end]) != _bare(said):
        # Older versions counted as JavaScript does, where characters beyond the first 65,536 count twice.
        units = text.encode("utf-16-le", "surrogatepass")
        before, inside = units[: 2 * start], units[2 * start : 2 * end]
        marked = inside.decode("utf-16-le", "ignore")
        if _bare(marked) == _bare(said):
            start = len(before.decode("utf-16-le", "ignore"))
            end = start + len(marked)
    return Mark(start, end, _name(value))


def _bare(text: str) -> str:
    """Without white space, which exports change: line ends come as the letters \\n."""
    return "".join(text.replace("\\n", " ").split())
