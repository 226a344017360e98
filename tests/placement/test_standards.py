"""The OS and application standard."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from capacity.room import Standard
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer
from tests.builders import app, check, host, room, server

END = date(2030, 6, 30)


def answer(*rows: Standard, policy: dict[str, Any] | None = None, **request: Any) -> Answer:
    """A server with ubuntu 22.04 until the end of June 2030, unless `request` says otherwise."""
    asked = server(**({"os": "ubuntu", "os_version": "22.04", "until": END} | request))
    return check(room(standards=rows, files=("standards.csv",), policy=policy or {}), asked)


def row(rule: str = "allowed", version: str | None = "22.04", ends: date | None = END) -> Standard:
    return Standard("ubuntu", rule, version, ends)


def said(found: Answer) -> list[str]:
    return [c for c in found.conditions if "ubuntu" in c]


@pytest.mark.parametrize(
    ("rule", "decision", "condition"),
    [
        ("allowed", FITS, []),
        ("tolerated", FITS, ["ubuntu 22.04 is only tolerated by the standard."]),
        ("forbidden", DOES_NOT_FIT, ["ubuntu 22.04 is forbidden by the standard."]),
    ],
)
def test_forbidden_refuses_and_tolerated_is_a_condition(
    rule: str, decision: str, condition: list[str]
) -> None:
    """A condition does not stop a placement."""
    found = answer(row(rule))
    assert (found.decision, said(found)) == (decision, condition)
    assert found.conflicts == ((("standards",),) if decision == DOES_NOT_FIT else ())


@pytest.mark.parametrize(
    ("unlisted", "decision"), [("allow", FITS), ("condition", FITS), ("refuse", DOES_NOT_FIT)]
)
def test_an_unlisted_product_follows_the_policy(unlisted: str, decision: str) -> None:
    """Another version of it is another product."""
    found = answer(row(version="20.04"), policy={"unlisted": unlisted})
    assert found.decision == decision
    assert said(found) == ([] if unlisted == "allow" else ["ubuntu 22.04 is not in the standard."])


def test_the_row_of_the_very_version_comes_before_that_of_all_versions() -> None:
    """ubuntu is forbidden, but 22.04 is allowed; whichever row stands first."""
    assert answer(row("forbidden", None), row("allowed")).decision == FITS
    assert answer(row("forbidden", None), row("allowed", "20.04")).decision == DOES_NOT_FIT


def test_a_request_without_version_matches_only_rows_without() -> None:
    """The row of 22.04 says nothing of it."""
    assert answer(row("forbidden"), os_version=None).decision == FITS
    assert answer(row("forbidden", None), os_version=None).decision == DOES_NOT_FIT


@pytest.mark.parametrize(
    ("ends", "expired", "decision"),
    [
        (END, "refuse", FITS),
        (date(2030, 6, 29), "refuse", DOES_NOT_FIT),
        (date(2030, 6, 29), "condition", FITS),
        (None, "refuse", CANNOT_DECIDE),
        (None, "condition", FITS),
    ],
)
def test_support_must_last_to_the_request_s_last_day(ends: date | None, expired: str, decision: str) -> None:
    """The day itself is enough, the day before is not; an unknown end may be before it."""
    found = answer(row(ends=ends), policy={"expired": expired})
    assert found.decision == decision
    texts = {
        END: [],
        date(2030, 6, 29): ["Support of ubuntu 22.04 ends on 2030-06-29, before 2030-06-30."],
        None: ["Support of ubuntu 22.04 may end before 2030-06-30: its date is not known."],
    }
    assert said(found) == texts[ends]


def test_without_an_end_of_the_request_support_is_not_tested() -> None:
    """Neither a past end nor an unknown one."""
    for ends in (date(2000, 1, 1), None):
        assert answer(row(ends=ends), policy={"expired": "refuse"}, until=None).decision == FITS


def test_tolerated_and_expired_are_two_conditions() -> None:
    """Both are printed."""
    assert len(said(answer(row("tolerated", ends=date(2000, 1, 1))))) == 2


def test_without_a_product_or_without_the_file_nothing_is_checked() -> None:
    """A product that is named, and no standard to check it against, is a condition."""
    assert answer(row("forbidden", None), os=None, os_version=None).decision == FITS
    found = check(room(), server(os="ubuntu", os_version="22.04"))
    assert found.decision == FITS
    told = "There is no standards.csv: standards of products are not checked."
    assert told in found.conditions
    assert told not in check(room(), server()).conditions


def test_names_of_products_are_case_sensitive() -> None:
    """Ubuntu is not ubuntu."""
    found = answer(row("forbidden", None), os="Ubuntu", policy={"unlisted": "refuse"})
    assert found.reasons[0].rule == "standards"
    assert "Ubuntu 22.04 is not in the standard." in found.conditions


@pytest.mark.parametrize(("rule", "decision"), [("allowed", FITS), ("forbidden", DOES_NOT_FIT)])
def test_applications_follow_the_standard_too(rule: str, decision: str) -> None:
    """On every host alike."""
    where = room(hosts=(host("N1"),), standards=(row(rule, None),))
    assert check(where, app(os="ubuntu")).decision == decision
