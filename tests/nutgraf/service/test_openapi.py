"""The service does what its description says: what schemathesis makes of it is answered as described."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from gated import GatedLabeller
from nutgraf.service.app import create_app
from serving import PATIENCE, serving

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
#: Beside these, schemathesis sends every boundary of the description once.
EXAMPLES = 20


@pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="schemathesis is not installed: pip install 'nutgraf[test]'")
@pytest.mark.parametrize("token", [None, "s3cret"])
def test_schemathesis_finds_nothing(token: str | None, tmp_path: Path) -> None:
    variables = {"NUTGRAF_TOKEN": token} if token else {}
    bearer = ["--header", f"Authorization: Bearer {token}"] if token else []
    with serving(**variables) as served:
        # In a process of its own and without pytest: its plugin asks for fixtures that only it has.
        done = subprocess.run(
            [
                SCHEMATHESIS, "run", f"{served.url}/openapi.json", *bearer,
                "--checks", "all", "--max-examples", str(EXAMPLES), "--seed", "1", "--no-color",
                "--generation-database", "none", "--suppress-health-check", "all",
            ],
            capture_output=True, encoding="utf-8", timeout=5 * PATIENCE, cwd=tmp_path,
        )  # fmt: skip
        events = served.events()
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Tested: 5\b", done.stdout)
    assert not [event for event in events if event["event"] == "fault"]
    answered = {(event["path"], event["status"]) for event in events if event["event"] == "request"}
    assert {("/v1/label", 200), ("/v1/label", 422), ("/v1/clean", 200), ("/v1/clean", 422)} <= answered


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(GatedLabeller().as_labeller()), base_url="http://localhost")


def test_the_page_of_the_description_asks_no_other_host(client: TestClient) -> None:
    page = client.get("/docs")
    files = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(files) == 4
    for file in files:
        assert file.startswith("/docs/")
        assert client.get(file).status_code == 200
    assert "/openapi.json" in client.get("/docs/start.js").text
    assert "<script>" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_every_problem_is_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]
    for path in ("/v1/label", "/v1/clean"):
        answers = described[path]["post"]["responses"]
        assert {"200", "400", "401", "408", "413", "422", "429", "501", "504"} <= answers.keys()
        assert answers["413"]["content"]["application/problem+json"]["schema"]["title"] == "Problem"
