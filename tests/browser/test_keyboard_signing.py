"""A letter signed with the keyboard alone: by hand and scanned, or electronically."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.keys import Keys, signed_in
from tests.browser.serving import MONDAY, Served
from tests.browser.visiting import PDF, Visitor
from tests.browser.walk import analyse, decide, file_request, to_analysis
from workflow.papers import Signature
from workflow.signing import Passphrase
from workflow.signing.pades import PadesSigner
from workflow.signing.test_authority import make_authority
from workflow.signing.verify import verify_pdf

pytestmark = pytest.mark.timeout(180)
SIGNED = "#decide-sign-paper-surat_balasan"
HOW = "#decide-sign-how-surat_balasan"
SIGN = 'form:has([name="outcome"][value="sign"]) button[type="submit"]'


def to_sign(browser: Browser, site: Served) -> tuple[Visitor, str]:
    """A case whose reply waits for the Kabid's signature."""
    visitor = Visitor(browser, site)
    case = file_request(visitor)
    to_analysis(visitor, case)
    analyse(visitor, case)
    decide(visitor, case, "komang", "fits", where="/analysis")
    decide(visitor, case, "komang", "submit_draft")
    decide(visitor, case, "nyoman", "agree")
    return Visitor(browser, site), case


def at_the_case(visitor: Visitor, case: str, *, electronic: bool) -> Keys:
    """The Kabid comes from the sign-in over what waits for him to the case, and has the letter written."""
    keys = signed_in(visitor, "nyoman")
    keys.to(f'main a[href="/cases/{case}"]').enter()
    named = '[name="electronic"]' if electronic else ":not([name])"
    return keys.to(f'form[action$="/letter"] button{named}').enter()


def test_a_letter_is_signed_by_hand_with_the_keyboard_alone(browser: Browser, site: Served) -> None:
    visitor, case = to_sign(browser, site)
    keys = at_the_case(visitor, case, electronic=False)
    keys.to('a[href$="/letters/surat_balasan?made=true"]')
    keys.choose_file(SIGNED, PDF).to(SIGN).enter()
    assert visitor.problems() == ""
    with site.store.read() as unit:
        version = unit.cases.get(case).latest("surat_balasan")
    assert version is not None
    assert version.file is not None
    assert version.file.signature is not None
    assert (version.file.signature.kind, version.file.signature.verifiable) == ("wet", False)
    assert visitor.complaints == []


def test_an_electronic_signature_is_verified_and_one_of_somebody_else_is_told(
    browser: Browser, site: Served, tmp_path: Path
) -> None:
    authority = make_authority(MONDAY)
    word = Passphrase("frangipani")
    names = {"nyoman": "Contoh Nyoman, S.T.", "agung": "Contoh Agung"}
    signer = PadesSigner({person: authority.issue(name, word, MONDAY) for person, name in names.items()})

    def verify(content: bytes) -> Signature:
        return verify_pdf(content, (authority.root,), site.now).signature()

    site.desk.verify = verify
    visitor, case = to_sign(browser, site)
    keys = at_the_case(visitor, case, electronic=True)
    letter = visitor.download('a[href$="/letters/surat_balasan?made=true"]', tmp_path)
    for person in ("agung", "nyoman"):
        with ThreadPoolExecutor() as apart:  # the browser keeps an event loop in this thread
            signed = apart.submit(signer.sign, letter, person=person, passphrase=word, at=site.now).result()
        visitor.open(f"/cases/{case}")
        keys.write(HOW, "electronic").choose_file(SIGNED, signed).to(SIGN).enter()
        if person == "agung":
            assert "Contoh Agung" in visitor.problems()
    assert visitor.problems() == ""
    with site.store.read() as unit:
        version = unit.cases.get(case).latest("surat_balasan")
    assert version is not None
    assert version.file is not None
    assert version.file.signature == Signature(
        "electronic", verified=True, signers=("Contoh Nyoman, S.T. (TITIP TEST)",)
    )
