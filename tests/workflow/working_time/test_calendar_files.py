"""Calendar files: what is read, and every way in which one is refused."""

from __future__ import annotations

import pytest

from capacity.errors import BadInput
from capacity.reading.problems import Refused
from tests.workflow.working_time.calendars import week
from workflow.calendar import Calendar, Day, fingerprint, read_calendar, shipped_calendar
from workflow.plain import canonical, from_canonical

SMALL = """\
name: small
zone: Asia/Makassar
hours:
  - since: 2020-01-01
    decree: SE 1/2020
    week:
      monday: 08:00-16:00, break 12:00-13:00
"""


@pytest.mark.parametrize("text", ["07:30-16:30, break 12:00-13:00", "00:00-24:00", "07:30-13:00"])
def test_a_day_is_written_as_it_is_read(text: str) -> None:
    assert str(Day.from_text(text)) == text


def test_the_breaks_are_what_is_left_out() -> None:
    day = Day.from_text("08:00-17:00, break 10:00-10:15, break 12:00-13:00")
    assert day.stretches() == ((480, 600), (615, 720), (780, 1020))


@pytest.mark.parametrize(
    "text",
    [
        "", "08:00", "8:00-16:00", "08:00-16:00, 12:00-13:00", "break 08:00-16:00", "16:00-08:00",
        "08:00-08:00", "08:00-16:00, break 07:00-09:00", "08:00-16:00, break 08:00-09:00",
        "08:00-16:00, break 13:00-16:00", "08:00-16:00, break 13:00-12:00",
        "08:00-16:00, break 13:00-14:00, break 12:00-12:30", "08:60-16:00", "08:00-24:01",
        "08:00-16:00, break 12:00-13:00, break 13:00-14:00",
    ],
)  # fmt: skip
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        Day.from_text(text)


def test_a_small_calendar_is_read() -> None:
    calendar = read_calendar(SMALL.encode())
    assert calendar.hours[0].week == week("08:00-16:00, break 12:00-13:00", days=1)


@pytest.mark.parametrize(
    ("found", "instead", "told"),
    [
        ("Asia/Makassar", "Asia/Nowhere", "no time zone 'Asia/Nowhere'"),
        ("Asia/Makassar", "../etc/passwd", "no time zone"),
        ("SE 1/2020", '" "', "empty"),
        ("08:00-16:00, break 12:00-13:00", "morning", "'morning' states no office hours"),
        ("      monday: 08:00-16:00, break 12:00-13:00", "      monday:", "No day of the week is worked"),
        ("monday", "montag", "no key 'montag'"),
        ("2020-01-01", "1 January", "no date"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(found: str, instead: str, told: str) -> None:
    with pytest.raises(BadInput) as error:
        read_calendar(SMALL.replace(found, instead).encode(), "small.yaml")
    assert told in str(error.value)
    assert "small.yaml" in str(error.value)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("confirmed:\n  - {year: 2026, decree: A}\n  - {year: 2026, decree: B}\n", "The year is there twice"),
        (
            "off_days:\n  - {date: 2026-01-01, name: a, decree: A}\nrejected:\n"
            "  - {date: 2026-01-01, name: a, decree: A}\n",
            "The day is there twice",
        ),
        (
            "spans:\n  - {name: a, first: 2026-01-02, last: 2026-01-01, decree: A, "
            "week: {monday: 08:00-09:00}}\n",
            "ends before it begins",
        ),
    ],
)
def test_decisions_that_contradict_each_other_are_refused(more: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_calendar((SMALL + more).encode())


def test_hours_are_in_order_of_their_dates() -> None:
    again = SMALL[SMALL.index("  - since") :].replace("2020-01-01", "2019-01-01")
    with pytest.raises(BadInput, match="before the entry above it"):
        read_calendar((SMALL + again).encode())


def test_a_calendar_without_hours_is_refused() -> None:
    with pytest.raises(BadInput, match="no office hours"):
        read_calendar(b"{name: a, zone: UTC, hours: []}")


@pytest.mark.parametrize("data", [b"a: [", b"", b"a: 1\n---\nb: 2\n"])
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_calendar(data)


def test_only_calendars_that_come_with_titip_are_shipped() -> None:
    with pytest.raises(BadInput, match="Those that come with Titip: denpasar"):
        shipped_calendar("../procedures/penitipan-2018")


def test_a_stored_calendar_is_the_same_again() -> None:
    calendar = shipped_calendar()
    again = from_canonical(Calendar, canonical(calendar), "stored")
    assert again == calendar
    assert fingerprint(again) == fingerprint(calendar)
