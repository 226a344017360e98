"""A signer's passphrase goes to the signer, and nowhere else."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from dataclasses import dataclass

import pytest

from capacity.errors import BadInput
from tests.workflow.signing.letters import DAY, KABID, NOW, SECRET, SINCE, letter, office
from workflow.plain import canonical
from workflow.signing import Passphrase
from workflow.signing.pades import PadesSigner
from workflow.signing.values import CannotSign

WRONG = "kamboja di sore hari"


def test_it_shows_in_no_text() -> None:
    secret = Passphrase(SECRET)

    @dataclass
    class Command:
        passphrase: Passphrase

    for text in (
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r:>40}",
        repr(Command(secret)),
    ):
        assert SECRET not in text
        assert "hidden" in text
    assert secret.reveal() == SECRET


@pytest.mark.parametrize("kept", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, canonical])
def test_it_is_neither_stored_nor_queued(kept: object) -> None:
    for holder in (Passphrase(SECRET), {"passphrase": Passphrase(SECRET)}):
        if holder.__class__ is dict and kept is copy.copy:
            continue  # another dictionary of the same object: nothing is copied
        with pytest.raises(Exception) as refused:  # noqa: PT011 - each says it in its own way
            kept(holder)  # type: ignore[operator]
        assert SECRET not in str(refused.value)


@pytest.mark.parametrize("typed", [WRONG, "", "\ud800", SECRET + " ", "x" * 10_000])
def test_a_wrong_one_is_told_without_telling_it(typed: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(CannotSign, match="passphrase is wrong") as refused:
        office().signer.sign(letter(), person=KABID, passphrase=Passphrase(typed), at=NOW)
    error = refused.value
    told = [str(error), repr(error), *traceback.format_exception(error), caplog.text, str(vars(error))]
    assert not typed or not any(typed in text for text in told)
    # Nothing of the library's error hangs on it, whose frames hold what it was called with.
    assert error.__cause__ is None
    assert error.__context__ is None
    assert pickle.loads(pickle.dumps(error)).sentence == error.sentence


def test_a_right_one_leaves_no_trace_in_the_log_or_the_file(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    content = office().sign(letter())
    assert SECRET.encode() not in content
    assert SECRET not in caplog.text


def test_a_file_that_cannot_be_signed_says_nothing_of_the_passphrase() -> None:
    with pytest.raises(BadInput) as refused:
        office().sign(b"hello")
    assert SECRET not in "".join(traceback.format_exception(refused.value))
    assert refused.value.__context__ is None


def test_who_has_no_key_cannot_sign() -> None:
    with pytest.raises(CannotSign, match="no key"):
        office().signer.sign(letter(), person="putu", passphrase=Passphrase(SECRET), at=NOW)


def test_a_key_is_encrypted_and_opened_by_its_own_passphrase_only() -> None:
    key = office().authority.issue("I Putu", Passphrase(WRONG), SINCE, DAY)
    signer = PadesSigner({"putu": key})
    with pytest.raises(CannotSign):
        signer.sign(letter(), person="putu", passphrase=Passphrase(SECRET), at=NOW)
    assert signer.sign(letter(), person="putu", passphrase=Passphrase(WRONG), at=NOW)
    assert WRONG.encode() not in key
    assert "key" not in repr(office().authority)
