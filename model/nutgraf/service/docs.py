"""`/docs`: the API to be read and tried in a browser. All files come from this service, none from elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import HTMLResponse
from openapi_ui_bundles import swagger_ui
from starlette.staticfiles import StaticFiles

PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>nutgraf: HTTP API</title>
<link rel="icon" href="/docs/files/favicon-32x32.png">
<link rel="stylesheet" href="/docs/files/swagger-ui.css">
<div id="swagger-ui"></div>
<script src="/docs/files/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
"""
# A file of its own, so that the policy below can forbid scripts within pages. Swagger's validator badge would ask
# another host to fetch this one's description.
START = 'SwaggerUIBundle({url: "/openapi.json", dom_id: "#swagger-ui", validatorUrl: null});\n'
# Swagger UI draws its icons from data: addresses and sets styles on elements.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

router = APIRouter(prefix="/docs", include_in_schema=False)


@router.get("")
async def page() -> HTMLResponse:
    """The page."""
    return HTMLResponse(PAGE, headers={"Content-Security-Policy": POLICY})


@router.get("/start.js")
async def start() -> Response:
    """What makes the page show this service's description."""
    return Response(START, media_type="text/javascript")


def add_to(app: FastAPI) -> None:
    """Put the page and its files into an application."""
    app.include_router(router)
    app.mount("/docs/files", StaticFiles(directory=swagger_ui.static_path))
