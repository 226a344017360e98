"""What people write stays text on every page: in words, in attributes, in drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser import canaries as planting
from tests.browser.canaries import Canaries, PlantingDesk
from tests.browser.serving import ROOM, Served, served
from tests.browser.stops import STOPS, Cases, prepare
from tests.browser.visiting import Visitor
from workflow import commands
from workflow.papers import Installed, PlaceChoice
from workflow.rehearsal import Rehearsal

pytestmark = pytest.mark.timeout(180)
#: What is written and what no page of the stops shows: letters, messages and answers do.
UNSEEN = frozenset(
    (
        *("Filing.agenda", "Filing.requester", "Holding.decree", "NewPaper.number", "Signature.attestation"),
        *("Person.email", "Person.nip", "Person.rank", "trays.csv, from", "trays.csv, to"),
        *("cooling.csv, unit", "devices.csv, group", "reservations.csv, group", "reservations.csv, request"),
        *("hosts.csv, cluster", "hosts.csv, host", "standards.csv, note", "standards.csv, version"),
        *("vms.csv, cluster", "vms.csv, group", "vms.csv, owner", "vms.csv, vm"),
    )
)
#: What breaks out shows as one of these.
BROKEN_OUT = """() => [...document.querySelectorAll(
    '.canary, script:not([src]), iframe, object, [style], [onerror], [onload], [href^="javascript:"]'
)].map(one => one.outerHTML.slice(0, 200))"""
SHOWN = """() => document.body.innerText + [...document.querySelectorAll('*')].map(
    one => [...one.attributes].map(of => of.value).join(' ') + ' '
        + (one.closest('svg') ? one.textContent : '')
).join(' ')"""


@dataclass
class Planted:
    """A service in which every text holds a canary."""

    site: Served
    cases: Cases
    desk: PlantingDesk
    rack: str

    @property
    def addresses(self) -> list[tuple[str, str, str]]:
        """Every stop, and what only the planted cases and rack show."""
        stops = [(name, person, path(self.cases)) for name, person, path in STOPS]
        more = [(f"case {name}", "komang", f"/cases/{name}") for name in self.cases["more"].split()]
        rack = ("rack", "komang", f"/rooms/{ROOM}/racks/{quote(self.rack, safe='')}")
        return [*stops, *more, rack, ("all found", "komang", "/search?q=canary")]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    made = Canaries()
    room, office = planting.room(made), planting.office(made)
    with served(tmp_path_factory.mktemp("canaries"), room, office) as site:
        desk = PlantingDesk(site.desk, made)
        site.desk = desk
        cases = dict(prepare(site, made("a draft")))
        cases["more"] = " ".join(_further(site))
        with site.store.read() as unit:
            rack = unit.rooms.now(ROOM).racks[-1].name
        yield Planted(site, cases, desk, rack)


def _further(site: Served) -> list[str]:
    """Cases in which the commands are sent that those of the stops leave out."""
    wait = timedelta(days=1)
    request = {"owner": "", "u_height": 1, "depth_mm": 600, "weight_kg": 9, "power_w": 60, "cords": 2}
    talked = Rehearsal(site.desk, site.now).file("Dinkes", "Dibicarakan", request)
    talked.decide("forward")
    talked.act(commands.Ask, "kabid", question="Satu.").act(commands.Answer, "agency", answer="Dua.")
    talked.act(commands.Ask, "kabid", question="Tiga.").act(commands.DropQuestion, "kabid", reason="Empat.")
    talked.act(commands.Extend, "kepala_dinas", due=talked.now + wait, reason="Lima.")
    talked.act(commands.Reassign, "kepala_dinas", to="nyoman", reason="Enam.")
    talked.act(commands.Comment, "kabid", text="Tujuh.", visible=True)
    talked.act(commands.Close, "agency", ends="withdrawn", reason="Delapan.")
    placed = Rehearsal(site.desk, site.now).file("Dinkes", "Ditempatkan", request)
    placed.decide("forward").decide("coordinated").analyse()
    placed.decide("fits", choice=PlaceChoice("", "first", "Alasan.")).onward()
    placed.act(commands.ConfirmReceipt, "agency", note="Sembilan.")
    placed.hand_over(
        (Installed("CZ-1", placed.case.choice.place, weight_g=9_000, power_w=58, name="alat-1"),)
    )
    site.now = max(site.now, talked.now, placed.now)
    return [talked.name, placed.name]


def test_every_command_that_bears_text_is_sent(planted: Planted) -> None:
    every = [one for one in vars(commands).values() if isinstance(one, type)]
    with_text = {
        one
        for one in every
        if issubclass(one, commands.Command)
        and any(
            hint in ("str", str) and name not in planting.NAMES for name, hint in one.__annotations__.items()
        )
    }
    assert with_text - planted.desk.sent - {commands.MoveToVersion, commands.EndStay} == set()


def test_nothing_that_people_write_breaks_out_of_its_place(browser: Browser, planted: Planted) -> None:
    visitor = Visitor(browser, planted.site)
    visitor.page.on("dialog", lambda dialog: visitor.complaints.append(f"a script ran: {dialog.message}"))
    found, seen, last = [], set(), ""
    for name, person, path in planted.addresses:
        if person and person != last:
            visitor.sign_in(person)
        last = person
        visitor.page.goto(path)
        found += [f"{name}: {broken}" for broken in visitor.page.evaluate(BROKEN_OUT)]
        seen |= {int(number) for number in re.findall(r"k(\d+)k", visitor.page.evaluate(SHOWN))}
    assert found == []
    assert (visitor.complaints, visitor.elsewhere) == ([], [])
    canaries = planted.desk.canaries.planted
    shown = {canaries[number] for number in seen if number in canaries}
    assert sorted(set(canaries.values()) - shown - UNSEEN) == []
