"""What every page is made of: who looks, in which language and theme, and the template that shows it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.pages.assets import asset
from api.pages.language import LANGUAGES, Language, catalogue, code_of
from api.pages.rule_words import limit_words, rule_told, rule_words, scenario_words, term_words, unit_words
from api.pages.words import ROLE_WORDS
from api.security.access import Subject, Thing, can, require
from api.web.given import Anybody, Now, Served, Services, SignedIn
from workflow.overview import inbox
from workflow.ports import UnitOfWork

TEMPLATES = Path(__file__).parents[1] / "templates"
_VOCABULARY = (limit_words, rule_told, rule_words, scenario_words, term_words, unit_words)
THEMES = ("auto", "light", "dark")
THEME_COOKIE = "titip_theme"


@lru_cache
def environment(code: str) -> Environment:
    """The templates in a language: everything is escaped, and a name that is not given is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(catalogue(code), newstyle=True)  # type: ignore[attr-defined]
    made.globals["asset"] = asset
    made.globals["languages"] = LANGUAGES
    made.globals |= {word.__name__: word for word in _VOCABULARY}
    made.filters["path"] = lambda text: quote(str(text), safe="")
    made.filters["runs"] = runs
    return made


def runs(ones: Iterable[Any], *names: str) -> list[list[Any]]:
    """Neighbours that are alike in these attributes, together."""
    return [list(run) for _, run in groupby(ones, lambda one: [getattr(one, name) for name in names])]


@dataclass(frozen=True, slots=True)
class Page:
    """A request for a page; `subject` is nobody before signing in."""

    request: Request
    served: Services
    subject: Subject
    at: datetime

    @property
    def person(self) -> str:
        """The id of whoever looks; "" for nobody."""
        return self.subject.person or ""

    @property
    def language(self) -> Language:
        """The language that the visitor reads."""
        return Language(code_of(self.request), self.served.gate.zone)

    @property
    def today(self) -> date:
        """The office's day."""
        return self.at.astimezone(self.served.gate.zone).date()

    def read(self) -> AbstractContextManager[UnitOfWork]:
        """A unit that sees one state of everything."""
        return self.served.store.read()

    def may(self, action: str, agency: str | None = None) -> bool:
        """True if whoever looks may do that, to something of an agency or at all."""
        return can(self.subject, action, None if agency is None else Thing(agency=agency))

    def require(self, action: str) -> None:
        """Raise what somebody is told who may not."""
        require(self.subject, action)

    def render(self, template: str, /, code: int = 200, **told: Any) -> HTMLResponse:
        """The page; `told` is what its template shows."""
        language = self.language
        theme = self.request.cookies.get(THEME_COOKIE, "")
        shared = {
            "language": language,
            "text": language.text,
            "moment": language.moment,
            "day": language.day,
            "number": language.number,
            "theme": theme if theme in THEMES else "auto",
            "here": _here(self.request),
            "me": self._me(),
            "me_id": self.person,
            "may": self.may,
            "at": self.at,
            "troubles": (),
            "done": None,
            "key": secrets.token_urlsafe(16),
        }
        page = environment(language.code).get_template(template).render(shared | told)
        return HTMLResponse(page, code)

    def _me(self) -> dict[str, Any] | None:
        """Name and posts of whoever looks, for the head of the page; None for nobody."""
        if self.subject.person is None:
            return None
        with self.read() as unit:
            offices = unit.office.offices()
            unseen = len(unit.notifications.of(self.person, unseen=True, limit=100))
        name = next((one.name for one in offices.people if one.id == self.person), self.person)
        roles = [self.language.text(ROLE_WORDS[role]) for role in sorted(self.subject.roles)]
        return {"name": name, "roles": roles, "agencies": sorted(self.subject.agencies), "unseen": unseen}


def _here(request: Request) -> str:
    """The address of this page, to come back to; forms come back to where they were shown."""
    if request.method != "GET":
        return "/"
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"


def page_for_anybody(request: Request, served: Served, subject: Anybody, at: Now) -> Page:
    """A page that needs no sign-in."""
    return Page(request, served, subject, at)


def page_for_members(request: Request, served: Served, subject: SignedIn, at: Now) -> Page:
    """A page for whoever is signed in. Raises NotSignedIn."""
    return Page(request, served, subject, at)


OpenPage = Annotated[Page, Depends(page_for_anybody)]
MemberPage = Annotated[Page, Depends(page_for_members)]


def go(path: str) -> RedirectResponse:
    """After a form was sent: on to a page, so that reloading sends nothing again."""
    return RedirectResponse(path, 303)


def safe_path(text: str) -> str:
    """The text, if it is a path of this site; else the home page."""
    good = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if good and "\\" not in text else "/"


def waiting(unit: UnitOfWork, page: Page) -> Iterator[Any]:
    """What waits for whoever looks, by due time."""
    yield from inbox(unit, page.person, page.at)
