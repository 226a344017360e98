"""How a signature block reads, with and without authority, for holders and for acting officials."""

from __future__ import annotations

from datetime import date

from tests.workflow.offices import HEAD, KABID, KASI, SECRETARY, SINCE, TITLES, office
from workflow.procedure import Authority
from workflow.roles import Acting, Holding, Offices
from workflow.signature_blocks import signature_block

DAY = date(2026, 6, 8)
UNTIL = date(2026, 6, 15)
FOR_THE_HEAD = Authority("kepala_dinas", "a.n.", ("kepala_dinas",))
OFFICE = office()


def signer(role: str, offices: Offices = OFFICE) -> Acting:
    return offices.acting(role, DAY)[0]


def test_the_kepala_dinas_signs_under_his_own_title() -> None:
    block = signature_block(signer("kepala_dinas"), OFFICE, DAY)
    assert block.capacity == (TITLES["kepala_dinas"],)
    assert (block.name, block.rank, block.nip) == (HEAD.title(), "Pembina", f"NIP-{HEAD}")
    assert block.copies == ()


def test_the_kabid_signs_a_n_the_kepala_dinas_with_a_copy_to_him() -> None:
    block = signature_block(signer("kabid"), OFFICE, DAY, FOR_THE_HEAD)
    assert str(block) == f"a.n. {TITLES['kepala_dinas']}\nKepala Bidang e-Government\n{KABID.title()}"
    assert block.copies == (TITLES["kepala_dinas"],)


def test_a_plt_signs_as_plt() -> None:
    offices = office(Holding("kabid", KASI, SINCE, UNTIL, "plt", "800/8"), without=("kabid",))
    block = signature_block(signer("kabid", offices), offices, DAY, FOR_THE_HEAD)
    assert block.capacity == (f"a.n. {TITLES['kepala_dinas']}", "Plt. Kepala Bidang e-Government")


def test_a_plh_of_the_kepala_dinas_signs_as_plh_and_writes_in_nobodys_name() -> None:
    offices = office(Holding("kepala_dinas", SECRETARY, DAY, UNTIL, "plh", "800/9"))
    block = signature_block(signer("kepala_dinas", offices), offices, DAY, FOR_THE_HEAD)
    assert block.capacity == (f"Plh. {TITLES['kepala_dinas']}",)
    assert block.copies == ()


def test_a_vacant_post_still_has_its_title_and_a_role_without_post_its_name() -> None:
    vacant = office(without=("kepala_dinas",))
    block = signature_block(signer("kabid"), vacant, DAY, FOR_THE_HEAD)
    assert block.capacity[0] == f"a.n. {TITLES['kepala_dinas']}"
    unknown = signature_block(signer("kabid"), Offices(), DAY, FOR_THE_HEAD)
    assert unknown.capacity[0] == "a.n. kepala_dinas"
