"""A request on one page: fields in groups with hints, values filled from the device type, a check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.fields import FIELDS, GROUPS, KINDS, LABELS, fill, request_of
from api.pages.filing import PAPER, agencies_of, filing_of, type_options
from api.pages.forms import LARGEST_FORM, Sent
from api.pages.page import MemberPage, Page, go
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.security.access import Thing, require
from api.web.problems import status_of
from capacity.errors import TitipError
from capacity.units import plain
from workflow.analysis import canonical_request, request_named
from workflow.procedure import Text

router = APIRouter(include_in_schema=False, route_class=PageRoute)
_NEEDED = {
    "agency": Text("Pilih OPD.", "Choose the agency."),
    "subject": Text("Tulis untuk apa tempat diminta.", "Say what the place is for."),
    "paper": Text("Lampirkan surat permohonan.", "Attach the letter of request."),
}
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
    asked = request_named(
        canonical_request(request_of(values), page.served.desk.catalogue),
        "request",
        page.served.desk.catalogue,
    )
    height = None if asked.height_hu is None else plain(asked.height_hu, 2)
    understood = {
        "u_height": height,
        "power_w": asked.power_w,
        "weight_kg": None if asked.weight_g is None else plain(asked.weight_g, 1000),
        "cords": asked.cords if asked.kind == "server" else None,
    }
    return page.render(
        "check_request.html", values=values, groups=_groups(values), fields=FIELDS, understood=understood
    )


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
    found = [Trouble(name, say(_NEEDED[name])) for name in ("agency", "subject") if not values.get(name)]
    try:
        canonical_request(request_of(values), page.served.desk.catalogue)
    except TitipError as error:
        found += troubles_of(error, page, labels=_labels(page))
    if not values.get("sha256"):
        found.append(Trouble(f"paper-{PAPER}", say(_NEEDED["paper"])))
    return tuple(found)


def _labels(page: Page) -> dict[str, str]:
    return {name: page.language.text(text) for name, text in (LABELS | _OWN).items()}


def _groups(values: Mapping[str, str]) -> list[tuple[str, Sequence[str]]]:
    kind = values.get("kind", "server")
    return [(name, fields) for name, fields in GROUPS if name not in KINDS or name == kind]


def _form(
    page: Page, values: Mapping[str, str], troubles: Sequence[Trouble] = (), status: int = 200
) -> Response:
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
