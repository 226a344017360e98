"""When the office works: dated hours, days off proposed and confirmed, and arithmetic in working time."""

from workflow.calendar.checks import checked, problems_of_calendar
from workflow.calendar.pawukon import pawukon_days
from workflow.calendar.proposals import (
    close_year,
    confirm,
    off_dates,
    open_questions,
    proposals,
    reject,
    undecided,
    with_span,
)
from workflow.calendar.reading import fingerprint, read_calendar, shipped_calendar
from workflow.calendar.values import (
    Calendar,
    CalendarError,
    ConfirmedYear,
    Day,
    OffDay,
    OfficeHours,
    Proposal,
    Rejection,
    SpecialSpan,
    Week,
)
from workflow.calendar.working_time import LAST_YEAR, WorkingTime, working_time

__all__ = [
    "LAST_YEAR",
    "Calendar",
    "CalendarError",
    "ConfirmedYear",
    "Day",
    "OffDay",
    "OfficeHours",
    "Proposal",
    "Rejection",
    "SpecialSpan",
    "Week",
    "WorkingTime",
    "checked",
    "close_year",
    "confirm",
    "fingerprint",
    "off_dates",
    "open_questions",
    "pawukon_days",
    "problems_of_calendar",
    "proposals",
    "read_calendar",
    "reject",
    "shipped_calendar",
    "undecided",
    "with_span",
    "working_time",
]
