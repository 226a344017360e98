"""The register, visits of steps, and what a case holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.workflow.handling.carrying import Carrier
from tests.workflow.offices import AGENCY, ASKER, HEAD, KABID, KASI, OTHER_AGENCY, SECRETARY, STRANGER
from workflow.commands import Ask, Close, EndStay
from workflow.handling import timers
from workflow.overview import Held, Row, held, register
from workflow.overview.visits import Visit, events_of, visits
from workflow.roles import Holding


def rows(carrier: Carrier, at: datetime | None = None, **only: str) -> dict[str, Row]:
    with carrier.store.read() as unit:
        return {one.name: one for one in register(unit, at or carrier.now, **only)}  # type: ignore[arg-type]


def place(carrier: Carrier, at: datetime | None = None) -> Held | None:
    with carrier.store.read() as unit:
        return held(unit, unit.cases.get(carrier.name), at or carrier.now)


def ended(carrier: Carrier) -> list[Visit]:
    with carrier.store.read() as unit:
        log = unit.log.of("case", carrier.name)
        return list(visits(events_of(log), lambda sha256: unit.office.procedure(sha256).procedure))


def test_a_row_says_where_a_case_is_and_whose_turn_it_is(carrier: Carrier) -> None:
    carrier.to("3")
    row = rows(carrier)[carrier.name]
    assert (row.status, row.step, row.path, row.agency) == ("open", "3", None, AGENCY)
    assert [one.person.id for one in row.turn] == [KASI]
    assert (row.in_time, row.due) == (True, carrier.case.step.due)  # type: ignore[union-attr]
    assert rows(carrier, row.due)[carrier.name].in_time is True  # type: ignore[arg-type]
    late = rows(carrier, row.due + timedelta(seconds=1))  # type: ignore[operator]
    assert late[carrier.name].in_time is False


def test_a_row_shows_that_nobody_can_decide(carrier: Carrier) -> None:
    carrier.file()
    with carrier.store.write() as unit:
        for post, person in (("kepala_dinas", HEAD), ("sekretaris", SECRETARY)):
            unit.office.put_holding(Holding(post, person, date(2024, 1, 2), date(2026, 6, 8)))
        unit.commit()
    assert rows(carrier)[carrier.name].turn == ()


def test_a_question_takes_the_due_time_out_of_the_row(carrier: Carrier) -> None:
    carrier.file().do(Ask, HEAD, question="Apa?")
    row = rows(carrier)[carrier.name]
    assert (row.asked, row.due, row.in_time) == (carrier.now, None, None)


def test_a_closed_case_is_in_time_if_every_step_of_it_was(carrier: Carrier) -> None:
    carrier.to(None)  # type: ignore[arg-type]
    punctual = carrier.name
    carrier.name = ""
    carrier.file(subject="Late")
    carrier.now += timedelta(hours=2)
    carrier.to(None)  # type: ignore[arg-type]
    found = rows(carrier, status="archived")
    assert {name: row.in_time for name, row in found.items()} == {punctual: True, carrier.name: False}
    assert found[punctual].turn == ()
    assert (found[punctual].path, found[punctual].stay) == ("accept", "awaited")


def test_the_register_is_asked_for_an_agency_and_page_by_page(carrier: Carrier) -> None:
    first = carrier.file().name
    carrier.name = ""
    second = carrier.file(by=STRANGER, agency=OTHER_AGENCY, subject="Other").name
    assert list(rows(carrier, agency=OTHER_AGENCY)) == [second]
    assert list(rows(carrier, after=first)) == [second]


def test_a_place_is_held_until_it_lapses_is_given_up_or_firm(carrier: Carrier) -> None:
    assert place(carrier.to("3")) is None
    carrier.to("4")
    until = carrier.case.hold_until
    assert until is not None
    assert place(carrier) == Held("held", "denpasar", carrier.case.choice.place, until)  # type: ignore[union-attr]
    lapsed = place(carrier, until)
    assert lapsed is not None
    assert (lapsed.state, lapsed.until) == ("lapsed", until)
    carrier.to("8")
    firm = place(carrier)
    assert firm is not None
    assert (firm.state, firm.until) == ("firm", None)
    carrier.to(None).do(EndStay, KASI, reason="Batal datang.")  # type: ignore[arg-type]
    gone = place(carrier)
    assert gone is not None
    assert (gone.state, gone.until) == ("released", carrier.now)


def test_a_hold_that_the_worker_freed_is_seen_as_lapsed(carrier: Carrier) -> None:
    carrier.to("4")
    until = carrier.case.hold_until
    assert until is not None
    with carrier.store.write() as unit:
        (job,) = [one for one in unit.jobs.lease([timers.QUEUE], until, until + timedelta(minutes=1), 9)
                  if one.kind == "lapse"]  # fmt: skip
        unit.commit()
    timers.JOBS["lapse"](carrier.store, job, until)
    lapsed = place(carrier)
    assert lapsed is not None
    assert lapsed.state == "lapsed"


def test_visits_tell_who_sent_a_case_back(carrier: Carrier) -> None:
    carrier.to("5").decide(KABID, "disagree", comment="Lagi.")
    carrier.to("6")
    told = [(one.step, one.outcome, one.to, one.sent_back) for one in ended(carrier)]
    assert told == [
        ("1b", "forward", "2", False),
        ("2", "coordinated", "3", False),
        ("3", "fits", "4", False),
        ("4", "submit_draft", "5", False),
        ("5", "disagree", "4", True),
        ("4", "submit_draft", "5", False),
        ("5", "agree", "6", False),
    ]


def test_what_goes_back_by_itself_is_no_correction(carrier: Carrier) -> None:
    carrier.to("7").initial()
    until = carrier.case.hold_until
    assert until is not None
    carrier.at(until).sign_decision()
    last = ended(carrier)[-1]
    assert (last.step, last.outcome, last.to, last.sent_back) == ("7", "place_lost", "3", False)


def test_a_case_that_is_withdrawn_while_the_agency_is_asked_was_not_late(carrier: Carrier) -> None:
    carrier.file().do(Ask, HEAD, question="Apa?")
    asked = carrier.now
    carrier.now += timedelta(days=30)
    carrier.do(Close, ASKER, ends="withdrawn")
    (only,) = ended(carrier)
    assert (only.outcome, only.in_time, only.pauses[-1].start) == (None, None, asked)
    assert rows(carrier)[carrier.name].in_time is None
