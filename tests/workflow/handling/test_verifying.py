"""Electronic signatures are checked before the transaction that they are handed in with."""

from __future__ import annotations

import threading

import pytest

from tests.workflow.handling.carrying import Carrier, catalogue, furnish
from tests.workflow.offices import HEAD, KABID
from workflow.errors import BadValue
from workflow.handling import Desk
from workflow.handling.signers import bare_name
from workflow.papers import Signature
from workflow.store import SqlStore


def test_others_can_write_while_a_signature_is_checked(store: SqlStore) -> None:
    furnish(store)
    other = Carrier(store)
    checked: list[str] = []

    def verify(content: bytes) -> Signature:
        """As long as somebody else needs to file a request."""
        thread = threading.Thread(target=lambda: checked.append(other.file().name))
        thread.start()
        thread.join(timeout=20)
        assert not thread.is_alive()
        return Signature("electronic", verified=True, signers=(f"{KABID}, S.T. (TEST)",))

    case = Carrier(store).to("6")
    case.desk = Desk(store, catalogue(), verify)
    paper = case.desk.keep_paper(
        b"%PDF-1.7 signed",
        case.now,
        paper="surat_balasan",
        name="surat.pdf",
        signature=Signature("electronic"),
    )
    case.decide(KABID, "sign", paper)
    assert (case.no, len(checked)) == ("7", 1)
    version = case.case.latest("surat_balasan")
    assert version is not None
    assert version.file is not None
    assert version.file.signature == Signature(
        "electronic", verified=True, signers=(f"{KABID}, S.T. (TEST)",)
    )


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_good_signature_of_somebody_else_decides_nothing(store: SqlStore) -> None:
    furnish(store)

    def verify(content: bytes) -> Signature:
        return Signature("electronic", verified=True, signers=(HEAD.title(),))

    case = Carrier(store).to("6")
    case.desk = Desk(store, catalogue(), verify)
    paper = case.desk.keep_paper(
        b"%PDF-1.7 signed",
        case.now,
        paper="surat_balasan",
        name="surat.pdf",
        signature=Signature("electronic"),
    )
    with pytest.raises(BadValue, match=f"The signature is that of {HEAD.title()}, and {KABID.title()}"):
        case.decide(KABID, "sign", paper)
    assert case.no == "6"


@pytest.mark.parametrize(
    ("certificate", "person"),
    [
        ("I GEDE CONTOH", "Dr. I Gede  Contoh, S.T., M.T."),
        ("I Gede Contoh (TITIP TEST)", "I Gede Contoh"),
        ("Drs. Ni Luh Contoh, M.Si", "Ni Luh Contoh"),
    ],
)
def test_titles_and_letter_case_do_not_make_another_person(certificate: str, person: str) -> None:
    assert bare_name(certificate) == bare_name(person)


def test_names_that_share_a_word_are_two_people() -> None:
    assert bare_name("I Gede Contoh") != bare_name("I Gede Contoh Putra")
    assert bare_name("K.") != bare_name("G.")
