"""Passwords: argon2id, a few at a time, and which ones are refused.

One hash takes tens of MiB, so that many at once would be a way to take the service down; whoever comes
when all places are taken waits a little and is then sent away.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.security.errors import HashingBusy, WeakPassword

SHORTEST = 12
LONGEST = 256
_LONGEST_PIECE = 4

# The commonest beginnings of passwords of twelve characters and more, here and elsewhere. What is added to
# them, digits and signs at either end, does not make them better.
_COMMON_TEXT = """
password passw0rd p@ssw0rd passwordpassword mypassword changeme changemenow letmein letmeinnow welcome
welcometo admin administrator adminadmin superuser superadmin rootroot default secret secretsecret
qwerty qwertyuiop qwertyqwerty qwertyuiopasdf asdfghjkl asdfghjklzxc zxcvbnm qazwsx qazwsxedc qazwsxedcrfv
1q2w3e4r5t6y 1qaz2wsx3edc 1qaz2wsx3edc4rfv q1w2e3r4t5y6 iloveyou iloveyouforever trustno football
sunshine princess dragon monkey superman batman starwars whatever computer internet server datacenter
rahasia katasandi sandisandi sayang sayangku akusayangkamu cintaku cintasejati bismillah
bismillahirrahmanirrahim alhamdulillah indonesia indonesiaraya merdeka pancasila garuda denpasar
kotadenpasar bali balibali dewata diskominfo kominfo dkisdenpasar pemkotdenpasar titip titiptitip operator
"""
_COMMON = frozenset(_COMMON_TEXT.split())
_ROWS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz" * 2, "qwertyuiopasdfghjklzxcvbnm")


@dataclass(frozen=True, slots=True)
class HashCost:
    """What one hash costs (RFC 9106, second recommendation), and how many are worked out at once."""

    passes: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 4
    at_once: int = 2
    wait_s: float = 5.0


class Passwords:
    """Hashes and verifies. Shared by all threads of a process; `verifications` counts what was worked out."""

    def __init__(self, cost: HashCost | None = None) -> None:
        cost = cost or HashCost()
        self._hasher = PasswordHasher(cost.passes, cost.memory_kib, cost.lanes)
        self._places = threading.BoundedSemaphore(cost.at_once)
        self._wait_s = cost.wait_s
        # For logins that nobody has: they take the same work, and never match.
        self._nobody = self._hasher.hash(secrets.token_bytes(32))
        self.verifications = 0

    def hash(self, password: str) -> str:
        """The text to store. Raises HashingBusy."""
        with self._place():
            return self._hasher.hash(_bytes(password))

    def verify(self, password: str, stored: str | None) -> bool:
        """True if the password is the one; without a stored hash the same work is done for nothing.

        Raises HashingBusy.
        """
        with self._place():
            self.verifications += 1
            try:
                self._hasher.verify(self._nobody if stored is None else stored, _bytes(password))
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """True for a hash that was made at another cost than now: it is made anew at the next sign-in."""
        return self._hasher.check_needs_rehash(stored)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=self._wait_s):
            raise HashingBusy("Too many sign in at once; try again in a moment.")
        try:
            yield
        finally:
            self._places.release()


def check_strength(password: str, login: str) -> None:
    """Refuse a new password that would be guessed soon. Raises WeakPassword; the password is in no text."""
    length = len(_same(password))
    if length < SHORTEST:
        raise WeakPassword(f"A password has at least {SHORTEST} characters; a sentence is good.")
    if length > LONGEST:
        raise WeakPassword(f"A password has at most {LONGEST} characters.")
    plain = _same(password).casefold()
    bare = plain.strip("0123456789 !@#$%^&*()-_=+.,?~'\"/\\|<>:;")
    name = login.casefold()
    if name and name in plain and len(plain) - len(name) < SHORTEST:
        raise WeakPassword("The password is hardly more than the login.")
    if bare in _COMMON or plain in _COMMON or len(bare) < 2:
        raise WeakPassword("The password is one of the commonest.")
    if _repeats(plain) or any(plain in row or plain in row[::-1] for row in _ROWS):
        raise WeakPassword("The password repeats itself, or is a row of keys.")


def _same(password: str) -> str:
    """The same text for all ways to type it: keyboards differ in how they compose letters."""
    return unicodedata.normalize("NFC", password)


def _bytes(password: str) -> bytes:
    # What is longer than any password matches none; and no text a program can send is an internal failure.
    return _same(password[: 4 * LONGEST]).encode("utf-8", "surrogatepass")


def _repeats(text: str) -> bool:
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, _LONGEST_PIECE + 1))
