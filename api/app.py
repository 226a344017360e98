"""The app: routes, middlewares, errors. Nothing is opened here; the services come from outside."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import version

from fastapi import FastAPI

from api.routes import ROUTERS
from api.security.csrf import SameOriginOnly
from api.security.headers import SecurityHeaders
from api.security.limits import BodyLimits, RequestLimits
from api.web.given import Services
from api.web.problems import tell_problems

DESCRIPTION = """May this server or application be placed here, where, why, and what would make it fit.

Units are in the names of fields. Unknown fields are refused. Errors are problem+json with a stable `code`.
A change of something that has a version needs `If-Match`; a `POST` may bear an `Idempotency-Key`."""


def make_app(
    services: Services, limits: RequestLimits | None = None, origins: Collection[str] = ()
) -> FastAPI:
    """The app over these services; `origins` are the addresses that browsers reach it at."""
    limits = limits or RequestLimits()
    app = FastAPI(
        title="Titip",
        version=version("titip"),
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = services
    for router in ROUTERS:
        app.include_router(router, prefix="/api/v1")
    tell_problems(app)
    # The last one added is the outermost.
    app.add_middleware(SameOriginOnly, origins=origins)
    app.add_middleware(BodyLimits, limits=limits)
    app.add_middleware(SecurityHeaders, secure=services.cookie.secure)
    return app
