"""The administration as pages: who may see and do what, what is kept and logged, what is refused in words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.api.http.browsing import Visitor, statuses, words
from tests.api.http.serving import CASE, RETIRED, Site
from tests.workflow.offices import ADMIN, ASKER, AUDITOR, KABID, KASI
from workflow.handling.mail import QUEUE

EVERYBODY = {
    "registrar",
    "kepala_dinas",
    "sekretaris",
    "kabid",
    "kasi",
    "planner",
    "auditor",
    "administrator",
}
OFFICIALS = {"kepala_dinas", "sekretaris", "kabid", "kasi"}
#: Page -> the roles that see it.
PAGES = {
    "/administration": {"administrator", "auditor", "kasi"},
    "/administration/people": EVERYBODY,
    "/administration/accounts": {"administrator", "auditor"},
    "/administration/calendar": EVERYBODY | {"agency", "other_agency"},
    "/administration/rooms": OFFICIALS | {"planner", "auditor", "administrator"},
    "/administration/rooms/denpasar": OFFICIALS | {"planner", "auditor", "administrator"},
    "/administration/rooms/denpasar/files/racks.csv": OFFICIALS | {"planner", "auditor", "administrator"},
    "/administration/audit": {"administrator", "auditor"},
    "/administration/mail": {"administrator", "auditor"},
}
#: Form -> what it sends; each is the administrator's, the last ones the head of section's too.
FORMS = {
    "/administration/people": {"person": "x"},
    "/administration/posts": {"post": "x"},
    "/administration/holdings": {"post": "x"},
    "/administration/holdings/end": {"post": "x"},
    "/administration/accounts": {"person": "x"},
    f"/administration/accounts/{ASKER}/password": {"password": "x"},
    "/administration/calendar": {"act": "x"},
    "/administration/mail": {"key": "x"},
    "/administration/rooms/try": {"room": "x"},
    "/administration/rooms/load": {"kept": "x"},
}


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_seen_by_whoever_the_api_would_tell(shared: Site, path: str) -> None:
    told = statuses(shared, path)
    assert told.pop("nobody") == 303
    assert {role for role, status in told.items() if status == 200} == PAGES[path]
    assert {status for role, status in told.items() if role not in PAGES[path]} <= {403, 404}


@pytest.mark.parametrize("path", FORMS)
def test_each_form_is_taken_from_whoever_keeps_it(shared: Site, path: str) -> None:
    keeps = {ADMIN, KASI} if "/rooms/" in path else {ADMIN}
    for person in (ADMIN, KASI, KABID, AUDITOR, ASKER, RETIRED):
        status = Visitor(shared, person).post(path, FORMS[path]).status_code
        refused = status in (403, 404) if path.startswith("/administration/accounts/") else status == 403
        assert refused == (person not in keeps), (person, status)
    assert Visitor(shared, None).post(path, FORMS[path]).status_code == 303


def test_no_case_is_told_to_an_administrator(site: Site) -> None:
    for path in ("/administration", "/administration/audit", "/administration/mail"):
        assert CASE not in Visitor(site, ADMIN).get(path).text
    assert CASE in Visitor(site, AUDITOR).get("/administration/mail").text


def test_a_person_gets_a_post_and_it_is_ended(site: Site) -> None:
    admin = Visitor(site, ADMIN)
    made = admin.post("/administration/people", {"form": "person", "person": "rai", "name": "Ni Luh Rai"})
    assert made.headers["location"] == "/administration/people?done=person"
    holding = {"form": "holding", "post": "kabid", "person": "rai", "start": "2026-06-08"}
    acting = {**holding, "kind": "plh", "end": "2026-06-20", "decree": "800/12/2026"}
    assert admin.post("/administration/holdings", acting).status_code == 303
    page = words(admin.get("/administration/people"))
    assert "800/12/2026" in page
    assert "Ni Luh Rai Plh." in page
    assert "Nyoman ( somebody stands in )" in page.replace("(somebody stands in)", "( somebody stands in )")
    ending = {"post": "kabid", "person": "rai", "start": "2026-06-08", "end": "2026-06-09"}
    assert admin.post("/administration/holdings/end", ending).status_code == 303
    with site.store.read() as unit:
        offices = unit.office.offices()
        news = [one.news for one in unit.log.of("post", "kabid")]
    held = next(one for one in offices.holdings if one.person == "rai")
    assert (held.kind, str(held.end), held.decree) == ("plh", "2026-06-09", "800/12/2026")
    assert [(one.kind, one.by) for one in news[-2:]] == [("HoldingKept", ADMIN)] * 2


@pytest.mark.parametrize(
    ("path", "values", "said"),
    [
        ("people", {"form": "person", "person": "rai", "name": ""}, "This is needed."),
        ("people", {"form": "person", "person": "Rai Rai", "name": "R"}, "not fit to be a name"),
        ("posts", {"form": "post", "post": "x", "title": "T", "role": "emperor"}, "no role"),
        ("holdings", {"form": "holding", "kind": "plt", "start": "2026-06-08"}, "This is needed."),
        ("holdings", {"form": "holding", "kind": "king", "start": "2026-06-08"}, "Choose one of the list."),
        ("holdings", {"form": "holding", "kind": "definitive", "start": "8.6."}, "Write the day as"),
        (
            "holdings",
            {"form": "holding", "kind": "definitive", "post": "kasi", "person": ADMIN, "start": "2026-06-08"},
            "hold it at the same time",
        ),
    ],
)
def test_what_contradicts_itself_is_told_and_what_was_entered_stays(
    shared: Site, path: str, values: dict[str, str], said: str
) -> None:
    answer = Visitor(shared, ADMIN).post(f"/administration/{path}", values)
    assert answer.status_code == 422
    assert said in words(answer), words(answer)[:400]
    typed = [values[name] for name in ("name", "title", "start") if values.get(name)]
    assert all(f'value="{one}"' in answer.text for one in typed)


def test_a_holding_that_is_not_there_cannot_be_ended(shared: Site) -> None:
    values = {"post": "kabid", "person": ADMIN, "start": "2026-06-08", "end": "2026-06-09"}
    assert Visitor(shared, ADMIN).post("/administration/holdings/end", values).status_code == 404


def test_a_password_that_titip_makes_is_shown_once_and_opens_the_door(site: Site) -> None:
    admin = Visitor(site, ADMIN)
    page = admin.post(f"/administration/accounts/{ASKER}/password", {})
    (password,) = re.findall(r'<code class="hash">([a-z2-9-]{23})</code>', page.text)
    assert password not in admin.get("/administration/accounts").text
    signed = Visitor(site, None).post("/sign-in", {"login": f"{ASKER}.x", "password": password})
    assert signed.headers["location"] == "/"
    with site.store.read() as unit:
        told = next(e.news for e in unit.log.of("account", ASKER) if e.news.kind == "PasswordSet")
    assert told.by == ADMIN
    assert password not in told.body


def test_sessions_and_tokens_end_and_an_account_is_closed_and_opened(site: Site) -> None:
    admin, asker = Visitor(site, ADMIN), Visitor(site, ASKER)
    site.token(ASKER, "read")
    row = words(admin.get("/administration/accounts"))
    assert "titip_" in row
    where = f"/administration/accounts/{ASKER}/disabled"
    site.now += timedelta(minutes=1)
    assert admin.post(where, {"disabled": "no", "done": "signed-out"}).status_code == 303
    assert asker.get("/").status_code == 303, "signed out"
    assert "titip_" not in words(admin.get("/administration/accounts"))
    assert admin.post(where, {"disabled": "yes"}).status_code == 303
    assert "closed" in words(admin.get("/administration/accounts"))
    values = {"login": f"{ASKER}.x", "password": "kopi pagi di sanur"}
    assert Visitor(site, None).post("/sign-in", values).status_code == 401
    assert admin.post(where, {"disabled": "no", "done": "enabled"}).status_code == 303
    assert Visitor(site, None).post("/sign-in", values).status_code == 303


def test_an_account_is_made_for_somebody_of_the_office_book(site: Site) -> None:
    admin = Visitor(site, ADMIN)
    admin.post("/administration/people", {"form": "person", "person": "rai", "name": "Rai"})
    values = {"form": "account", "person": "rai", "login": "rai.dkis", "password": "sebelas pohon kelapa"}
    assert admin.post("/administration/accounts", values).status_code == 303
    again = admin.post("/administration/accounts", values)
    assert again.status_code == 409
    assert "sebelas pohon kelapa" not in again.text
    weak = admin.post("/administration/accounts", values | {"person": RETIRED, "password": "titip"})
    assert weak.status_code in (409, 422)


def seen(page: str) -> str:
    return re.findall(r'name="seen" value="([0-9a-f]+)"', page)[0]


def test_proposals_are_confirmed_and_turned_down_by_decree_on_the_calendar_that_was_seen(site: Site) -> None:
    admin = Visitor(site, ADMIN)
    page = admin.get("/administration/calendar?year=2027")
    days = re.findall(r'name="day" value="([^"]+)"', page.text)
    assert len(days) > 10
    values = {"form": "decide", "year": "2027", "seen": seen(page.text), "decree": "SKB 1/2026"}
    assert admin.post("/administration/calendar", {**values, "act": "confirm"}).status_code == 422
    nothing = admin.post(
        "/administration/calendar", {**values, "act": "confirm", "decree": "", "day": days[0]}
    )
    assert "This is needed." in words(nothing)
    told = admin.post("/administration/calendar", {**values, "act": "confirm", "day": days[:2]})
    assert told.headers["location"] == "/administration/calendar?year=2027&done=calendar"
    stale = admin.post("/administration/calendar", {**values, "act": "reject", "day": days[2]})
    assert stale.status_code == 412
    fresh = values | {"seen": seen(admin.get("/administration/calendar?year=2027").text)}
    assert (
        admin.post("/administration/calendar", {**fresh, "act": "reject", "day": days[2]}).status_code == 303
    )
    with site.store.read() as unit:
        calendar = unit.office.calendar()
        told_news = [one.news.kind for one in unit.log.since(0) if one.news.stream == "calendar"]
    assert [f"{one.date} {one.name}" for one in calendar.off_days if one.date.year == 2027] == days[:2]
    assert [f"{one.date} {one.name}" for one in calendar.rejected if one.date.year == 2027] == [days[2]]
    assert told_news[-2:] == ["CalendarAdopted"] * 2


def test_a_day_off_is_added_and_a_year_is_complete_once_everything_is_decided(site: Site) -> None:
    admin = Visitor(site, ADMIN)

    def send(act: str, **more: object) -> int:
        now = seen(admin.get("/administration/calendar?year=2027").text)
        values = {"form": act, "act": act, "year": "2027", "seen": now, "decree": "SKB 1/2026", **more}
        return int(admin.post("/administration/calendar", values).status_code)

    assert send("close") == 422
    assert send("add", date="2027-02-27", name="HUT Kota Denpasar") == 303
    days = re.findall(r'name="day" value="([^"]+)"', admin.get("/administration/calendar?year=2027").text)
    assert send("confirm", day=days) == 303
    assert send("close") == 303
    assert "confirmed as complete by SKB 1/2026" in words(admin.get("/administration/calendar?year=2027"))


def test_the_log_is_filtered_and_its_chain_checked(site: Site) -> None:
    auditor = Visitor(site, AUDITOR)
    assert CASE in auditor.get(f"/administration/audit?stream=case&name={CASE}").text
    filed = words(auditor.get("/administration/audit?kind=CaseFiled&until=2026-06-08"))
    assert "1 to 2 of 2" in filed
    assert "No entry is like that." in words(auditor.get("/administration/audit?by=nobody"))
    for person in (AUDITOR, ADMIN):
        told = words(Visitor(site, person).get("/administration/audit?check=yes"))
        assert "entries follow on each other" in told
    with site.store.engine.begin() as connection:  # type: ignore[attr-defined]
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS event_unchanged")
        triggers = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"
        ).all()
        for (name,) in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE event SET kind = 'Nothing' WHERE seq = 3")
    told = words(Visitor(site, ADMIN).get("/administration/audit?check=yes"))
    assert "No: entry 3 is not as it was written." in told


def test_a_mail_that_was_given_up_is_told_with_its_error_and_sent_again(site: Site) -> None:
    admin = Visitor(site, ADMIN)
    with site.store.write() as unit:
        at = site.now
        for _ in range(5):
            (taken,) = unit.jobs.lease([QUEUE], at, at + timedelta(minutes=1))
            unit.jobs.failed(taken, at, "Connection refused.", at - timedelta(days=9))
        unit.commit()
    assert "1 were given up" in words(admin.get("/administration"))
    page = admin.get("/administration/mail?state=dead")
    assert "Connection refused." in words(page)
    (key,) = re.findall(r'name="key" value="([^"]+)"', page.text)
    assert admin.post("/administration/mail", {"key": key}).headers["location"].endswith("done=again")
    assert "No mail is like that." in words(admin.get("/administration/mail?state=dead"))
    with site.store.read() as unit:
        (job,) = [one for one in unit.lists.jobs(QUEUE, "waiting").items if one.key == key]
        told = unit.log.of("mail", key)[-1].news
    assert (job.attempts, told.kind, told.by) == (0, "MailSentAgain", ADMIN)
    assert admin.post("/administration/mail", {"key": key}).status_code == 404, "it waits already"
