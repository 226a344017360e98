"""Guessing: how long it takes, that many at once do not help, and who else is hit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from api.security.errors import SignInFailed, TooManyAttempts
from api.security.gate import Gate
from api.security.throttle import ADDRESS, LOGIN, Throttle, enter, forget_old_attempts, keys
from tests.api.security.people import HERE, MINUTE, NOW, OTHER, PASSWORD, sign_in
from tests.workflow.offices import ASKER, KASI
from workflow.store import SqlStore

SECOND = timedelta(seconds=1)
ELSEWHERE = "198.51.100.9"


def guess(gate: Gate, at: datetime = NOW, login: str = ASKER, address: str = HERE) -> int | None:
    """None if the password was looked at, else the seconds to wait."""
    try:
        gate.sign_in(login, OTHER, address=address, at=at)
    except TooManyAttempts as many:
        return many.retry_after_s
    except SignInFailed:
        return None
    raise AssertionError("the wrong password was right")


def test_after_five_failures_each_further_one_costs_twice_as_long(gate: Gate) -> None:
    assert [guess(gate) for _ in range(5)] == [None] * 5
    at, waits = NOW, []
    for _ in range(12):
        wait = guess(gate, at)
        assert wait is not None
        assert guess(gate, at + timedelta(seconds=wait - 1)) is not None
        waits.append(wait)
        at += timedelta(seconds=wait)
        assert guess(gate, at) is None
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_ten_thousand_guesses_at_one_login_take_a_hundred_days() -> None:
    throttle = Throttle()
    needed = sum((throttle.pause(LOGIN, failures) for failures in range(1, 10_000)), timedelta(0))
    assert needed > timedelta(days=100)
    assert throttle.pause(ADDRESS, 10**9) == throttle.longest


def test_the_right_password_does_not_get_in_while_the_login_is_held(gate: Gate) -> None:
    for _ in range(5):
        guess(gate)
    with pytest.raises(TooManyAttempts) as held:
        sign_in(gate)
    assert held.value.retry_after_s == 1
    assert sign_in(gate, at=NOW + SECOND).person == ASKER


def test_success_forgets_the_failures_of_the_login(gate: Gate) -> None:
    for _ in range(4):
        guess(gate)
    sign_in(gate)
    assert [guess(gate) for _ in range(5)] == [None] * 5


def test_a_login_is_held_wherever_it_is_tried_from_and_others_are_not(gate: Gate) -> None:
    for number in range(5):
        guess(gate, address=f"198.51.100.{number}")
    assert guess(gate) == 1
    assert gate.sign_in(KASI, PASSWORD, address=HERE, at=NOW).person == KASI


def test_a_login_that_nobody_has_is_held_just_the_same(gate: Gate) -> None:
    assert [guess(gate, login="nobody") for _ in range(6)] == [None] * 5 + [1]


def test_an_address_that_tries_many_logins_is_held_and_other_addresses_are_not(gate: Gate) -> None:
    assert [guess(gate, login=f"somebody-{number}") for number in range(30)] == [None] * 30
    assert guess(gate, login="the-next") == 1
    with pytest.raises(TooManyAttempts):
        sign_in(gate, KASI)
    assert gate.sign_in(KASI, PASSWORD, address=ELSEWHERE, at=NOW).person == KASI


def test_own_sign_ins_in_between_do_not_buy_more_guesses(gate: Gate) -> None:
    """Else whoever has one account could guess at all others from his desk."""
    for number in range(29):
        guess(gate, login=f"somebody-{number}")
    sign_in(gate, KASI)
    assert guess(gate, login="another") is None
    assert guess(gate, login="and-another") == 1
    sign_in(gate, KASI, at=NOW + SECOND)
    assert guess(gate, NOW + SECOND, login="and-another") is None
    assert guess(gate, NOW + SECOND, login="and-one-more") == 2


def test_many_at_once_are_counted_one_by_one(gate: Gate) -> None:
    def tried(_: int) -> bool:
        def work(unit: object) -> None:
            enter(unit, ASKER, HERE, NOW, gate.throttle)  # type: ignore[arg-type]
            unit.commit()  # type: ignore[attr-defined]

        try:
            gate.store.run(work, attempts=20)
        except TooManyAttempts:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        looked_at = sum(pool.map(tried, range(40)))
    assert looked_at == 5


def test_failures_are_forgotten_after_a_day(gate: Gate) -> None:
    for _ in range(5):
        guess(gate)
    day = timedelta(hours=24)
    assert guess(gate, NOW + day) is None
    assert guess(gate, NOW + day) is None
    with gate.store.write() as unit:
        assert forget_old_attempts(unit, NOW + day) == 0
        assert forget_old_attempts(unit, NOW + 2 * day + MINUTE) == 2
        unit.commit()


def test_what_is_kept_of_a_try_names_no_login(gate: Gate, store: SqlStore) -> None:
    guess(gate, login="kopi pagi di sanur")
    with store.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM attempt").fetchall()
    assert len(kept) == 2
    assert "kopi" not in str(kept)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_an_address_of_ipv6_counts_with_its_network(address: str, network: str) -> None:
    assert keys("x", address)[1] == f"address:{network}"
