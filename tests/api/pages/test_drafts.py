"""Drafts over HTTP: saved unfinished, shared within the agency, changed by two people, sent once."""

from __future__ import annotations

import json
import re

import pytest

from api.security.accounts import create_account
from tests.api.http.serving import PASSWORD, Site
from tests.api.pages.visit import LETTER, Visit, said
from tests.workflow.handling.carrying import NINE
from tests.workflow.offices import ADMIN, ASKER, KASI, OTHER_ASKER, REGISTRAR, STRANGER


@pytest.fixture
def eka(site: Site) -> Visit:
    """A colleague of the one who asks, with an account."""
    create_account(
        site.store,
        site.gate.passwords,
        person=OTHER_ASKER,
        login="eka.x",
        password=PASSWORD,
        by=ADMIN,
        at=NINE,
    )
    return Visit(site, OTHER_ASKER)


SIZE = {"quantity": "1", "u_height": "2", "depth": "full", "depth_mm": "750", "weight_kg": "26"}


def whole(visit: Visit) -> str:
    """A draft in which everything needed is said."""
    draft = visit.begin()
    visit.fill(f"{draft}/about", {"subject": "Server PPDB"})
    visit.fill(f"{draft}/items/1/size", SIZE)
    visit.fill(f"{draft}/items/1/power", {"power_w": "450", "power_basis": "budget", "cords": "2"})
    visit.fill(f"{draft}/contact", paper__surat_permohonan=LETTER)
    return draft


def statuses(page: str) -> dict[str, str]:
    """Parts of the task list with how far each is."""
    rows = re.findall(r'<a [^>]*>([^<]*)</a> <span class="task-status"[^>]*>(.*?)</span></li>', page)
    return {part: re.sub("<[^>]*>", "", word) for part, word in rows}


def test_a_draft_saved_unfinished_waits_at_home_and_is_taken_up_again(site: Site) -> None:
    sari = Visit(site, ASKER)
    draft = sari.begin()
    to = sari.fill(f"{draft}/about", {"subject": "Belum selesai", "go": "later"})
    assert to == "/?done=saved"
    home = sari.get(to)
    assert "The draft was saved." in home
    assert f'href="{draft}"' in home
    assert 'value="Belum selesai"' in sari.get(f"{draft}/about")


def test_colleagues_share_a_draft_and_for_others_it_is_not_there(site: Site, eka: Visit) -> None:
    draft = Visit(site, ASKER).begin()
    assert f'href="{draft}"' in eka.get("/")
    for stranger in (STRANGER, REGISTRAR, KASI):
        visit = Visit(site, stranger)
        assert draft not in visit.get("/")
        for page in (draft, f"{draft}/about", f"{draft}/check", f"{draft}/sent", f"{draft}/spreadsheet"):
            visit.get(page, 404)
        for form in ("about", "send", "delete", "items", "items/1/size", "items/1/remove"):
            visit.refused(404, f"{draft}/{form}", {"seen": "1"})
    Visit(site, ASKER).get(draft)


def test_a_registrars_draft_is_not_the_agencys(site: Site) -> None:
    draft = Visit(site, REGISTRAR).begin()
    assert draft not in Visit(site, ASKER).get("/")
    Visit(site, ASKER).get(draft, 404)
    assert "Agenda number" in Visit(site, REGISTRAR).get(f"{draft}/about")


def test_whoever_may_not_file_begins_no_draft(site: Site) -> None:
    Visit(site, KASI).refused(403, "/requests/drafts", {"kind": "server", "agency": "Disdikpora"})
    Visit(site, STRANGER).get("/requests/new")
    Visit(site, KASI).get("/requests/new", 403)


def test_a_draft_is_begun_for_an_agency_of_ones_own(site: Site) -> None:
    told = Visit(site, STRANGER).refused(422, "/requests/drafts", {"kind": "server", "agency": "Disdikpora"})
    assert "Choose the agency." in told
    kept = {"kind": "server", "agency": "Disdikpora", "subject": "Bukan milik saya"}
    Visit(site, STRANGER).send("/requests/drafts/keep", kept)
    assert "Bukan milik saya" not in Visit(site, ASKER).get("/")
    assert "Bukan milik saya" in Visit(site, STRANGER).get("/")


def test_parts_say_how_far_they_are_in_any_order(site: Site) -> None:
    sari = Visit(site, ASKER)
    draft = sari.begin()
    assert set(statuses(sari.get(draft)).values()) == {"Not yet started"}
    sari.fill(f"{draft}/items/1/network", {"ports": "10gbase-x-sfpp:2", "port_sides": "2"})
    sari.fill(f"{draft}/items/1/size", {"quantity": "1", "u_height": "2", "go": "later"})
    told = sari.refused(422, f"{draft}/items/1/power", {"seen": "3", "power_w": "450 W"})
    assert "'450 W' is not a number." in told
    assert statuses(sari.get(draft)) == {
        "About the request": "Not yet started",
        "Server and size": "In progress",
        "Power and cooling": "There is a problem",
        "Network": "Completed",
        "Operating system and security": "Not yet started",
        "Duration": "Not yet started",
        "Contact and documents": "Not yet started",
    }


def test_what_is_wrong_is_told_in_the_language_of_the_reader(site: Site) -> None:
    sari = Visit(site, ASKER, "id")
    draft = sari.begin()
    told = sari.refused(422, f"{draft}/items/1/power", {"seen": "1", "power_w": "450,5"})
    assert "Daya: '450,5' bukan angka. Tulis titik desimal, bukan koma, tanpa pemisah ribuan." in told


def test_a_part_without_what_it_needs_is_kept_and_shown_again(site: Site) -> None:
    sari = Visit(site, ASKER)
    draft = sari.begin()
    assert "Say what the place is for." in sari.refused(422, f"{draft}/about", {"seen": "1", "subject": " "})
    assert "Attach the letter of request." in sari.refused(422, f"{draft}/contact", {"seen": "2"})
    long = sari.refused(422, f"{draft}/about", {"seen": "3", "subject": "x" * 2_001})
    assert "It is too long" in long
    assert "x" * 2_001 not in sari.get(f"{draft}/about")


def test_a_device_type_fills_in_its_values_and_leaves_what_was_entered(site: Site) -> None:
    sari = Visit(site, ASKER)
    draft = sari.begin()
    choose = {"seen": "1", "device_type": "dell-poweredge-r640", "quantity": "3", "label": "web"}
    page = sari._ask("POST", f"{draft}/items/1/size", data=choose | {"fill": "yes"}).text
    assert "Dell PowerEdge R640" in page
    for name, value in {"u_height": "1", "depth_mm": "773", "weight_kg": "21.9", "quantity": "3"}.items():
        assert re.search(rf'name="{name}" value="{re.escape(value)}"', page), name
    assert "Not yet started" in statuses(sari.get(draft))["Server and size"]
    sari.fill(f"{draft}/items/1/power", {"power_w": "450", "power_basis": "measured", "cords": "1"})
    sari.fill(f"{draft}/items/1/size", choose)
    power = sari.get(f"{draft}/items/1/power")
    assert 'name="power_w" value="450"' in power
    assert '<option value="measured" selected>' in power


def test_a_colleagues_change_is_not_overwritten_unseen(site: Site, eka: Visit) -> None:
    sari = Visit(site, ASKER)
    draft = sari.begin()
    seen = sari.seen(f"{draft}/about")
    eka.fill(f"{draft}/about", {"subject": "Dari Eka"})
    told = sari.refused(409, f"{draft}/about", {"seen": seen, "subject": "Dari Sari"})
    assert "A colleague has just changed this draft." in told
    assert 'value="Dari Sari"' in told
    assert 'value="Dari Eka"' in sari.get(f"{draft}/about")
    again = re.findall(r'name="seen" value="(\d+)"', told)[0]
    assert sari.send(f"{draft}/about", {"seen": again, "subject": "Dari Sari"}) == draft


def test_sending_files_the_case_and_drops_the_draft_and_twice_is_once(site: Site) -> None:
    sari = Visit(site, ASKER)
    draft = whole(sari)
    seen = {"seen": sari.seen(f"{draft}/check")}
    assert sari.send(f"{draft}/send", seen) == f"{draft}/sent"
    assert sari.send(f"{draft}/send", seen) == f"{draft}/sent"
    assert sari.to(draft) == sari.to(f"{draft}/check") == f"{draft}/sent"
    page = said(sari.get(f"{draft}/sent"))
    assert "Its number is PS-2026-0003" in page
    assert draft not in sari.get("/")
    with site.store.read() as unit:
        assert unit.cases.register()[-1].name == "PS-2026-0003"
        case = unit.cases.get("PS-2026-0003")
        asked = json.loads(unit.files.get(case.request_sha256)[1])
        body = unit.drafts.get(draft.rpartition("/")[2]).body
    assert (case.agency, case.subject, body) == ("Disdikpora", "Server PPDB", "")
    assert asked["power_w"] == "450"
    assert asked["owner"] == "Disdikpora"
    sari.refused(409, f"{draft}/about", {"seen": "1", "subject": "Zu spät"})


def test_a_draft_that_lacks_something_is_not_sent_and_says_where_to_go(site: Site) -> None:
    sari = Visit(site, ASKER)
    draft = sari.begin()
    page = sari.get(f"{draft}/check")
    for part, told in {"about": "Say what the place is for.", "contact": "Attach the letter"}.items():
        assert re.search(rf'<a href="{draft}/{part}">{told}', page)
    assert f'action="{draft}/send"' not in page
    sari.refused(422, f"{draft}/send", {"seen": "1"})
    with site.store.read() as unit:
        assert len(unit.cases.register()) == 2


def test_what_changed_since_it_was_checked_is_checked_again(site: Site, eka: Visit) -> None:
    sari = Visit(site, ASKER)
    draft = whole(sari)
    seen = sari.seen(f"{draft}/check")
    eka.fill(f"{draft}/about", {"subject": "Lain"})
    assert "changed since it was checked" in sari.refused(409, f"{draft}/send", {"seen": seen})


def test_unlike_things_become_cases_of_one_group_all_or_none(site: Site) -> None:
    sari = Visit(site, ASKER)
    draft = whole(sari)
    assert "Apart or together" not in sari.get(draft)
    added = sari.send(f"{draft}/items", {"kind": "application"})
    assert added == f"{draft}/items/2/size"
    sari.refused(422, added, {"seen": sari.seen(added), "label": "basis data", "vcpu": "x"})
    sari.refused(422, f"{draft}/send", {"seen": sari.seen(added)})
    sari.fill(added, {"label": "basis data", "vcpu": "4", "memory_mb": "8192", "disk_gb": "100"})
    sari.fill(f"{draft}/together", {"keep": ["apart:rack", "apart:power"]})
    check = sari.get(f"{draft}/check")
    assert "Send 2 requests" in check
    sari.send(f"{draft}/send", {"seen": sari.seen(f"{draft}/check")})
    with site.store.read() as unit:
        cases = [unit.cases.get(line.name) for line in unit.cases.register()[2:]]
        asked = [json.loads(unit.files.get(case.request_sha256)[1]) for case in cases]
    assert [case.subject for case in cases] == ["Server PPDB · 1/2", "Server PPDB · basis data"]
    assert {one["group"] for one in asked} == {draft.rpartition("/")[2]}
    assert {one["keep"] for one in asked} == {"apart:rack apart:power"}
    assert [one["kind"] for one in asked] == ["server", "application"]


def test_items_are_copied_and_taken_out(site: Site) -> None:
    sari = Visit(site, ASKER)
    draft = whole(sari)
    sari.send(f"{draft}/items/1/copy")
    assert 'name="weight_kg" value="26"' in sari.get(f"{draft}/items/2/size")
    sari.send(f"{draft}/items/1/remove")
    sari.get(f"{draft}/items/1/size", 404)
    sari.get(f"{draft}/items/2/size")
    sari.send(f"{draft}/items/2/remove")
    assert "Nothing is asked for yet" in sari.get(f"{draft}/check")


def test_a_deleted_draft_is_gone(site: Site) -> None:
    sari = Visit(site, ASKER)
    draft = sari.begin()
    assert sari.send(f"{draft}/delete") == "/?done=deleted"
    sari.get(draft, 404)


def test_a_registrar_files_a_draft_with_what_only_he_says(site: Site) -> None:
    wayan = Visit(site, REGISTRAR)
    draft = wayan.begin()
    told = wayan.refused(422, f"{draft}/about", {"seen": "1", "agency": "Disdikpora", "subject": "Surat"})
    assert "Give the agenda number." in told
    about = {"agency": "Disdikpora", "subject": "Surat", "channel": "paper", "agenda": "A-7"}
    wayan.fill(f"{draft}/about", about)
    wayan.fill(f"{draft}/items/1/size", SIZE)
    contact = {"requester": "I Ketut", "complete_since": "2026-06-08T08:00"}
    wayan.fill(f"{draft}/contact", contact, paper__surat_permohonan=LETTER)
    wayan.send(f"{draft}/send", {"seen": wayan.seen(f"{draft}/check")})
    with site.store.read() as unit:
        case = unit.cases.get("PS-2026-0003")
    assert (case.channel, case.agency, case.requesters) == ("paper", "Disdikpora", ("I Ketut",))


def test_the_page_of_all_fields_is_saved_as_a_draft_too(site: Site) -> None:
    sari = Visit(site, ASKER)
    sent = {
        "kind": "server",
        "agency": "Disdikpora",
        "subject": "Semua",
        "u_height": "4",
        "until": "2029-01-31",
    }
    assert sari.send("/requests/drafts/keep", sent, paper__surat_permohonan=LETTER) == "/?done=saved"
    draft = re.findall(r'href="(/requests/drafts/[^"]+)"', sari.get("/"))[0]
    assert 'name="u_height" value="4"' in sari.get(f"{draft}/items/1/size")
    assert 'value="2029-01-31"' in sari.get(f"{draft}/time")
    assert "surat.pdf" in sari.get(f"{draft}/contact")


def test_the_page_of_all_fields_asks_a_registrar_for_what_only_he_says(site: Site) -> None:
    sent = {"kind": "server", "agency": "Disdikpora", "subject": "Surat", "weight_kg": "21.9"}
    told = Visit(site, REGISTRAR).refused(422, "/requests/check", sent, paper__surat_permohonan=LETTER)
    for sentence in ("Give the agenda number.", "Say who asks", "Say since when it is complete."):
        assert sentence in told
    checked = Visit(site, ASKER)._ask(
        "POST", "/requests/check", data=sent, files={"paper-surat_permohonan": LETTER}
    )
    assert checked.status_code == 200
    assert "Weight 21.9 kg Draw not given" in said(checked.text)


def test_what_cannot_be_kept_of_the_page_of_all_fields_is_shown_again(site: Site) -> None:
    sari = Visit(site, ASKER)
    sent = {"kind": "server", "agency": "Disdikpora", "subject": "Tetap ada"}
    told = sari.refused(422, "/requests/drafts/keep", sent, paper__surat_permohonan=("a.exe", b"MZ\x00\x01"))
    assert "It is no file of a kind that is taken here." in told
    assert 'value="Tetap ada"' in told
    long = sari.refused(422, "/requests/drafts/keep", sent | {"quantity": "9" * 5_000})
    assert "It is too long" in long


def test_nonsense_is_told_and_never_a_failure(site: Site) -> None:
    sari = Visit(site, ASKER)
    draft = sari.begin()
    sari.refused(422, f"{draft}/items/1/size", {"seen": "1", "quantity": "9" * 1_500})
    assert "There is a problem" in sari.get(draft)
    assert "It cannot be sent yet" in sari.get(f"{draft}/check")
    assert sari.fill(f"{draft}/items/1/network", {"fill": "yes"}) == draft
    sari.refused(422, f"{draft}/items/1/power", {"seen": "x"})
    sari.get(f"{draft}/items/{'9' * 30}/size", 404)
    sari.refused(422, "/requests", {"sha256": "x"})
    half = b"subject=%2B2AA-&seen=3".replace(b"%2B", b"+")
    odd = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-7"}
    assert sari._ask("POST", f"{draft}/about", content=half, more=odd).status_code < 500


@pytest.mark.parametrize("text", ['<script>alert("x")</script>', "{{ 7 * 7 }}"])
def test_what_people_write_in_drafts_is_shown_as_text(site: Site, text: str) -> None:
    sari = Visit(site, ASKER)
    draft = sari.begin()
    sari.fill(f"{draft}/about", {"subject": text})
    for page in ("/", draft, f"{draft}/check"):
        assert text in sari.get(page)
        assert "<script>alert" not in sari._ask("GET", page).text
