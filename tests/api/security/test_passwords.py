"""Passwords: which are refused, how they are hashed, and how many at once."""

from __future__ import annotations

import threading

import pytest

from api.security.errors import HashingBusy, WeakPassword
from api.security.passwords import HashCost, Passwords, check_strength
from tests.api.security.people import CHEAP, PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "saya suka nasi jinggo",
        "x7#kQ0!vT2pL",
        "pässwörter sind länger",
        "ᬩᬮᬶᬤ᭄ᬯᬷᬧᬚᬬᬓᬾᬭᬢ",
        "x" + "yz" * 60 + "w",
    ],
)
def test_a_sentence_will_do(password: str) -> None:
    check_strength(password, "sari")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "at least 12"),
        ("kopi pagi 1", "at least 12"),
        ("a" + "é" * 300, "at most 256"),
        ("password1234", "commonest"),
        ("Password!2026", "commonest"),
        ("2026denpasar2026", "commonest"),
        ("bismillahirrahmanirrahim", "commonest"),
        ("1qaz2wsx3edc", "commonest"),
        ("582947103847", "commonest"),
        ("!!!!!!!!????????", "commonest"),
        ("abababababab", "repeats"),
        ("rahmrahmrahmra", "repeats"),
        ("abcdefghijklm", "repeats"),
        ("mlkjihgfedcba", "repeats"),
        ("qwertyuiopasdf", "commonest"),
        ("wertyuiopasdfgh", "repeats"),
        ("Sari.Dewi.Wati", "login"),
        ("1sari.dewi.wati1", "login"),
    ],
)
def test_what_is_guessed_soon_is_refused(password: str, reason: str) -> None:
    with pytest.raises(WeakPassword, match=reason) as refused:
        check_strength(password, "sari.dewi.wati")
    assert not password or password not in str(refused.value)


def test_the_same_letters_count_as_the_same_however_they_are_composed() -> None:
    passwords = Passwords(CHEAP)
    assert passwords.verify("kopi susu café", passwords.hash("kopi susu café"))


def test_a_hash_is_argon2id_at_the_cost_that_was_set() -> None:
    stored = Passwords(CHEAP).hash(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert stored != Passwords(CHEAP).hash(PASSWORD)


def test_the_usual_cost_is_the_one_of_the_standard() -> None:
    """RFC 9106, section 4, second recommendation: 3 passes, 64 MiB, 4 lanes."""
    usual = HashCost()
    assert (usual.passes, usual.memory_kib, usual.lanes) == (3, 65_536, 4)


@pytest.mark.parametrize("stored", ["", "no hash", "$argon2id$v=19$m=8,t=1,p=1$x$y", "$2b$12$abc"])
def test_a_stored_text_that_is_no_hash_lets_nobody_in(stored: str) -> None:
    assert not Passwords(CHEAP).verify("", stored)


def test_without_a_hash_nothing_fits_not_even_what_the_work_is_done_with() -> None:
    passwords = Passwords(CHEAP)
    assert not any(passwords.verify(typed, None) for typed in ("", PASSWORD))
    assert passwords.verifications == 2


def test_only_so_many_are_worked_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes tens of MiB: whoever finds no place in time is sent away, and later ones get in again."""
    passwords = Passwords(HashCost(1, 8, 1, at_once=2, wait_s=0.05))
    stored = passwords.hash(PASSWORD)
    inside, go_on = threading.Semaphore(0), threading.Event()
    hasher = passwords._hasher

    class Slow:
        def verify(self, stored: str, password: bytes) -> bool:
            inside.release()
            assert go_on.wait(10)
            return hasher.verify(stored, password)

    monkeypatch.setattr(passwords, "_hasher", Slow())
    found: list[bool] = []
    threads = [
        threading.Thread(target=lambda: found.append(passwords.verify(PASSWORD, stored))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    assert all(inside.acquire(timeout=10) for _ in threads)
    with pytest.raises(HashingBusy):
        passwords.verify(PASSWORD, stored)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert found == [True, True]
    assert passwords.verify(PASSWORD, stored)
