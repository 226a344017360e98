"""What waits for whom: roles, substitutes, claims, initials, questions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.workflow.handling.carrying import NINE, Carrier
from tests.workflow.offices import (
    ASKER,
    HEAD,
    KABID,
    KASI,
    OTHER_ASKER,
    PLANNER,
    REGISTRAR,
    SECRETARY,
    STRANGER,
)
from workflow.commands import Answer, Ask, Claim, PutInitials, Reassign
from workflow.overview import Waiting, inbox
from workflow.roles import Holding


def waiting(carrier: Carrier, person: str, at: datetime | None = None) -> tuple[Waiting, ...]:
    with carrier.store.read() as unit:
        return inbox(unit, person, at or carrier.now)


def kinds(carrier: Carrier, person: str) -> list[tuple[str, str]]:
    return [(one.kind, one.step) for one in waiting(carrier, person)]


def hold(carrier: Carrier, *holdings: Holding) -> None:
    with carrier.store.write() as unit:
        for holding in holdings:
            unit.office.put_holding(holding)
        unit.commit()


def test_a_step_waits_for_everybody_who_may_decide_it_and_for_nobody_else(carrier: Carrier) -> None:
    carrier.file()
    (one,) = waiting(carrier, HEAD)
    assert (one.kind, one.case, one.role, one.instead_of, one.holder) == (
        "decide",
        carrier.name,
        "kepala_dinas",
        None,
        None,
    )
    assert one.activity.id.startswith("Meneruskan permohonan")
    assert (one.todo.id, one.todo.en) == ("Putuskan: Teruskan", "Decide: Send on")
    assert kinds(carrier, SECRETARY) == [("decide", "1b")]
    for person in (KABID, KASI, REGISTRAR, PLANNER, ASKER, STRANGER):
        assert kinds(carrier, person) == []


def test_a_step_is_overdue_only_after_its_due_time(carrier: Carrier) -> None:
    carrier.file()
    due = carrier.case.step.due  # type: ignore[union-attr]
    assert due == carrier.now + timedelta(hours=1)
    assert [one.overdue for one in waiting(carrier, HEAD, due)] == [False]
    assert [one.overdue for one in waiting(carrier, HEAD, due + timedelta(seconds=1))] == [True]


def test_a_vacant_post_is_filled_by_the_nearest_superior(carrier: Carrier) -> None:
    carrier.to("3")
    hold(carrier, Holding("kasi", KASI, date(2024, 1, 2), date(2026, 6, 8)))
    (one,) = waiting(carrier, KABID)
    assert (one.kind, one.step, one.role, one.instead_of) == ("decide", "3", "kabid", "kasi")
    assert kinds(carrier, HEAD) == []
    assert kinds(carrier, KASI) == []


def test_the_superior_finds_what_the_holder_asks_for_himself(carrier: Carrier) -> None:
    hold(carrier, Holding("agency-disdikpora", KASI, date(2024, 1, 2)))
    carrier.file(by=KASI)
    carrier.forward().coordinate()
    assert kinds(carrier, KASI) == []
    assert [(one.role, one.instead_of) for one in waiting(carrier, KABID)] == [("kabid", "kasi")]


def test_a_plh_finds_the_inbox_of_the_post_and_its_holder_does_not(carrier: Carrier) -> None:
    carrier.to("3")
    away = Holding("kasi", PLANNER, date(2026, 6, 8), date(2026, 6, 10), "plh", "800/1")
    hold(carrier, away)
    assert kinds(carrier, PLANNER) == [("decide", "3")]
    assert kinds(carrier, KASI) == []


def test_what_somebody_claimed_waits_for_him_alone(carrier: Carrier) -> None:
    carrier.file().do(Claim, SECRETARY)
    assert kinds(carrier, HEAD) == []
    assert [one.holder for one in waiting(carrier, SECRETARY)] == [SECRETARY]


def test_a_claim_ends_with_the_post_that_it_rests_on(carrier: Carrier) -> None:
    carrier.file().do(Claim, SECRETARY)
    hold(carrier, Holding("sekretaris", SECRETARY, date(2024, 1, 2), date(2026, 6, 8)))
    assert kinds(carrier, HEAD) == [("decide", "1b")]


def test_a_step_given_to_another_official_waits_for_him_alone(carrier: Carrier) -> None:
    carrier.to("3").do(Reassign, KABID, to=SECRETARY, reason="Cuti.")
    assert [(one.role, one.instead_of) for one in waiting(carrier, SECRETARY)] == [("sekretaris", "kasi")]
    assert kinds(carrier, KASI) == []


def test_initials_wait_until_they_are_put(carrier: Carrier) -> None:
    carrier.to("7")
    for person in (KASI, KABID, SECRETARY):
        assert kinds(carrier, person) == [("initial", "7")]
    assert kinds(carrier, HEAD) == [("decide", "7")]
    carrier.do(PutInitials, KABID, role="kabid")
    assert kinds(carrier, KABID) == []
    assert kinds(carrier, KASI) == [("initial", "7")]


def test_initials_wait_although_the_head_has_claimed_the_step(carrier: Carrier) -> None:
    carrier.to("7").do(Claim, HEAD)
    assert kinds(carrier, KASI) == [("initial", "7")]


def test_initials_of_a_vacant_post_wait_for_its_superior_beside_his_own(carrier: Carrier) -> None:
    carrier.to("7")
    hold(carrier, Holding("kasi", KASI, date(2024, 1, 2), date(2026, 6, 8)))
    assert {(one.kind, one.role, one.instead_of) for one in waiting(carrier, KABID)} == {
        ("initial", "kabid", None),
        ("initial", "kabid", "kasi"),
    }


def test_a_question_waits_for_the_agency_while_the_clock_stands(carrier: Carrier) -> None:
    carrier.to("3").do(Ask, KASI, question="Berapa watt?")
    asked = carrier.now
    (official,) = waiting(carrier, KASI)
    assert (official.kind, official.due, official.overdue) == ("wait", None, False)
    for person in (ASKER, OTHER_ASKER):
        (one,) = waiting(carrier, person)
        assert (one.kind, one.role, one.since, one.due) == ("answer", "agency", asked, None)
    assert kinds(carrier, STRANGER) == []
    assert kinds(carrier, REGISTRAR) == []
    carrier.now += timedelta(days=1)
    carrier.do(Answer, OTHER_ASKER, answer="450 W")
    assert kinds(carrier, ASKER) == []
    assert kinds(carrier, KASI) == [("decide", "3")]


def test_a_registrar_finds_the_questions_of_cases_that_came_through_him(carrier: Carrier) -> None:
    stamp = NINE - timedelta(minutes=30)
    carrier.file(by=REGISTRAR, channel="paper", agenda="12", requester=ASKER, complete_since=stamp)
    carrier.do(Ask, HEAD, question="Lampiran?")
    assert kinds(carrier, REGISTRAR) == [("answer", "1b")]


def test_what_is_due_first_comes_first(carrier: Carrier) -> None:
    first = carrier.file().name
    carrier.now += timedelta(minutes=30)
    carrier.name = ""
    second = carrier.file(subject="Second").name
    carrier.name = ""
    third = carrier.file(subject="Third").name
    carrier.do(Ask, HEAD, question="Apa?")
    carrier.name = first
    assert [one.case for one in waiting(carrier, HEAD)] == [first, second, third]
    assert [one.due is None for one in waiting(carrier, HEAD)] == [False, False, True]


def test_a_closed_case_waits_for_nobody(carrier: Carrier) -> None:
    carrier.to(None)  # type: ignore[arg-type]
    assert carrier.case.status == "archived"
    for person in (HEAD, SECRETARY, KABID, KASI, ASKER):
        assert kinds(carrier, person) == []


def test_who_has_nothing_to_do_with_it_has_an_empty_inbox(carrier: Carrier) -> None:
    carrier.file()
    assert waiting(carrier, "nobody") == ()
