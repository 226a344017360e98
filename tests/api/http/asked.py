"""A request to every route, whole enough to come to the door, and of no effect behind it.

What would change something is refused afterwards: for a version that was never there, or for what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.api.http.serving import CASE, OTHER_CASE, PASSWORD
from tests.workflow.driving import sop
from tests.workflow.handling.carrying import NINE, request
from tests.workflow.offices import AGENCY, ASKER, OTHER_AGENCY, STRANGER
from workflow.serving import Computation

NEVER = {"If-Match": '"999"'}
SHA256 = "0" * 64
PAPER = {"paper": "surat_permohonan", "sha256": SHA256, "name": "a.txt"}
WHY = {"reason": "Because."}
LATER = "2026-07-01T00:00:00+08:00"
COMPUTATIONS = {"own": "20260608T010000000001-own", "other": "20260608T010000000002-other"}
#: Names in addresses and bodies: one's own (from the first agency's view), the other agency's, nobody's.
THINGS: Mapping[str, Mapping[str, str]] = {
    "case": {"own": CASE, "other": OTHER_CASE, "none": "PS-2026-0099"},
    "agency": {"own": AGENCY, "other": OTHER_AGENCY, "none": "Dishub"},
    "person": {"own": ASKER, "other": STRANGER, "none": "nyepi"},
    "id": {**COMPUTATIONS, "none": "20260608T010000000003-none"},
    "prefix": {"own": "titip_00000001", "other": "titip_00000002", "none": "titip_00000003"},
}
#: The same for everybody.
FIXED = {
    "room": "denpasar",
    "rack": "A03",
    "paper": "surat_permohonan",
    "revision": "1",
    "post": "kabid",
    "sha256": sop().sha256,
    "code": "TTP-0000-0000-0000",
    "scenario": "SK-2026-0001",
}
_COMMANDS: Mapping[str, Any] = {
    "POST decisions": {"outcome": "fits"},
    "POST papers": PAPER,
    "POST analyses": {},
    "POST initials": {"role": "kasi"},
    "POST questions": {"question": "Which?"},
    "POST answers": {"answer": "This."},
    "POST dropped-questions": WHY,
    "POST claims": None,
    "DELETE claims": None,
    "POST assignments": {"to": "gede", **WHY},
    "POST extensions": {"due": LATER, **WHY},
    "POST comments": {"text": "Hm."},
    "POST sendings": {"channel": "courier"},
    "POST receipts": {},
    "POST closings": {"ends": "withdrawn"},
    "POST handovers": {"installed": [{"serial": "S", "place": "A03"}], "paper": PAPER},
    "POST stay-ends": WHY,
    "POST moves": {"procedure": SHA256, "step": "3", **WHY},
}
_BODIES: Mapping[str, Any] = {
    "POST /sessions": {"login": "nobody.x", "password": ""},
    "PUT /me/password": {"old": PASSWORD, "new": "x"},
    "POST /tokens": {"name": "t", "scopes": ["nothing"], "expires": LATER},
    "POST /accounts": {"person": "made", "login": "!", "password": "x"},
    "PUT /accounts/{person}/password": {"password": "short"},
    "POST /checks": {"request": {}, "files": {}},
    "POST /rooms/{room}/checks": {"request": {}},
    "POST /rooms/{room}/plans": {"requests": [{}]},
    "POST /rooms/{room}/headrooms": {"request": {"kind": "castle"}},
    "POST /rooms/{room}/whatifs": {"scenarios": [{"scenario": "SK-1999-0001"}]},
    "POST /rooms/{room}/forecasts": {"draws": 1, "years": 1},
    "POST /scenarios": {"room": "denpasar", "name": "S", "changes": [{"lose": "nothing"}]},
    "POST /scenarios/{scenario}/versions": {"name": "S", "changes": [{"lose": "UPS-A"}]},
    "POST /scenarios/{scenario}/promotions": {},
    "POST /scenarios/{scenario}/promotion-ends": {"state": "dropped"},
    "PUT /people/{person}": {"name": "\x7f" * 301},
    "PUT /posts/{post}": {"role": "emperor", "title": "T"},
    "POST /holdings": {"post": "none", "person": "none", "start": "2026-01-01"},
    "POST /procedures": {"procedure": {}},
    "PUT /calendar": {"calendar": {}},
    "PUT /notifications/seen": {"upto": 0},
    "POST /cases/{case}/letters/{paper}": {},
}


_VERSIONED = ("POST /scenarios/{scenario}/versions", "POST /scenarios/{scenario}/promotions")


def things_of(route: str) -> tuple[str, ...]:
    """What a route is asked about: own, another's and nobody's thing, where it is about such."""
    about = {name for name in THINGS if f"{{{name}}}" in route}
    return ("own", "other", "none") if about or route in ("GET /cases", "POST /cases") else ("-",)


def request_to(route: str, thing: str) -> tuple[str, str, dict[str, Any]]:
    """Method, address, and the rest of the request."""
    method, _, path = route.partition(" ")
    names = FIXED | {name: values[thing] for name, values in THINGS.items() if thing != "-"}
    more: dict[str, Any] = {}
    if route.startswith(f"{method} /cases/{{case}}/") and "/letters/" not in route and method != "GET":
        more = {"json": _COMMANDS[f"{method} {path.rpartition('/')[2]}"], "headers": NEVER}
    elif route == "POST /cases":
        body = {"agency": names["agency"], "subject": "S", "papers": []}
        more = {"json": {**body, "request": request(owner="nonsense", quantity=-1)}}
    elif route == "GET /cases":
        more = {"params": {"agency": names["agency"]}}
    elif route == "PUT /accounts/{person}/disabled":
        more = {"json": {"disabled": False}}
    elif route in _BODIES:
        more = {"json": _BODIES[route]}
        if route in ("PUT /calendar", *_VERSIONED):
            more["headers"] = NEVER
    elif route == "DELETE /scenarios/{scenario}":
        more = {"headers": NEVER}
    elif route == "POST /files":
        more = {"files": {"file": ("a.bin", b"\x00\x01")}}
    if more.get("json", 0) is None:
        del more["json"]
    return method, path.format(**names), more


def computations() -> list[Computation]:
    """A calculation of each agency's asker, as if they had been planners once."""
    return [
        Computation(COMPUTATIONS["own"], "plan", ASKER, "denpasar", SHA256, NINE),
        Computation(COMPUTATIONS["other"], "plan", STRANGER, "denpasar", SHA256, NINE),
    ]
