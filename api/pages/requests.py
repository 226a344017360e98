"""A request on one page: fields in groups with hints, values filled from the device type, a check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.answers import answer, named, understood
from api.pages.draft_content import Content
from api.pages.draft_pages import begin
from api.pages.draft_words import LONGEST_VALUE, NEEDED, TOO_LONG
from api.pages.fields import FIELDS, GROUPS, KINDS, LABELS, fill, request_of
from api.pages.filing import PAPER, agencies_of, filing_of, type_options
from api.pages.forms import LARGEST_FORM, Sent
from api.pages.page import MemberPage, Page, go
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.security.access import Thing, require
from api.web.problems import status_of
from capacity.errors import TitipError
from workflow.analysis import canonical_request, request_named
from workflow.procedure import Text

router = APIRouter(include_in_schema=False, route_class=PageRoute)
#: What a draft keeps once for all that it asks for.
_OF_ALL = (
    *("subject", "refers_to", "channel", "agenda", "requester", "complete_since"),
    *("from", "until", "sha256", "file"),
)
#: What the templates of the page show of any request.
_AT_LEAST = {"kind": "server", "refers_to": "", "file": ""}
_BEHALF = ("agenda", "requester", "complete_since")
_OWN = {"agency": Text("OPD", "Agency"), "subject": Text("Perihal", "Subject")}


@router.get("/requests/one-page")
def new(
    page: MemberPage, kind: str = "server", refers_to: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """The empty form; for a server, or for an application on the cluster."""
    page.require("case.file")
    values = {"kind": kind if kind in KINDS else "server", "refers_to": refers_to, "quantity": "1"}
    if len(page.subject.agencies) == 1:
        values["agency"] = next(iter(page.subject.agencies))
    return _form(page, values)


@router.post("/requests/one-page", max_body_size=LARGEST_FORM)
def again(page: MemberPage, form: Sent) -> Response:
    """The form with what was entered: to change it, or with the values of a device type."""
    page.require("case.file")
    values = form.texts()
    if form.text("fill"):
        values |= fill(page.served.desk.catalogue.get(form.text("device_type")))
    return _form(page, values)


@router.post("/requests/check", max_body_size=LARGEST_FORM)
def check(page: MemberPage, form: Sent) -> Response:
    """What will be sent, to be looked at once more."""
    page.require("case.file")
    values = form.texts()
    try:
        kept = form.paper(page, PAPER)
        if kept is not None:
            values |= {"sha256": kept.sha256, "file": kept.name}
    except TitipError as error:
        return _form(page, values, troubles_of(error, page), 422)
    troubles = _troubles(page, values)
    if troubles:
        return _form(page, values, troubles, 422)
    catalogue = page.served.desk.catalogue
    asked = request_named(canonical_request(request_of(values), catalogue), "request", catalogue)
    known = understood(asked)
    values = _AT_LEAST | values
    groups = [
        (name, [answer(field, values, known, catalogue) for field in fields])
        for name, fields in _groups(values)
    ]
    model = named("device_type", values.get("device_type", ""), catalogue)
    return page.render("check_request.html", values=values, groups=groups, model=model)


@router.post("/requests/drafts/keep", max_body_size=LARGEST_FORM)
def keep(page: MemberPage, form: Sent) -> Response:
    """Keep what was entered as a draft, unfinished as it may be."""
    page.require("case.file")
    sent = form.texts()
    try:
        kept = form.paper(page, PAPER)
    except TitipError as error:
        return _form(page, sent, troubles_of(error, page), 422)
    say = page.language.text
    if long := [name for name, value in sent.items() if len(value) > LONGEST_VALUE]:
        return _form(page, sent, [Trouble(name, say(TOO_LONG)) for name in long], 422)
    if kept is not None:
        sent |= {"sha256": kept.sha256, "file": kept.name}
    shared = {name: sent[name] for name in _OF_ALL if sent.get(name)}
    item = {name: sent[name] for name in ("kind", "device_type", *FIELDS) if sent.get(name)}
    own = {name: value for name, value in item.items() if name not in shared}
    agency = sent.get("agency", "")
    known = agency in page.subject.agencies or "registrar" in page.subject.roles
    begin(page, Content(shared).plus(own), agency if known else min(page.subject.agencies, default=""))
    return go("/?done=saved")


@router.post("/requests", max_body_size=LARGEST_FORM)
def send(page: MemberPage, form: Sent) -> Response:
    """File the request; its case begins."""
    values = form.texts()
    troubles = _troubles(page, values)
    if troubles:
        return _form(page, values, troubles, 422)
    require(page.subject, "case.file", Thing(agency=values["agency"]), values["agency"])
    try:
        done = page.served.desk.file(
            filing_of(page, values, values["agency"], values["subject"], request_of(values)), form.key
        )
    except TitipError as error:
        if status_of(error) >= 500:
            raise
        return _form(page, values, troubles_of(error, page, labels=_labels(page)), status_of(error))
    return go(f"/cases/{quote(done.case)}?done=filed")


def _troubles(page: Page, values: Mapping[str, str]) -> tuple[Trouble, ...]:
    """Everything that is wrong with the values, in the order of the form."""
    say = page.language.text
    own = values.get("agency", "") in page.subject.agencies
    behalf = _BEHALF if "registrar" in page.subject.roles and not own else ()
    found = [
        Trouble(name, say(NEEDED[name])) for name in ("agency", "subject", *behalf) if not values.get(name)
    ]
    try:
        canonical_request(request_of(values), page.served.desk.catalogue)
    except TitipError as error:
        found += troubles_of(error, page, labels=_labels(page))
    if not values.get("sha256"):
        found.append(Trouble(f"paper-{PAPER}", say(NEEDED["sha256"])))
    return tuple(found)


def _labels(page: Page) -> dict[str, str]:
    return {name: page.language.text(text) for name, text in (LABELS | _OWN).items()}


def _groups(values: Mapping[str, str]) -> list[tuple[str, Sequence[str]]]:
    kind = values.get("kind", "server")
    return [(name, fields) for name, fields in GROUPS if name not in KINDS or name == kind]


def _form(
    page: Page, values: Mapping[str, str], troubles: Sequence[Trouble] = (), status: int = 200
) -> Response:
    values = _AT_LEAST | dict(values)
    with page.read() as unit:
        agencies = agencies_of(page, unit.office.offices())
    return page.render(
        "new_request.html",
        status,
        values=values,
        groups=_groups(values),
        fields=FIELDS,
        agencies=agencies,
        agency_options=[(one, one) for one in agencies],
        type_options=type_options(page.served.desk.catalogue),
        option_lists={
            name: [(code, page.language.text(word)) for code, word in field.choices]
            for name, field in FIELDS.items()
        },
        registrar="registrar" in page.subject.roles,
        troubles=tuple(troubles),
        wrong={one.field: one.message for one in troubles},
    )
