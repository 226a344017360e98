"""Every page, each with whoever sees it, on cases that stand at different steps."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from capacity.data import data_path
from tests.browser.calculated import headroom_done
from tests.browser.drafted import drafted, refused
from tests.browser.planned import planned
from tests.browser.serving import ROOM, Served
from tests.browser.told import letter, tell
from workflow.commands import Ask
from workflow.papers import PlaceChoice
from workflow.procedure import publish, shipped
from workflow.rehearsal import Rehearsal

Cases = Mapping[str, str]
PathOf = Callable[[Cases], str]


def _request(name: str) -> dict[str, object]:
    table: dict[str, object] = json.loads(data_path(f"requests/{name}.json").read_text())
    return table


def prepare(site: Served, canary: str = "", *, work: bool = True) -> Cases:
    """Cases at different steps, by what is shown with them; `canary` stands in the texts of drafts.

    Without `work` nothing is calculated: what was asked for waits, as much of it as may.
    """
    desk = site.desk
    first = Rehearsal(desk, site.now)
    first.file("Disdikpora", "Server web PPDB", _request("fits-web-server"))
    asked = Rehearsal(desk, site.now).file("Disdikpora", "Server arsip digital", _request("heavy-storage"))
    asked.decide("forward", comment="Mohon dikaji sesuai SOP.").decide("coordinated")
    asked.act(Ask, "kasi", question="Berapa beratnya dengan semua cakram terpasang?")
    fits = Rehearsal(desk, site.now).file("Dinkes", "Server SIMPUS", _request("dmz-web-server"))
    fits.decide("forward").decide("coordinated").analyse()
    wide = Rehearsal(desk, site.now).file("Dinkes", "Server GPU", _request("does-not-fit-gpu"))
    wide.decide("forward").decide("coordinated").analyse()
    unknown = Rehearsal(desk, site.now).file("Dinkes", "Basis data SIAK", _request("cannot-decide-no-draw"))
    unknown.decide("forward").decide("coordinated").analyse()
    signing = Rehearsal(desk, site.now).file("Dinkes", "Aplikasi perizinan", _request("application-fits"))
    signing.decide("forward").decide("coordinated").analyse()
    signing.decide("fits", choice=PlaceChoice("", "first")).decide("submit_draft").decide("agree").decide(
        "sign"
    )
    over = Rehearsal(desk, site.now).file("Disdikpora", "Server e-rapor", _request("fits-web-server"))
    over.decide("forward").decide("coordinated").analyse()
    over.decide("fits", choice=PlaceChoice("", "first")).onward()
    named = {"new": first, "asked": asked, "fits": fits, "wide": wide, "unknown": unknown}
    named |= {"signing": signing, "over": over, "refused": refused(site)}
    site.now = max(one.now for one in named.values())
    drafts = drafted(site, named["refused"].name, canary)
    done = {"headroom": headroom_done(site, "komang")} if work else {}
    done |= planned(site, canary, work=work)
    tell(site)
    found = {name: one.name for name, one in named.items()} | drafts | done
    return found | {"letter": letter(site, signing), "sop": publish(shipped()).sha256}


def _case(name: str, end: str = "") -> PathOf:
    return lambda cases: f"/cases/{cases[name]}{end}"


def _draft(name: str, end: str = "") -> PathOf:
    return lambda cases: f"/requests/drafts/{cases[name]}{end}"


def _at(path: str) -> PathOf:
    return lambda cases: path


#: Name, who looks ("" for nobody), and the address.
STOPS: tuple[tuple[str, str, PathOf], ...] = (
    ("sign-in", "", _at("/sign-in")),
    ("home-agency", "sari", _at("/")),
    ("request-new", "sari", _at("/requests/new")),
    ("request-server", "sari", _at("/requests/one-page")),
    ("request-application", "sari", _at("/requests/one-page?kind=application")),
    ("draft", "sari", _draft("draft")),
    ("draft-empty", "sari", _draft("draft-empty")),
    ("draft-about", "sari", _draft("draft", "/about")),
    ("draft-together", "sari", _draft("draft", "/together")),
    ("draft-contact", "sari", _draft("draft", "/contact")),
    ("draft-size", "sari", _draft("draft", "/items/1/size")),
    ("draft-power", "sari", _draft("draft", "/items/1/power")),
    ("draft-check", "sari", _draft("draft", "/check")),
    ("draft-again-check", "sari", _draft("draft-again", "/check")),
    ("draft-sheet", "sari", _draft("draft-sheet", "/spreadsheet")),
    ("draft-sent", "sari", _draft("draft-sent", "/sent")),
    ("case-agency-refused", "sari", _case("refused")),
    ("register-agency", "sari", _at("/cases")),
    ("case-agency-asked", "sari", _case("asked")),
    ("case-agency-over", "sari", _case("over")),
    ("not-found", "sari", _at("/cases/PS-1999-0001")),
    ("request-registrar", "wayan", _at("/requests/one-page")),
    ("request-new-registrar", "wayan", _at("/requests/new")),
    ("draft-registrar", "wayan", _draft("draft-registrar")),
    ("draft-registrar-about", "wayan", _draft("draft-registrar", "/about")),
    ("draft-registrar-contact", "wayan", _draft("draft-registrar", "/contact")),
    ("home-head", "agung", _at("/")),
    ("case-head-forward", "agung", _case("new")),
    ("case-head-sign", "agung", _case("signing")),
    ("home-kasi", "komang", _at("/")),
    ("register", "komang", _at("/cases")),
    ("analysis-fits", "komang", _case("fits", "/analysis")),
    ("analysis-does-not-fit", "komang", _case("wide", "/analysis")),
    ("analysis-cannot-decide", "komang", _case("unknown", "/analysis")),
    ("case-asked", "komang", _case("asked")),
    ("search", "komang", _at("/search?q=A03")),
    ("rooms", "komang", _at("/rooms")),
    ("room", "komang", _at(f"/rooms/{ROOM}")),
    ("room-run", "komang", _at(f"/rooms/{ROOM}?show=run")),
    ("rack", "komang", _at(f"/rooms/{ROOM}/racks/A03")),
    ("room-loss", "komang", _at(f"/rooms/{ROOM}?show=loss_a")),
    ("racks", "komang", _at(f"/rooms/{ROOM}/racks?row=A")),
    ("power-chain", "komang", _at(f"/rooms/{ROOM}/power")),
    ("power-chain-lost", "komang", _at(f"/rooms/{ROOM}/power?lose=UPS-A&open=PDP-B1")),
    ("ports", "komang", _at(f"/rooms/{ROOM}/ports?rack=A03")),
    ("devices", "komang", _at(f"/rooms/{ROOM}/devices?rack=A03")),
    ("room-history", "komang", _at(f"/rooms/{ROOM}/history")),
    ("planning", "komang", _at("/planning")),
    ("headroom", "komang", lambda cases: f"/planning/headrooms/{cases['headroom']}"),
    ("scenarios", "komang", _at("/planning/scenarios")),
    ("scenario", "komang", lambda cases: f"/planning/scenarios/{cases['scenario']}"),
    ("scenario-new", "komang", _at(f"/planning/scenarios/new?room={ROOM}")),
    ("scenario-edit", "komang", lambda cases: f"/planning/scenarios/{cases['lost']}/edit"),
    ("comparison", "komang", lambda cases: f"/planning/comparisons/{cases['whatif']}"),
    ("forecast-ask", "komang", _at("/planning/forecasts")),
    ("forecast", "komang", lambda cases: f"/planning/forecasts/{cases['forecast']}"),
    ("calculations", "komang", _at("/planning/jobs")),
    ("calculation", "komang", lambda cases: f"/planning/jobs/{cases['waits']}"),
    ("register-sorted", "komang", _at("/cases?status=open&sort=-due&overdue=yes")),
    ("letters", "komang", _at("/letters")),
    ("letters-agency", "sari", _at("/letters")),
    ("notifications", "komang", _at("/notifications")),
    ("figures", "luh", _at("/figures")),
    ("procedures", "luh", _at("/procedures")),
    ("procedure", "luh", lambda cases: f"/procedures/{cases['sop']}"),
    ("audit", "luh", _at("/administration/audit?check=yes")),
    ("administration", "kadek", _at("/administration")),
    ("people", "kadek", _at("/administration/people?person=sari")),
    ("accounts", "kadek", _at("/administration/accounts")),
    ("calendar", "kadek", _at("/administration/calendar?year=2027")),
    ("procedures-keeper", "kadek", _at("/procedures")),
    ("room-imports", "kadek", _at("/administration/rooms")),
    ("room-files", "kadek", _at(f"/administration/rooms/{ROOM}")),
    ("mail", "kadek", _at("/administration/mail")),
    ("verification", "", lambda cases: f"/v/{cases['letter']}"),
)
