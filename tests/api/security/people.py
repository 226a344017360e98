"""The office of the tests at the gate: whose accounts there are, how they sign in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from api.security.accounts import create_account
from api.security.gate import Gate, SignedIn
from api.security.passwords import HashCost, Passwords
from tests.workflow.offices import ADMIN, ASKER, KASI, office
from workflow.ports import Store

CHEAP = HashCost(passes=1, memory_kib=8, lanes=1)
NOW = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
HERE = "192.0.2.7"
PASSWORD = "kopi pagi di sanur"
OTHER = "teh sore di ubud"


def furnished(store: Store, cost: HashCost = CHEAP) -> Gate:
    """An office whose asker, section head and administrator have accounts, all with one password."""
    with store.write() as unit:
        for person in office().people:
            unit.office.put_person(person)
        for post in office().posts:
            unit.office.put_post(post)
        for holding in office().holdings:
            unit.office.put_holding(holding)
        unit.commit()
    gate = Gate(store, Passwords(cost))
    for person in (ASKER, KASI, ADMIN):
        create_account(
            store, gate.passwords, person=person, login=person, password=PASSWORD, by=ADMIN, at=NOW
        )
    return gate


def sign_in(gate: Gate, login: str = ASKER, at: datetime = NOW, replaces: str | None = None) -> SignedIn:
    return gate.sign_in(login, PASSWORD, address=HERE, at=at, replaces=replaces)


def person_of(gate: Gate, session_id: str, at: datetime) -> str | None:
    return gate.who(authorization=None, session_id=session_id, at=at).person
