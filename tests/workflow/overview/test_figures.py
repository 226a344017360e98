"""Working time of steps, how many in time, correction loops: against figures worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.workflow.handling.carrying import Carrier
from tests.workflow.offices import ASKER, HEAD, KABID, KASI, STRANGER
from workflow.commands import Answer, Ask, Close, Extend
from workflow.overview import Figure, Figures, figures

WITA = ZoneInfo("Asia/Makassar")


def wita(day: int, clock: str) -> datetime:
    """A moment of June 2026 in Denpasar; the 8th is a Monday, worked 7:30-12:00 and 13:00-16:30."""
    hour, minute = clock.split(":")
    return datetime(2026, 6, day, int(hour), int(minute), tzinfo=WITA)


def at(carrier: Carrier, day: int, clock: str) -> Carrier:
    """The next command happens then."""
    return carrier.at(wita(day, clock) - timedelta(minutes=1))


def told(carrier: Carrier, **between: datetime) -> Figures:
    with carrier.store.read() as unit:
        return figures(unit, carrier.now, **between)


def minutes(*spent: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=one) for one in spent)


@pytest.fixture
def worked(carrier: Carrier) -> Carrier:
    """A case with a pause over night, a late step, an extension, and a correction."""
    at(carrier, 8, "9:01").file()
    at(carrier, 8, "9:31").forward()  # 30 min; due 10:01
    at(carrier, 8, "10:31").coordinate()  # 60 min; due 10:31, just in time
    at(carrier, 8, "11:00").do(Ask, KASI, question="Berapa watt?")
    # The clock stands 1 h before noon, 3.5 h after it, and 1 h in the morning: 5.5 h.
    at(carrier, 9, "8:30").do(Answer, ASKER, answer="450 W")
    at(carrier, 9, "9:30").analyse()
    carrier.accept()  # at 9:31: 1:29 + 3:30 + 2:01 less 5.5 h is 90 min
    at(carrier, 9, "14:01").draft()  # 2:29 + 1:01 is 210 min; due 11:31, late
    at(carrier, 9, "14:30").do(Extend, HEAD, due=wita(9, "16:00"), reason="Rapat.")
    at(carrier, 9, "15:31").decide(
        KABID, "disagree", comment="Sebut unitnya."
    )  # 90 min; due 15:01, then 16:00
    at(carrier, 9, "15:41").draft()  # 10 min
    at(carrier, 9, "15:51").agree()  # 10 min
    return carrier


def test_the_figures_of_each_step(worked: Carrier) -> None:
    found = told(worked)
    assert found.cases == 1
    assert found.steps == (
        Figure("1b", 1, *minutes(30, 30), timed=1, in_time=1, in_time_at_first=1, sent_back=0),
        Figure("2", 1, *minutes(60, 60), timed=1, in_time=1, in_time_at_first=1, sent_back=0),
        Figure("3", 1, *minutes(90, 90), timed=1, in_time=1, in_time_at_first=1, sent_back=0),
        Figure("4", 2, *minutes(110, 210), timed=2, in_time=1, in_time_at_first=1, sent_back=0),
        Figure("5", 2, *minutes(50, 90), timed=2, in_time=2, in_time_at_first=1, sent_back=1),
    )


def test_the_figures_of_each_role_and_agency(worked: Carrier) -> None:
    found = told(worked)
    assert found.roles == (
        Figure("kabid", 3, *minutes(60, 90), timed=3, in_time=3, in_time_at_first=2, sent_back=1),
        Figure("kasi", 3, *minutes(90, 210), timed=3, in_time=2, in_time_at_first=2, sent_back=0),
        Figure("kepala_dinas", 1, *minutes(30, 30), timed=1, in_time=1, in_time_at_first=1, sent_back=0),
    )
    (agency,) = found.agencies
    assert agency == Figure(
        "Disdikpora", 7, *minutes(60, 210), timed=7, in_time=6, in_time_at_first=5, sent_back=1
    )
    assert agency.rate == 6 / 7


def test_nine_in_ten_leave_out_the_slowest_of_ten(carrier: Carrier) -> None:
    for wait in (10, 20, 30, 40, 50, 60, 70, 80, 90, 100):
        carrier.name = ""
        at(carrier, 8, "9:00").file(subject=str(wait))
        carrier.at(wita(8, "9:00") + timedelta(minutes=wait - 1)).forward()
    (step,) = told(carrier).steps
    assert (step.median, step.p90) == minutes(55, 90)
    assert (step.decided, step.in_time) == (10, 6)


def test_what_still_waits_or_was_withdrawn_is_not_counted(carrier: Carrier) -> None:
    carrier.file()
    assert told(carrier) == Figures(0, (), (), ())
    carrier.forward()
    carrier.do(Close, ASKER, ends="withdrawn")
    assert [one.name for one in told(carrier).steps] == ["1b"]


def test_only_what_was_decided_in_a_time_is_counted(worked: Carrier) -> None:
    first = told(worked, until=wita(8, "10:31"))
    assert [one.name for one in first.steps] == ["1b"]
    later = told(worked, since=wita(9, "15:41"))
    assert [(one.name, one.decided) for one in later.steps] == [("4", 1), ("5", 1)]


def test_agencies_are_told_apart(worked: Carrier) -> None:
    worked.name = ""
    worked.file(by=STRANGER, agency="Dinkes", subject="Other").forward()
    assert [(one.name, one.decided) for one in told(worked).agencies] == [("Dinkes", 1), ("Disdikpora", 7)]
