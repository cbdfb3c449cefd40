"""`nutgraf serve` as a process: it starts, says where, and stops when it is told to."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from command import Nutgraf
from nutgraf.errors import NutgrafError
from nutgraf.service.run import listen, url_of
from serving import PATIENCE, Served, serving


def post(served: Served, documents: int, token: str = "") -> int:
    body = json.dumps({"documents": [{"text": "Share\n" * 40}] * documents}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"{served.url}/v1/label", body, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return len(json.load(answer)["documents"])


def test_at_sigterm_requests_at_work_get_their_answers() -> None:
    with serving() as served:
        answers: list[int] = []
        client = threading.Thread(target=lambda: answers.append(post(served, 200)))
        at_work = socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2])), timeout=PATIENCE)
        at_work.sendall(b"POST /v1/clean HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
        at_work.sendall(b"Content-Length: 16\r\nExpect: 100-continue\r\n\r\n")
        assert at_work.recv(100).startswith(b"HTTP/1.1 100 ")  # the service waits for the body
        client.start()
        client.join(PATIENCE)
        served.process.send_signal(signal.SIGTERM)
        at_work.sendall(b'{"text":"Share"}')
        assert at_work.recv(1000).startswith(b"HTTP/1.1 200 ")
        at_work.close()
        assert served.ended() == 0
    assert answers == [200]
    assert served.events()[0]["event"] == "listening"
    assert served.events()[-1]["event"] == "stopped"


def test_at_ctrl_c_it_ends_without_a_traceback() -> None:
    with serving() as served:
        served.process.send_signal(signal.SIGINT)
        assert served.ended() == 130
    assert [event["event"] for event in served.events()] == ["listening", "stopped"]


def test_the_token_comes_from_a_file_or_the_environment(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("s3cret\n")
    with serving("--token-file", str(tmp_path / "token"), NUTGRAF_TOKEN="another") as served:
        assert post(served, 1, "s3cret") == 1
        with pytest.raises(urllib.error.HTTPError, match="401") as refused:
            post(served, 1, "another")
        refused.value.close()
    assert "s3cret" not in "".join(served.log)


def test_limits_come_from_the_command_line() -> None:
    with serving("--max-documents", "2", "--allowed-host", "News.Example") as served:
        with pytest.raises(urllib.error.HTTPError, match="413") as refused:
            post(served, 3)
        refused.value.close()
        own = urllib.request.Request(f"{served.url}/healthz", headers={"Host": "news.example"})
        with urllib.request.urlopen(own, timeout=PATIENCE) as answer:
            assert answer.status == 200


def test_a_time_limit_is_finite(nutgraf: Nutgraf) -> None:
    result = nutgraf("serve", "--time-limit", "inf")
    assert (result.code, "not a finite number" in result.err) == (2, True)


def test_open_to_the_network_without_a_token_is_told() -> None:
    with serving("--host", "0.0.0.0") as served:
        served.process.terminate()
        served.ended()
    assert "without a token" in "".join(served.log)


def test_a_port_that_is_taken() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NutgrafError, match=rf"^cannot listen at 127\.0\.0\.1 port {port}: .*; see --port$"):
            listen("127.0.0.1", port)


def test_addresses_of_both_kinds() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert url_of(listener).startswith("http://127.0.0.1:")
    if socket.has_ipv6:
        try:
            with listen("::1", 0) as listener:
                assert url_of(listener).startswith("http://[::1]:")
        except NutgrafError:
            pytest.skip("this machine has no IPv6 loopback")


def test_help_imports_no_framework() -> None:
    code = (
        "import sys; from nutgraf.cli import run; run(['serve', '--help']);"
        "print(sorted({'fastapi', 'uvicorn', 'pydantic', 'prometheus_client', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.endswith("[]\n"), done.stderr


def test_without_the_extra(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nutgraf.service.app", None)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    result = nutgraf("serve")
    assert result.code == 1
    assert result.err.startswith("nutgraf: the service needs ")
    assert result.err.endswith(": pip install 'nutgraf[serve]'\n")


def test_a_token_file_in_another_coding(nutgraf: Nutgraf, tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"gr\xfcn")
    result = nutgraf("serve", "--token-file", tmp_path / "token")
    assert (result.code, "no token to be read" in result.err, "UTF-8" in result.err) == (1, True, True)


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_token_in_the_environment(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NUTGRAF_TOKEN", value)
    result = nutgraf("serve")
    assert (result.code, "the token is empty" in result.err) == (1, True)


def test_an_empty_token_file(nutgraf: Nutgraf, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n")
    result = nutgraf("serve", "--token-file", tmp_path / "token")
    assert (result.code, "the token is empty" in result.err) == (1, True)
