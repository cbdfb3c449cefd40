"""What comes while the labeller is busy is labelled together, and no document spoils another's answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from gated import GatedLabeller
from nutgraf.document import Document
from nutgraf.errors import InputError
from nutgraf.labelling import BATCH_CHARACTERS
from nutgraf.service.batching import Batcher, Choice, Source


def text_of(document: Document) -> str:
    return document.text


def run(labeller: GatedLabeller, work: Callable[[Batcher], Awaitable[None]]) -> None:
    async def within_loop() -> None:
        batcher = Batcher(labeller.as_labeller())
        try:
            await work(batcher)
        finally:
            labeller.gate.set()
            await batcher.close()

    asyncio.run(within_loop())


def ask(batcher: Batcher, *texts: str, choice: Choice | None = None) -> asyncio.Task[list[str]]:
    sources = [Source(text) for text in texts]
    return asyncio.create_task(batcher.label(sources, choice or Choice(), [text_of] * len(sources)))


async def busy(labeller: GatedLabeller, batcher: Batcher) -> asyncio.Task[list[str]]:
    """The labeller at work on a text of its own, its gate shut."""
    first = ask(batcher, "first")
    await asyncio.to_thread(labeller.waiting.wait)
    return first


def test_requests_that_come_meanwhile_are_labelled_together() -> None:
    labeller = GatedLabeller(is_open=False)

    async def work(batcher: Batcher) -> None:
        first = await busy(labeller, batcher)
        others = [ask(batcher, "b", "c"), ask(batcher, "d")]
        await asyncio.sleep(0)
        assert len(batcher) == 3
        labeller.gate.set()
        assert await asyncio.gather(first, *others) == [["first"], ["b", "c"], ["d"]]

    run(labeller, work)
    assert labeller.batches == [["first"], ["b", "c", "d"]]


def test_another_choice_is_labelled_apart_and_in_its_turn() -> None:
    labeller = GatedLabeller(is_open=False)
    recall = Choice(favor="recall")

    async def work(batcher: Batcher) -> None:
        await busy(labeller, batcher)
        others = [ask(batcher, "b"), ask(batcher, "c", choice=recall), ask(batcher, "d")]
        await asyncio.sleep(0)
        labeller.gate.set()
        await asyncio.gather(*others)

    run(labeller, work)
    assert labeller.batches == [["first"], ["b"], ["c"], ["d"]]
    assert [options["favor"] for options in labeller.options] == ["balanced", "balanced", "recall", "balanced"]


def test_a_batch_is_of_bounded_size() -> None:
    labeller = GatedLabeller(is_open=False)
    large = "x" * (BATCH_CHARACTERS // 2)

    async def work(batcher: Batcher) -> None:
        await busy(labeller, batcher)
        others = ask(batcher, *[large] * 5)
        await asyncio.sleep(0)
        labeller.gate.set()
        assert await others == [large] * 5

    run(labeller, work)
    assert [len(batch) for batch in labeller.batches] == [1, 2, 2, 1]


def test_who_has_gone_is_not_labelled() -> None:
    labeller = GatedLabeller(is_open=False)

    async def work(batcher: Batcher) -> None:
        first = await busy(labeller, batcher)
        gone, stays = ask(batcher, "gone"), ask(batcher, "stays")
        await asyncio.sleep(0)
        first.cancel()
        gone.cancel()
        await asyncio.sleep(0)
        labeller.gate.set()
        assert await stays == ["stays"]

    run(labeller, work)
    assert labeller.batches == [["first"], ["stays"]]


def test_one_bad_text_fails_alone() -> None:
    labeller = GatedLabeller(is_open=False)

    async def work(batcher: Batcher) -> None:
        await busy(labeller, batcher)
        others = [ask(batcher, "good"), ask(batcher, "bad"), ask(batcher, "also good")]
        await asyncio.sleep(0)
        labeller.gate.set()
        good, bad, also_good = await asyncio.gather(*others, return_exceptions=True)
        assert (good, also_good) == (["good"], ["also good"])
        assert isinstance(bad, InputError)

    run(labeller, work)


def test_text_and_html_in_one_request() -> None:
    labeller = GatedLabeller()

    async def work(batcher: Batcher) -> None:
        sources = [Source("a"), Source("<p>b</p>", is_html=True), Source("c")]
        documents = await batcher.documents(sources, Choice())
        assert [document.text for document in documents] == ["a", "b", "c"]

    run(labeller, work)


def test_no_documents_need_no_labelling() -> None:
    labeller = GatedLabeller()

    async def work(batcher: Batcher) -> None:
        assert await batcher.documents([], Choice()) == []

    run(labeller, work)
    assert labeller.batches == []


def test_closing_waits_for_what_is_at_work() -> None:
    labeller = GatedLabeller(is_open=False)
    answers: list[Sequence[str]] = []

    async def work(batcher: Batcher) -> None:
        first = await busy(labeller, batcher)
        closing = asyncio.create_task(batcher.close())
        await asyncio.sleep(0)
        labeller.gate.set()
        await closing
        answers.append(await first)

    run(labeller, work)
    assert answers == [["first"]]


def test_the_event_loop_stays_free() -> None:
    labeller = GatedLabeller(is_open=False)

    async def work(batcher: Batcher) -> None:
        first = await busy(labeller, batcher)
        await asyncio.sleep(0)  # comes back at once, though the labeller does not
        with pytest.raises(asyncio.InvalidStateError):
            first.result()

    run(labeller, work)
