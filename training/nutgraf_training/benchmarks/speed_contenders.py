"""What is timed: nutgraf on text and on HTML, line classifiers and line rules on text, extractors on HTML."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nutgraf.errors import NutgrafError
from nutgraf.labeller import Labeller
from nutgraf_training.benchmarks.baselines import NgramLines, c4_keeps
from nutgraf_training.benchmarks.extractors import EXTRACTORS
from nutgraf_training.benchmarks.speed_inputs import Inputs, samples

#: The extractors that are timed.
TIMED_EXTRACTORS = ("trafilatura", "resiliparse", "jusText", "readability-lxml")
STREAM, EACH = "nutgraf, streaming", "nutgraf, one document at a time"
PAGES, PAGES_EACH = "nutgraf, pages, streaming", "nutgraf, one page at a time"
SKLEARN, FASTTEXT = "HashingVectorizer + SGDClassifier", "fastText, words and character n-grams"


@dataclass(frozen=True, slots=True)
class Contender:
    """Something that goes through all documents of an input once."""

    name: str
    takes: str  # text or HTML
    run: Callable[[], object]


def contenders(inputs: Inputs, labeller: Labeller, missing: Callable[[str], None]) -> list[Contender]:
    """All that can be timed on these inputs here; `missing` is told what is not installed."""
    found = [
        Contender(STREAM, "text", lambda: [len(document.labels) for document in labeller.label_many(inputs.texts)]),
        Contender(EACH, "text", lambda: [len(labeller.label(text).labels) for text in inputs.texts]),
    ]
    for name, make in (
        (SKLEARN, _sklearn),
        (FASTTEXT, _fasttext),
        ("C4 line rules, as in datatrove", _c4),
    ):
        try:
            label = make()
        except ImportError as error:
            missing(f"{name}: {error}; pip install 'nutgraf[bench]'")
            continue
        found.append(Contender(name, "text", lambda label=label: label(inputs.texts)))  # type: ignore[misc]
    if inputs.pages:
        found += _nutgraf_on_pages(inputs.pages, labeller)
        found += _extractors(inputs.pages, missing)
    return found


def _nutgraf_on_pages(pages: Sequence[str], labeller: Labeller) -> list[Contender]:
    return [
        Contender(PAGES, "HTML", lambda: [len(document.body) for document in labeller.label_html_many(pages)]),
        Contender(PAGES_EACH, "HTML", lambda: [len(labeller.label_html(page).body) for page in pages]),
    ]


def _extractors(pages: Sequence[str], missing: Callable[[str], None]) -> Iterable[Contender]:
    for extractor in (EXTRACTORS[name] for name in TIMED_EXTRACTORS):
        try:
            name = f"{extractor.name} ({extractor.version})"
        except NutgrafError as error:
            missing(str(error))
            continue
        run = extractor.extract
        yield Contender(name, "HTML", lambda run=run: [len(run(page, "")) for page in pages])  # type: ignore[misc]


def _training_lines() -> tuple[list[str], list[str]]:
    """Lines of the samples and their labels: how fast a linear model answers does not depend on what it learned."""
    pairs = [(line.text, str(line.label)) for document in samples() for line in document.lines if line.label]
    return [text for text, _ in pairs], [label for _, label in pairs]


def _lines(texts: Iterable[str]) -> Iterable[list[str]]:
    """Lines of each document that are not blank."""
    return ([line for line in text.split("\n") if line.strip()] for text in texts)


def _sklearn() -> Callable[[Sequence[str]], object]:
    """The obvious pipeline: hashed character n-grams and a linear model."""
    pipeline = NgramLines(samples())
    return lambda texts: [pipeline.label_lines(lines) for lines in _lines(texts)]


def _fasttext() -> Callable[[Sequence[str]], object]:
    """Its supervised model, asked with a list of lines: asked with one line, it fails with numpy 2."""
    import fasttext

    texts, labels = _training_lines()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.txt"
        path.write_text("\n".join(f"__label__{label} {text}" for text, label in zip(texts, labels, strict=True)))
        model = fasttext.train_supervised(
            str(path), minn=2, maxn=5, wordNgrams=2, bucket=1 << 18, epoch=2, thread=1, verbose=0
        )
    return lambda texts: [model.predict(lines) for lines in _lines(texts) if lines]


def _c4() -> Callable[[Sequence[str]], object]:
    """The line rules alone, without what datatrove counts and writes about them."""
    return lambda texts: [[c4_keeps(line) for line in lines] for lines in _lines(texts)]
