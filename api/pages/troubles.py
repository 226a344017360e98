"""What is wrong with a form, as a list that leads to its fields; and errors as whole pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.pages.page import Page, go
from api.pages.problem_words import told
from api.pages.words import ERRORS, GUARDS, MISSING_PAPERS
from api.security.access import NOBODY
from api.security.errors import NotSignedIn
from api.web.given import services_of
from api.web.problems import status_of
from capacity.errors import BadInput, TitipError
from workflow.errors import CommentNeeded, MissingPaper, NotYet
from workflow.procedure import Procedure, Text

_log = logging.getLogger("titip.pages")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong: the id of the field it is about ("" for none), and what."""

    field: str
    message: str


def troubles_of(
    error: TitipError,
    page: Page,
    procedure: Procedure | None = None,
    labels: Mapping[str, str] | None = None,
    form: str = "",
) -> tuple[Trouble, ...]:
    """What a person is told of an error.

    Parameters
    ----------
    procedure
        Names the papers that are missing.
    labels
        Id of a field -> what the form calls it.
    form
        Beginning of the ids of the form's fields.
    """
    say = page.language.text
    known = labels or {}
    if isinstance(error, BadInput):
        return tuple(
            Trouble(
                f"{form}{one.column}" if one.column in known else "",
                f"{known.get(one.column, one.column or one.file)}: {told(one, page.language.code)}",
            )
            for one in error.problems
        )
    if isinstance(error, MissingPaper):
        kinds = [procedure.paper(name) if procedure else None for name in error.papers]
        names = [say(kind.title) if kind else name for kind, name in zip(kinds, error.papers, strict=True)]
        return tuple(
            Trouble(f"{form}paper-{paper}", f"{say(MISSING_PAPERS)}{name}.")
            for paper, name in zip(error.papers, names, strict=True)
        )
    field = f"{form}comment" if isinstance(error, CommentNeeded) else ""
    return (Trouble(field, sentence(error, page)),)


def sentence(error: TitipError, page: Page) -> str:
    """One sentence on an error, in the visitor's language where there is one for its code."""
    say = page.language.text
    if isinstance(error, NotYet) and error.guard in GUARDS:
        return say(GUARDS[error.guard])
    told: Text | None = ERRORS.get(error.code)
    return error.sentence if told is None else say(told)


class PageRoute(APIRoute):
    """A route whose errors are pages; whoever is not signed in is sent to the door first."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with its errors told."""
        handler = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handler(request)
            except NotSignedIn:
                here = request.url.path if request.method == "GET" else "/"
                return go(f"/sign-in?next={quote(here, safe='')}")
            except TitipError as error:
                return error_page(request, error)

        return told


def error_page(request: Request, error: TitipError) -> Response:
    """The error as a page, with the status that tells of it."""
    served = services_of(request)
    at = served.clock()
    try:
        subject = served.gate.who(
            authorization=None, session_id=request.cookies.get(served.cookie.name), at=at
        )
    except TitipError:
        subject = NOBODY  # the store may be what failed
    page = Page(request, served, subject, at)
    status = status_of(error)
    if status == 500:
        _log.error("a page failed: %s", error.code, exc_info=error)
    told = troubles_of(error, page) if status != 500 else (Trouble("", sentence(TitipError(""), page)),)
    return page.render("error.html", status, status=status, told=told)
