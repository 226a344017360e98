"""The app: routes, middlewares, errors. Nothing is opened here; the services come from outside."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import version

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from api.pages import PAGES
from api.routes import ROUTERS
from api.security.csrf import SameOriginOnly
from api.security.headers import SecurityHeaders
from api.security.limits import BodyLimits, RequestLimits
from api.security.sessions import Cookie
from api.web.described import describe, operation_id
from api.web.docs_page import add_docs
from api.web.given import Services
from api.web.problems import tell_problems
from api.web.strict_json import no_field_twice

PREFIX = "/api/v1"
DESCRIPTION = """May this server or application be placed here, where, why, and what would make it fit.

Units are in the names of fields. Unknown fields are refused. Errors are problem+json with a stable `code`.
A change of something that has a version needs `If-Match`; where `Idempotency-Key` is listed, what is sent
twice under one key has one effect. Lists come by pages: `next` of a page is `after` of the following."""


def make_app(
    services: Services, limits: RequestLimits | None = None, origins: Collection[str] = ()
) -> FastAPI:
    """The app over these services; `origins` are the addresses that browsers reach it at."""
    limits = limits or RequestLimits()
    app = routed(services.cookie, limits)
    app.state.services = services
    # The last one added is the outermost.
    app.add_middleware(SameOriginOnly, origins=origins)
    app.add_middleware(BodyLimits, limits=limits)
    app.add_middleware(SecurityHeaders, secure=services.cookie.secure)
    return app


def routed(cookie: Cookie, limits: RequestLimits | None = None) -> FastAPI:
    """The app without what it works with: enough to be described."""
    app = FastAPI(
        title="Titip",
        version=version("titip"),
        description=DESCRIPTION,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        form_limits=(limits or RequestLimits()).form_limits,  # type: ignore[arg-type] # its kind is private
    )
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX, dependencies=[Depends(no_field_twice)])
    for router in PAGES:
        app.include_router(router)
    describe(app, routes(), cookie.name)
    add_docs(app)
    tell_problems(app)
    return app


def routes() -> dict[str, APIRoute]:
    """Every route of the API by method and path, as in ``GET /api/v1/me``."""
    return {
        f"{method} {PREFIX}{route.path}": route
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
