"""API tokens: shown once, good for their scopes, until they expire or their owner's account changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from api.security.accounts import set_disabled, set_password
from api.security.errors import NotSignedIn
from api.security.gate import Gate
from api.security.tokens import bearer, issue_token
from capacity.errors import BadInput
from tests.api.security.people import HERE, HOUR, MINUTE, NOW, OTHER, PASSWORD, sign_in
from tests.workflow.offices import ADMIN, AGENCY, ASKER, STRANGER
from workflow.accounts import ApiToken
from workflow.conflicts import NotStored
from workflow.store import SqlStore
from workflow.store.tables import metadata

DAY = timedelta(days=1)


def issue(gate: Gate, scopes: tuple[str, ...] = ("read", "check")) -> tuple[str, ApiToken]:
    with gate.store.write() as unit:
        made = issue_token(unit, ASKER, "report", scopes, NOW + DAY, NOW)
        unit.commit()
    return made


def refused(gate: Gate, text: str, at: timedelta = MINUTE) -> bool:
    try:
        gate.who(authorization=f"Bearer {text}", session_id=None, at=NOW + at)
    except NotSignedIn:
        return True
    return False


def test_a_token_stands_for_its_person_within_its_scopes(gate: Gate) -> None:
    text, stored = issue(gate)
    subject = gate.who(authorization=f"Bearer {text}", session_id=None, at=NOW)
    assert (subject.person, subject.agencies, subject.scopes) == (ASKER, {AGENCY}, {"read", "check"})
    assert re.fullmatch(r"titip_[0-9a-f]{8}_[A-Za-z0-9_-]{43}", text)
    assert text.startswith(stored.prefix + "_")


def test_only_a_hash_of_the_token_is_stored(gate: Gate, store: SqlStore) -> None:
    text, _ = issue(gate)
    with store.engine.connect() as connection:
        tables = metadata.tables.values()
        rows = [str(tuple(row)) for table in tables for row in connection.execute(table.select())]
    assert not [row for row in rows if text.rpartition("_")[2] in row]


def test_a_token_ends_when_it_expires(gate: Gate) -> None:
    text, _ = issue(gate)
    assert not refused(gate, text, DAY - MINUTE)
    assert refused(gate, text, DAY)


@pytest.mark.parametrize(
    "change",
    [
        lambda gate: set_disabled(gate.store, person=ASKER, disabled=True, by=ADMIN, at=NOW),
        lambda gate: set_password(gate.store, gate.passwords, person=ASKER, password=OTHER, by=ADMIN, at=NOW),
        lambda gate: gate.change_password(ASKER, PASSWORD, OTHER, address=HERE, at=NOW),
    ],
    ids=["disabled", "password set", "password changed"],
)
def test_a_token_ends_when_its_owners_account_changes(gate: Gate, change: Callable[[Gate], None]) -> None:
    text, _ = issue(gate)
    assert not refused(gate, text)
    change(gate)
    assert refused(gate, text)
    set_disabled(gate.store, person=ASKER, disabled=False, by=ADMIN, at=NOW + MINUTE)
    assert refused(gate, text)


def test_a_revoked_token_is_out_and_others_stay(gate: Gate) -> None:
    (first, stored), (second, _) = issue(gate), issue(gate)
    with gate.store.write() as unit:
        assert not unit.accounts.revoke_token(STRANGER, stored.prefix)
        assert unit.accounts.revoke_token(ASKER, stored.prefix)
        unit.commit()
    assert refused(gate, first)
    assert not refused(gate, second)


def test_signing_out_leaves_tokens_alone(gate: Gate) -> None:
    text, _ = issue(gate)
    gate.sign_out(sign_in(gate).session_id, NOW)
    assert not refused(gate, text)


def test_one_other_letter_and_it_is_none(gate: Gate) -> None:
    text, _ = issue(gate)
    changed = text[:-1] + ("A" if text[-1] != "A" else "B")
    other_prefix = text[:6] + ("0" if text[6] != "0" else "1") + text[7:]
    for wrong in (changed, other_prefix, text + "A", text[:-1], "", "titip_", "x" * 5000, f"{text}\0", "é"):
        assert refused(gate, wrong), wrong


def test_a_bad_token_never_falls_back_to_the_cookie(gate: Gate) -> None:
    opened = sign_in(gate)
    for header in ("Bearer nonsense", "Bearer", "Basic c2FyaTp4", ""):
        with pytest.raises(NotSignedIn):
            gate.who(authorization=header, session_id=opened.session_id, at=NOW)


def test_a_session_id_is_no_token_and_a_token_no_session_id(gate: Gate) -> None:
    text, _ = issue(gate)
    assert refused(gate, sign_in(gate).session_id)
    assert gate.who(authorization=None, session_id=text, at=NOW).person is None


def test_when_it_was_last_used_is_kept_to_the_minute(gate: Gate) -> None:
    text, _ = issue(gate)
    for at in (timedelta(0), timedelta(seconds=30), HOUR, HOUR + timedelta(seconds=59)):
        gate.who(authorization=f"bearer {text}", session_id=None, at=NOW + at)
    with gate.store.read() as unit:
        (kept,) = unit.accounts.tokens(ASKER)
    assert kept.last_used == NOW + HOUR


@pytest.mark.parametrize(
    ("name", "scopes", "lasts", "column"),
    [
        ("", ("read",), DAY, "name"),
        ("x" * 101, ("read",), DAY, "name"),
        ("report", (), DAY, "scopes"),
        ("report", ("read", "everything"), DAY, "scopes"),
        ("report", ("read",), timedelta(0), "expires"),
        ("report", ("read",), timedelta(days=367), "expires"),
    ],
)
def test_a_token_without_name_scopes_or_end_is_not_issued(
    gate: Gate, name: str, scopes: tuple[str, ...], lasts: timedelta, column: str
) -> None:
    with gate.store.write() as unit, pytest.raises(BadInput) as bad:
        issue_token(unit, ASKER, name, scopes, NOW + lasts, NOW)
    assert [problem.column for problem in bad.value.problems] == [column]


def test_whoever_has_no_account_gets_no_token(gate: Gate) -> None:
    with gate.store.write() as unit, pytest.raises(NotStored):
        issue_token(unit, STRANGER, "report", ("read",), NOW + DAY, NOW)


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer x", "x"),
        ("bearer  x ", "x"),
        ("Bearer", None),
        ("Basic x", None),
        ("", None),
        ("Bearer ", None),
    ],
)
def test_the_token_is_read_from_the_header(header: str, token: str | None) -> None:
    assert bearer(header) == token
