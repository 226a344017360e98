"""Signing in and out: a session is kept by the server, its number lies in a cookie."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from api.security.access import Subject
from api.web.given import Now, Served, may
from api.web.lists import Model

router = APIRouter(tags=["sign-in"])
# Somebody in person, with what is his own: no token is good for that.
Owner = Annotated[Subject, Depends(may("account.own"))]
Login = Annotated[str, Field(min_length=1, max_length=256)]
Password = Annotated[str, Field(min_length=1, max_length=1024, repr=False)]


class SignInIn(Model):
    """Login and password."""

    login: Login
    password: Password


class SessionOut(Model):
    """Whose session begins; its number goes into the cookie and is told nowhere else."""

    person: str


@router.post("/sessions", status_code=201)
def sign_in(body: SignInIn, request: Request, response: Response, served: Served, at: Now) -> SessionOut:
    """Sign in: sets the cookie, and ends the session that the browser came with."""
    opened = served.gate.sign_in(
        body.login,
        body.password,
        address=address_of(request),
        at=at,
        replaces=request.cookies.get(served.cookie.name),
    )
    keep_cookie(response, served, opened.session_id)
    return SessionOut(person=opened.person)


@router.delete("/sessions/current", status_code=204)
def sign_out(request: Request, response: Response, served: Served, subject: Owner, at: Now) -> None:
    """Sign out here."""
    served.gate.sign_out(request.cookies.get(served.cookie.name, ""), at)
    response.headers.append("Set-Cookie", served.cookie.clear())


@router.delete("/sessions", status_code=204)
def sign_out_everywhere(response: Response, served: Served, subject: Owner, at: Now) -> None:
    """Sign out everywhere: all sessions end."""
    served.gate.sign_out_everywhere(subject.person or "", by=subject.person or "", at=at)
    response.headers.append("Set-Cookie", served.cookie.clear())


def address_of(request: Request) -> str:
    """The address that a request comes from, as the server knows it; "" if it knows none."""
    return request.client.host if request.client else ""


def keep_cookie(response: Response, served: Served, session_id: str) -> None:
    """Have the browser keep the number of a session."""
    response.headers.append("Set-Cookie", served.cookie.set(session_id, served.gate.times.longest))
