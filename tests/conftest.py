from __future__ import annotations

import signal

import pytest
from hypothesis import settings

import fakes
import nutgraf

# Machines that share their cores are slow at times; how long an example takes says nothing about the code.
settings.register_profile("nutgraf", deadline=None)
settings.load_profile("nutgraf")

# A shell that starts the tests in the background has them ignore Ctrl-C, and so every command that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """`nutgraf.load` gives a labeller that labels by the shape of lines: see fakes.py."""
    monkeypatch.setattr(nutgraf, "load", fakes.load, raising=False)
