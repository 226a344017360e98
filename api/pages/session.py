"""Signing in and out; language and theme, which cookies of the browser keep."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.forms import Sent
from api.pages.language import COOKIE, LANGUAGES
from api.pages.page import THEME_COOKIE, THEMES, OpenPage, Page, go, safe_path
from api.pages.troubles import PageRoute, Trouble, sentence
from api.routes.sessions import address_of, keep_cookie
from api.security.errors import HashingBusy, SignInFailed, TooManyAttempts
from api.web.problems import status_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)
_YEAR_S = 365 * 24 * 3600


@router.get("/sign-in")
def door(page: OpenPage, next: str = "/") -> Response:
    """The form to sign in with."""
    if page.subject.person is not None:
        return go(safe_path(next))
    return page.render("sign_in.html", next=safe_path(next), login="")


@router.post("/sign-in")
def sign_in(page: OpenPage, form: Sent) -> Response:
    """Sign in, and go where one wanted to."""
    login, password = form.text("login"), form.data.get("password")
    wanted = safe_path(form.text("next"))
    try:
        opened = page.served.gate.sign_in(
            login[:256],
            password[:1024] if isinstance(password, str) else "",
            address=address_of(page.request),
            at=page.at,
            replaces=page.request.cookies.get(page.served.cookie.name),
        )
    except (SignInFailed, TooManyAttempts, HashingBusy) as error:
        told = (Trouble("login", sentence(error, page)),)
        return page.render("sign_in.html", status_of(error), next=wanted, login=login, troubles=told)
    answer = go(wanted)
    keep_cookie(answer, page.served, opened.session_id)
    return answer


@router.post("/sign-out")
def sign_out(page: OpenPage) -> Response:
    """Sign out in this browser."""
    cookie = page.served.cookie
    page.served.gate.sign_out(page.request.cookies.get(cookie.name, ""), page.at)
    answer = go("/sign-in")
    answer.headers.append("Set-Cookie", cookie.clear())
    return answer


@router.post("/language")
def language(page: OpenPage, form: Sent) -> Response:
    """Read in another language from now on."""
    chosen = form.text("language")
    return _kept(page, COOKIE, chosen, form.text("next")) if chosen in LANGUAGES else go("/")


@router.post("/theme")
def theme(page: OpenPage, form: Sent) -> Response:
    """Light, dark, or as the system is."""
    chosen = form.text("theme")
    return _kept(page, THEME_COOKIE, chosen, form.text("next")) if chosen in THEMES else go("/")


def _kept(page: Page, name: str, value: str, back: str) -> Response:
    answer = go(safe_path(back))
    answer.set_cookie(
        name, value, max_age=_YEAR_S, httponly=True, samesite="lax", secure=page.served.cookie.secure
    )
    return answer
