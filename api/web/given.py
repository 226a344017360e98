"""What routes are given: who asks, the moment, the services, the version a change is meant for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from api.security.access import NOBODY, Subject, require
from api.security.errors import NotSignedIn
from api.security.gate import Gate
from api.security.sessions import Cookie
from api.settings import Settings
from api.web.problems import Precondition
from api.web.rooms import Rooms
from workflow.errors import BadValue
from workflow.handling import Desk
from workflow.ports import Store, UnitOfWork

Clock = Callable[[], datetime]
_ETAG = re.compile(r'"(\d{1,18})"')
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def clock_time() -> datetime:
    """The moment by the machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """What the app is made of; one for all requests."""

    settings: Settings
    store: Store
    desk: Desk
    gate: Gate
    cookie: Cookie
    clock: Clock = clock_time
    rooms: Rooms = field(default_factory=Rooms)


def services_of(request: Request) -> Services:
    """The services of the app."""
    found: Services = request.app.state.services
    return found


Served = Annotated[Services, Depends(services_of)]


def now(served: Served) -> datetime:
    """The moment of the request."""
    return served.clock()


Now = Annotated[datetime, Depends(now)]


def today(served: Served, at: Now) -> date:
    """The office's day: the one by which posts are held."""
    return at.astimezone(served.gate.zone).date()


Today = Annotated[date, Depends(today)]


def anybody(request: Request, served: Served, at: Now) -> Subject:
    """Who asks, signed in or not. Raises NotSignedIn for a token that counts no more."""
    return served.gate.who(
        authorization=request.headers.get("authorization"),
        session_id=request.cookies.get(served.cookie.name),
        at=at,
    )


Anybody = Annotated[Subject, Depends(anybody)]


def signed_in(subject: Anybody) -> Subject:
    """Who asks. Raises NotSignedIn."""
    if subject == NOBODY or subject.person is None:
        raise NotSignedIn("Sign in first.")
    return subject


SignedIn = Annotated[Subject, Depends(signed_in)]


def may(action: str) -> Callable[[Subject], Subject]:
    """A dependency: who asks, if he may do `action` to anything at all. Raises NotSignedIn, NotAllowed."""

    def allowed(subject: Anybody) -> Subject:
        require(subject, action)
        return subject

    allowed.action = action  # type: ignore[attr-defined]
    return allowed


def reading(served: Served) -> Iterator[UnitOfWork]:
    """A unit of work that sees one state of everything."""
    with served.store.read() as unit:
        yield unit


# Ended before the response is sent: a connection is not kept while somebody reads slowly.
Reading = Annotated[UnitOfWork, Depends(reading, scope="function")]


IfMatch = Annotated[str | None, Header(max_length=200, description="The ETag that was seen.")]


def meant_version(if_match: IfMatch = None) -> int:
    """The version that a change is meant for, from If-Match. Raises Precondition: 428 without one."""
    found = _ETAG.fullmatch(_given(if_match))
    if found is None:
        raise Precondition("If-Match is not an ETag of this thing.", 412)
    return int(found[1])


Meant = Annotated[int, Depends(meant_version)]


def same_tag(if_match: str | None, tag: str) -> None:
    """Nothing, if a change is meant for what bears this tag. Raises Precondition: 428 without If-Match."""
    if _given(if_match) != f'"{tag}"':
        raise Precondition("It was changed since; look again, then decide again.", 412)


def _given(if_match: str | None) -> str:
    if if_match is None:
        raise Precondition("Say which version is meant: If-Match with the ETag you saw.", 428)
    return if_match.strip()


def idempotency_key(
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> str | None:
    """The sender's key, so that a command sent twice has one effect; None without. Raises BadValue."""
    if idempotency_key is not None and not _KEY.fullmatch(idempotency_key):
        raise BadValue("An Idempotency-Key is 1 to 200 visible ASCII characters.", "Idempotency-Key")
    return idempotency_key


Key = Annotated[str | None, Depends(idempotency_key)]


def tag(response: Response, version: int) -> None:
    """Put a version into the response as its strong ETag."""
    response.headers["ETag"] = f'"{version}"'
