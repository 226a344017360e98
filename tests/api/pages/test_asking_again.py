"""After a refusal: the decision in plain words, and a new request from the old one that says what changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.http.serving import Site
from tests.api.pages.visit import LETTER, Visit, said
from tests.workflow.handling.carrying import catalogue, request
from tests.workflow.offices import AGENCY, ASKER, KASI, STRANGER
from workflow.handling import Desk
from workflow.papers import PlaceChoice
from workflow.rehearsal import Rehearsal


@pytest.fixture
def rehearsal(site: Site) -> Iterator[Rehearsal]:
    """A request at the step of its analysis, and the clock that it is carried by."""
    one = Rehearsal(Desk(site.store, catalogue()), site.now)
    one.file(AGENCY, "Server GPU", request("does-not-fit-gpu", owner=AGENCY))
    one.decide("forward").decide("coordinated").analyse()
    yield one
    assert one.now >= site.now


def refuse(rehearsal: Rehearsal, site: Site) -> str:
    rehearsal.decide("does_not_fit", comment="Tidak dapat ditempatkan.").onward()
    site.now = rehearsal.now
    return f"/cases/{rehearsal.name}"


def test_the_agency_reads_nothing_of_a_decision_before_it_was_sent(site: Site, rehearsal: Rehearsal) -> None:
    rehearsal.decide("does_not_fit", comment="Tidak dapat ditempatkan.")
    site.now = rehearsal.now
    page = Visit(site, ASKER).get(f"/cases/{rehearsal.name}")
    assert "The request was refused" not in page
    assert "Change it and ask again" not in page


def test_a_refusal_says_why_and_what_would_make_it_fit(site: Site, rehearsal: Rehearsal) -> None:
    case = refuse(rehearsal, site)
    english, indonesian = (said(Visit(site, ASKER, code).get(case)) for code in ("en", "id"))
    assert "The request was refused Because: More heat than can be removed at the rack (in " in english
    assert "Draw: at most 2,352 W (asked for: 2,800 W)" in english
    assert "Karena: Panas perangkat melampaui batas yang dapat dibuang dari rak (pada " in indonesian
    assert "daya perangkat paling besar 2.352 W (diajukan 2.800 W)" in indonesian
    assert "refused" in said(Visit(site, ASKER).get("/"))


def test_a_grant_says_where_and_home_lists_the_place_with_its_expiry(site: Site) -> None:
    one = Rehearsal(Desk(site.store, catalogue()), site.now)
    one.file(AGENCY, "Server web", request(owner=AGENCY)).decide("forward").decide("coordinated").analyse()
    one.decide("fits", choice=PlaceChoice("", "first"))
    site.now = one.now
    sari = Visit(site, ASKER)
    held = said(sari.get("/")).partition("Our places")[2].partition("My requests")[0]
    with site.store.read() as unit:
        until = unit.occupancy.of_case(one.name)[0].row.expires
    assert until is not None
    assert f"{until.astimezone(site.gate.zone):%-d %b %Y, %H:%M}" in held
    assert f"{one.name} Server web Held rack " in held
    one.onward()
    site.now = one.now
    page = said(sari.get(f"/cases/{one.name}"))
    assert "The request was granted It may stand here: rack " in page
    assert "does not lapse" in said(sari.get("/"))
    assert "Change it and ask again" not in page
    site.now = until
    assert one.name not in said(Visit(site, STRANGER).get("/"))


def test_asking_again_begins_with_the_old_values_and_tells_what_changed(
    site: Site, rehearsal: Rehearsal
) -> None:
    case = refuse(rehearsal, site)
    sari = Visit(site, ASKER)
    assert "Change it and ask again" in sari.get(case)
    old = {"case": rehearsal.name, "refers": "yes"}
    draft = sari.send("/requests/drafts", old).partition("?")[0]
    assert 'value="2800"' in sari.get(f"{draft}/items/1/power")
    assert f"Nothing has changed since {rehearsal.name} yet." in sari.get(f"{draft}/check")
    sari.fill(f"{draft}/items/1/power", {"power_w": "1500", "power_basis": "budget", "cords": "2"})
    sari.fill(f"{draft}/contact", paper__surat_permohonan=LETTER)
    check = said(sari.get(f"{draft}/check"))
    told = check.partition(f"What has changed since {rehearsal.name}")[2].partition("Who asks")[0]
    assert "Draw 2,800 W 1,500 W" in told
    assert "What the draw is Nameplate Planned" in told
    assert "Weight" not in told
    sari.send(f"{draft}/send", {"seen": sari.seen(f"{draft}/check")})
    with site.store.read() as unit:
        new = unit.cases.get("PS-2026-0004")
    assert (new.refers_to, new.subject) == (rehearsal.name, "Server GPU")
    for reader in (ASKER, KASI):
        again = Visit(site, reader).get("/cases/PS-2026-0004")
        assert f'href="{case}"' in again
        assert f"What has changed since {rehearsal.name} Field Before Now Draw 2,800 W 1,500 W" in said(again)


def test_only_what_ended_without_a_place_can_be_referred_to(site: Site, rehearsal: Rehearsal) -> None:
    site.now = rehearsal.now
    sari = Visit(site, ASKER)
    draft = sari.send("/requests/drafts", {"case": rehearsal.name, "refers": "yes"}).partition("?")[0]
    sari.fill(f"{draft}/contact", paper__surat_permohonan=LETTER)
    told = sari.refused(409, f"{draft}/send", {"seen": sari.seen(f"{draft}/check")})
    assert "There is a problem" in told
    with site.store.read() as unit:
        assert unit.cases.register()[-1].name == rehearsal.name


def test_nobody_begins_with_another_agencys_request(site: Site, rehearsal: Rehearsal) -> None:
    case = refuse(rehearsal, site)
    Visit(site, STRANGER).refused(404, "/requests/drafts", {"case": rehearsal.name, "refers": "yes"})
    Visit(site, KASI).refused(403, "/requests/drafts", {"case": rehearsal.name, "refers": "yes"})
    assert "Change it and ask again" not in Visit(site, KASI).get(case)
