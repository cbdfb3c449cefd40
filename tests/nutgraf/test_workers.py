from __future__ import annotations

import os
import threading

import pytest

from errands import begin, count, die, sleep
from nutgraf.errors import NutgrafError
from nutgraf.runs.gauge import Gauge
from nutgraf.workers import workers


def test_work_is_done_elsewhere_and_counted_here() -> None:
    gauge = Gauge(shared=True)
    with workers(1, begin, (gauge,)) as submit:
        found = {submit(count, number).result() for number in range(4)}
    assert os.getpid() not in found
    assert (gauge.documents, gauge.size) == (6, 40)


def test_process_that_dies_is_told() -> None:
    with pytest.raises(NutgrafError, match="a worker process died"), workers(1, begin, (Gauge(True),)) as submit:
        submit(die, 0).result()


def test_end_does_not_wait_for_work_that_nobody_wants_any_more() -> None:
    def interrupted() -> None:
        with workers(1, begin, (Gauge(True),)) as submit:
            submit(sleep, 0)
            raise KeyboardInterrupt

    before = threading.enumerate()
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert threading.enumerate() == before, "at the program's end the pool's thread would complain of closed pipes"
