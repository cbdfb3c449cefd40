"""The HTTP API: what `nutgraf serve` runs. Needs the extra `serve` (FastAPI, uvicorn)."""
