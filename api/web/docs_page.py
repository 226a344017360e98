"""The API to be read and tried in a browser: Swagger UI, from the installed package, no other site asked."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

DOCS = "/api/docs"
# Swagger UI itself; its pictures lie in the style sheet as data, which the site's policy allows.
_FILES = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}
_CACHED = {"Cache-Control": "public, max-age=86400"}
# In a file of its own: the policy allows no script within a page.
_START = """\
SwaggerUIBundle({
  url: document.querySelector("#swagger-ui").dataset.url,
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});
"""
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{here}/swagger-ui.css">
</head>
<body>
<div id="swagger-ui" data-url="{document}"></div>
<script src="{here}/swagger-ui-bundle.js"></script>
<script src="{here}/start.js"></script>
</body>
</html>
"""


def add_docs(app: FastAPI) -> None:
    """Serve the page and its files, under the Content-Security-Policy of every other page."""
    folder = files("fastapi_offline") / "static"

    @app.get(DOCS, include_in_schema=False)
    def page(request: Request) -> HTMLResponse:
        root = request.scope.get("root_path", "")
        text = _PAGE.format(title=app.title, here=f"{root}{DOCS}", document=f"{root}{app.openapi_url}")
        return HTMLResponse(text)

    @app.get(f"{DOCS}/start.js", include_in_schema=False)
    def start() -> Response:
        return Response(_START, media_type="text/javascript", headers=_CACHED)

    for name, kind in _FILES.items():
        app.get(f"{DOCS}/{name}", include_in_schema=False)(_file(str(folder / name), kind))


def _file(path: str, kind: str) -> Callable[[], FileResponse]:
    def sent() -> FileResponse:
        return FileResponse(path, media_type=kind, headers=_CACHED)

    return sent
