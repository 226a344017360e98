"""Sessions: when they begin, what ends them, and that an id that ended is never good again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from api.security.accounts import create_account, set_disabled, set_password
from api.security.errors import SignInFailed, TooManyAttempts
from api.security.gate import Gate
from api.security.passwords import HashCost, Passwords
from api.security.sessions import SessionTimes, cookie_for, forget_old_sessions
from tests.api.security.people import (
    HERE,
    HOUR,
    MINUTE,
    NOW,
    OTHER,
    PASSWORD,
    furnished,
    person_of,
    sign_in,
)
from tests.workflow.offices import ADMIN, AGENCY, ASKER, KASI, STRANGER
from workflow.conflicts import AlreadyThere, NotStored
from workflow.roles import Holding
from workflow.store import SqlStore
from workflow.store.tables import metadata

SECOND = timedelta(seconds=1)


def test_who_signed_in_is_known_with_the_roles_of_the_day(gate: Gate) -> None:
    opened = sign_in(gate)
    subject = gate.who(authorization=None, session_id=opened.session_id, at=NOW)
    assert (subject.person, subject.roles, subject.agencies) == (ASKER, {"agency"}, {AGENCY})
    assert subject.scopes is None


def test_a_role_ends_with_the_holding_not_with_the_session(gate: Gate) -> None:
    opened = sign_in(gate, KASI)
    with gate.store.write() as unit:
        today = NOW.astimezone(gate.zone).date()
        (held,) = (one for one in unit.office.offices().holdings if one.person == KASI)
        unit.office.put_holding(Holding(held.post, KASI, held.start, end=today))
        unit.commit()
    subject = gate.who(authorization=None, session_id=opened.session_id, at=NOW)
    assert (subject.person, subject.roles) == (KASI, frozenset())


@pytest.mark.parametrize(
    "session_id",
    ["", "x" * 43, "x" * 10_000, "0" * 64, "é" * 43, "a\0b", "../../etc/passwd", "' OR 1=1 --"],
)
def test_what_is_no_session_is_nobody(gate: Gate, session_id: str) -> None:
    assert person_of(gate, session_id, NOW) is None


def test_a_session_lasts_half_an_hour_beyond_its_last_use(gate: Gate) -> None:
    opened = sign_in(gate)
    assert person_of(gate, opened.session_id, NOW + 30 * MINUTE - SECOND) == ASKER
    # The use was noted: the half hour begins anew.
    assert person_of(gate, opened.session_id, NOW + 60 * MINUTE - 2 * SECOND) == ASKER
    assert person_of(gate, opened.session_id, NOW + 90 * MINUTE) is None


def test_a_session_in_use_ends_after_twelve_hours_all_the_same(gate: Gate) -> None:
    opened = sign_in(gate)
    for step in range(1, 25):
        assert person_of(gate, opened.session_id, NOW + step * 29 * MINUTE) == ASKER
    assert person_of(gate, opened.session_id, NOW + 12 * HOUR - SECOND) == ASKER
    assert person_of(gate, opened.session_id, NOW + 12 * HOUR) is None


def test_uses_within_a_minute_are_not_written_down(gate: Gate) -> None:
    opened = sign_in(gate)
    person_of(gate, opened.session_id, NOW + 59 * SECOND)
    with gate.store.read() as unit:
        assert [one.last_seen for one in unit.accounts.sessions(ASKER)] == [NOW]
    person_of(gate, opened.session_id, NOW + 60 * SECOND)
    with gate.store.read() as unit:
        assert [one.last_seen for one in unit.accounts.sessions(ASKER)] == [NOW + MINUTE]


def test_signing_in_ends_the_session_that_the_browser_came_with(gate: Gate) -> None:
    """Fixation: an id that somebody else planted, or knew, is of no use after the sign-in."""
    planted = sign_in(gate, KASI).session_id
    opened = sign_in(gate, replaces=planted)
    assert opened.session_id != planted
    assert person_of(gate, planted, NOW) is None
    assert person_of(gate, opened.session_id, NOW) == ASKER


def test_an_id_made_up_by_the_browser_is_never_taken_over(gate: Gate) -> None:
    made_up = "A" * 43
    opened = sign_in(gate, replaces=made_up)
    assert opened.session_id != made_up
    assert person_of(gate, made_up, NOW) is None


def test_ids_are_never_the_same(gate: Gate) -> None:
    assert len({sign_in(gate).session_id for _ in range(10)}) == 10


def test_after_signing_out_the_id_is_worth_nothing_and_other_sessions_stay(gate: Gate) -> None:
    first, second = sign_in(gate), sign_in(gate)
    gate.sign_out(first.session_id, NOW)
    gate.sign_out(first.session_id, NOW)  # again: nothing happens
    assert person_of(gate, first.session_id, NOW) is None
    assert person_of(gate, second.session_id, NOW) == ASKER


def test_signing_out_everywhere_ends_all_sessions_of_one_person(gate: Gate) -> None:
    mine, others = [sign_in(gate), sign_in(gate)], sign_in(gate, KASI)
    assert gate.sign_out_everywhere(ASKER, by=ADMIN, at=NOW) == 2
    assert {person_of(gate, one.session_id, NOW) for one in mine} == {None}
    assert person_of(gate, others.session_id, NOW) == KASI


def test_a_disabled_account_is_out_at_once_and_does_not_get_in(gate: Gate) -> None:
    opened = sign_in(gate)
    set_disabled(gate.store, person=ASKER, disabled=True, by=ADMIN, at=NOW + MINUTE)
    assert person_of(gate, opened.session_id, NOW + MINUTE) is None
    with pytest.raises(SignInFailed):
        sign_in(gate, at=NOW + 2 * MINUTE)
    set_disabled(gate.store, person=ASKER, disabled=False, by=ADMIN, at=NOW + 3 * MINUTE)
    assert person_of(gate, opened.session_id, NOW + 3 * MINUTE) is None
    assert sign_in(gate, at=NOW + 4 * MINUTE).person == ASKER


def test_a_session_of_before_a_change_does_not_count_even_if_it_is_still_there(gate: Gate) -> None:
    opened = sign_in(gate)
    with gate.store.write() as unit:
        account = unit.accounts.get(ASKER)
        unit.accounts.put(replace(account, changed_at=NOW + SECOND))
        unit.commit()
    assert person_of(gate, opened.session_id, NOW + SECOND) is None


def test_changing_the_password_ends_all_sessions_and_begins_a_new_one(gate: Gate) -> None:
    first, second = sign_in(gate), sign_in(gate)
    later = NOW + MINUTE
    third = gate.change_password(ASKER, PASSWORD, OTHER, address=HERE, at=later)
    assert [person_of(gate, one.session_id, later) for one in (first, second, third)] == [None, None, ASKER]
    with pytest.raises(SignInFailed):
        sign_in(gate, at=later)
    assert gate.sign_in(ASKER, OTHER, address=HERE, at=later).person == ASKER


def test_the_password_is_not_changed_without_the_old_one(gate: Gate) -> None:
    opened = sign_in(gate)
    with pytest.raises(SignInFailed):
        gate.change_password(ASKER, OTHER, OTHER, address=HERE, at=NOW)
    assert person_of(gate, opened.session_id, NOW) == ASKER
    assert sign_in(gate).person == ASKER


def test_an_administrator_sets_a_password_and_the_person_is_out(gate: Gate) -> None:
    opened = sign_in(gate)
    set_password(gate.store, gate.passwords, person=ASKER, password=OTHER, by=ADMIN, at=NOW + MINUTE)
    assert person_of(gate, opened.session_id, NOW + MINUTE) is None
    assert gate.sign_in(ASKER, OTHER, address=HERE, at=NOW + MINUTE).person == ASKER


def test_an_account_disabled_while_the_password_is_looked_at_is_not_signed_in(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = Passwords.verify

    def slow(self: Passwords, password: str, stored: str | None) -> bool:
        right = verify(self, password, stored)
        set_disabled(gate.store, person=ASKER, disabled=True, by=ADMIN, at=NOW)
        return right

    monkeypatch.setattr(Passwords, "verify", slow)
    with pytest.raises(SignInFailed):
        sign_in(gate)
    with gate.store.read() as unit:
        assert unit.accounts.sessions(ASKER) == ()


def test_logins_are_found_however_they_are_typed(gate: Gate) -> None:
    assert gate.sign_in("  SARI ", PASSWORD, address=HERE, at=NOW).person == ASKER


ODD = ("", "\ud800" * 20, "x" * 5000, "a\0b", "sari'--", "ＡＤＭＩＮ")


def test_whatever_is_typed_wrong_the_answer_is_the_same(gate: Gate) -> None:
    for login, password in (
        (ASKER, OTHER),
        *((odd, PASSWORD) for odd in ODD),
        *((ASKER, odd) for odd in ODD[:3]),
    ):
        with pytest.raises(SignInFailed) as failed:
            gate.sign_in(login, password, address=HERE, at=NOW)
        assert str(failed.value) == "Login or password is wrong."


def test_a_login_that_nobody_has_takes_the_same_work(gate: Gate) -> None:
    """Told by the number of hashes worked out; a clock would tell on an idle machine only."""
    set_disabled(gate.store, person=KASI, disabled=True, by=ADMIN, at=NOW)
    for login, password in ((ASKER, OTHER), ("nobody", OTHER), (KASI, PASSWORD), (KASI, OTHER)):
        before = gate.passwords.verifications
        with pytest.raises(SignInFailed):
            gate.sign_in(login, password, address=HERE, at=NOW)
        assert gate.passwords.verifications == before + 1


def test_a_throttled_sign_in_costs_no_hash(gate: Gate) -> None:
    for _ in range(5):
        with pytest.raises(SignInFailed):
            gate.sign_in(ASKER, OTHER, address=HERE, at=NOW)
    before = gate.passwords.verifications
    with pytest.raises(TooManyAttempts):
        gate.sign_in(ASKER, PASSWORD, address=HERE, at=NOW)
    assert gate.passwords.verifications == before


def test_a_hash_of_an_older_cost_is_made_anew_at_the_next_sign_in(store: SqlStore) -> None:
    old = furnished(store)
    kept = sign_in(old)
    gate = Gate(store, Passwords(HashCost(passes=2, memory_kib=16, lanes=1)))
    with store.read() as unit:
        assert gate.passwords.outdated(unit.accounts.get(ASKER).password_hash)
    sign_in(gate)
    with store.read() as unit:
        assert not gate.passwords.outdated(unit.accounts.get(ASKER).password_hash)
    assert person_of(gate, kept.session_id, NOW) == ASKER  # nobody is signed out for it
    assert sign_in(gate).person == ASKER


def test_ended_sessions_are_dropped_and_others_stay(gate: Gate) -> None:
    sign_in(gate)
    kept = sign_in(gate, at=NOW + 20 * MINUTE)
    with gate.store.write() as unit:
        assert forget_old_sessions(unit, NOW + 40 * MINUTE, SessionTimes()) == 1
        unit.commit()
    assert person_of(gate, kept.session_id, NOW + 40 * MINUTE) == ASKER


def test_neither_password_nor_session_id_is_anywhere_in_the_store(gate: Gate, store: SqlStore) -> None:
    opened = sign_in(gate)
    with pytest.raises(SignInFailed):
        gate.sign_in(OTHER, OTHER, address=HERE, at=NOW)  # a password typed as the login
    with store.engine.connect() as connection:
        rows = [
            str(tuple(row))
            for table in metadata.tables.values()
            for row in connection.execute(table.select())
        ]
    assert len(rows) > 20
    for secret in (opened.session_id, PASSWORD, OTHER):
        assert not [row for row in rows if secret in row]
        assert secret not in repr(opened)


def test_the_log_tells_of_sign_ins_and_changes(gate: Gate) -> None:
    opened = sign_in(gate)
    gate.sign_out(opened.session_id, NOW)
    gate.change_password(ASKER, PASSWORD, OTHER, address=HERE, at=NOW)
    set_disabled(gate.store, person=ASKER, disabled=True, by=ADMIN, at=NOW)
    with gate.store.read() as unit:
        told = [(entry.news.kind, entry.news.by) for entry in unit.log.of("account", ASKER)]
    assert told == [
        ("AccountCreated", ADMIN),
        ("SignedIn", ASKER),
        ("SignedOut", ASKER),
        ("PasswordChanged", ASKER),
        ("AccountDisabled", ADMIN),
    ]
    assert gate.store.faults() == ()


def test_an_account_is_for_somebody_of_the_office_book_once(gate: Gate) -> None:
    def create(person: str, login: str) -> None:
        create_account(
            gate.store, gate.passwords, person=person, login=login, password=OTHER, by=ADMIN, at=NOW
        )

    with pytest.raises(NotStored):
        create("ghost", "ghost")
    with pytest.raises(AlreadyThere):
        create(ASKER, "sari-2")
    with pytest.raises(AlreadyThere):
        create(STRANGER, "Sari")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.9.10"])
def test_without_tls_the_cookie_is_for_loopback_only(host: str) -> None:
    cookie = cookie_for("http", host)
    assert cookie.set("x", HOUR) == "titip-loopback=x; Max-Age=3600; Path=/; HttpOnly; SameSite=Lax"


@pytest.mark.parametrize(
    ("scheme", "host"),
    [
        ("http", "0.0.0.0"),
        ("http", "192.0.2.1"),
        ("http", "titip.example"),
        ("http", "127.0.0.1.example"),
        ("ftp", "::1"),
    ],
)
def test_without_tls_titip_is_served_nowhere_else(scheme: str, host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        cookie_for(scheme, host)


def test_the_cookie_is_bound_to_the_host_and_hidden_from_scripts() -> None:
    cookie = cookie_for("https", "titip.example")
    attributes = "; Path=/; HttpOnly; SameSite=Lax; Secure"
    assert cookie.set("x", HOUR) == f"__Host-titip=x; Max-Age=3600{attributes}"
    assert cookie.clear() == f"__Host-titip=; Max-Age=0{attributes}"


def test_moments_of_other_zones_are_the_same_moments(gate: Gate) -> None:
    opened = sign_in(gate)
    local: datetime = (NOW + 10 * MINUTE).astimezone(gate.zone)
    assert person_of(gate, opened.session_id, local) == ASKER
