"""Signing and checking: what holds, what does not, and what is wrong with it."""

from __future__ import annotations

import asyncio
import random
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import typst
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from capacity.errors import BadInput
from tests.workflow.signing.letters import (
    DAY,
    HEAD,
    KABID,
    NOW,
    SECRET,
    SINCE,
    letter,
    office,
    signed_twice,
)
from workflow.papers import Signature
from workflow.signing import Found, Passphrase, Stamp, Verified
from workflow.signing.pades import PadesSigner
from workflow.signing.test_authority import MARK, make_authority
from workflow.signing.verify import verify_apart, verify_pdf

YEAR = timedelta(days=365)


def verify(content: bytes) -> Verified:
    return verify_pdf(content, office().roots, NOW)


def only(content: bytes) -> Found:
    (found,) = verify(content).signatures
    return found


def test_one_signature_holds_and_covers_the_file() -> None:
    found = only(office().sign(letter()))
    assert found.good
    assert (found.signer, found.issuer) == (f"I Nyoman ({MARK})", f"{MARK} CA - NOT FOR USE")
    assert (found.intact, found.trusted, found.covers_file, found.after) == (True, True, True, "nothing")
    assert found.claimed_at == NOW
    assert re.fullmatch(r"[0-9a-f]{64}", found.certificate_sha256)


def test_two_officials_sign_one_after_the_other_and_both_hold() -> None:
    checked = verify(signed_twice())
    first, second = checked.signatures
    assert checked.good
    assert (first.signer, first.covers_file, first.after) == (f"I Nyoman ({MARK})", False, "signed again")
    assert (second.signer, second.covers_file, second.after) == (f"I Gusti Agung ({MARK})", True, "nothing")
    assert second.claimed_at == NOW + timedelta(minutes=1)
    assert checked.signature() == Signature(
        "electronic", verified=True, signers=(first.signer, second.signer)
    )


def test_signing_leaves_what_was_there_byte_by_byte() -> None:
    once = office().sign(letter())
    assert once.startswith(letter())
    assert office().sign(once, HEAD).startswith(once)


def test_no_two_signatures_are_alike() -> None:
    """So a letter is compared by the hash of what was signed, never by signing it anew."""
    assert office().sign(letter()) != office().sign(letter())


def test_a_flipped_bit_of_what_is_signed_breaks_it() -> None:
    content = signed_twice()
    dice = random.Random(7)
    digits = [found.span(1) for found in re.finditer(rb"/Contents <([0-9A-F]+)>", content)]
    signed = [at for at in range(len(content)) if not any(start <= at < end for start, end in digits)]
    # Also the zeros that fill up a signature, and the brackets around it.
    filling = [at for _, end in digits for at in range(end - 3, end + 1)]
    assert len(filling) == 8
    for place in (*dice.sample(signed, 40), *filling):
        assert not holds(flipped(content, place, dice.randrange(8))), place


def test_a_flipped_bit_of_a_signature_breaks_it_or_says_nothing_else() -> None:
    """A signature carries a little that it does not sign, such as the list of algorithms in it."""
    content = signed_twice()
    whole = verify(content)
    dice = random.Random(8)
    (start, end), _ = (found.span(1) for found in re.finditer(rb"/Contents <([0-9A-F]+?)0*>", content))
    outcomes = []
    for place in dice.sample(range(start, end), 30):
        changed = flipped(content, place, dice.randrange(8))
        outcomes.append(holds(changed))
        assert not outcomes[-1] or verify(changed) == whole, place
    assert outcomes.count(False) >= 20


def flipped(content: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    return bytes(changed)


def holds(content: bytes) -> bool:
    try:
        return verify(content).good
    except BadInput:
        return False


def test_a_digit_of_a_signature_in_the_other_case_is_noticed_too() -> None:
    content = signed_twice()
    (first, _) = re.finditer(rb"/Contents <3082[0-9]*([A-F])", content)
    changed = bytearray(content)
    changed[first.start(1)] ^= 0x20
    assert not holds(bytes(changed))


def test_a_bit_of_the_letter_breaks_all_signatures_after_it() -> None:
    content = signed_twice()
    changed = content.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert changed != content
    checked = verify(changed)
    assert [found.intact for found in checked.signatures] == [False, False]
    assert all("changed" in found.problems[0] for found in checked.signatures)
    assert not checked.good


def test_what_is_appended_after_the_last_signature_is_noticed() -> None:
    checked = verify(signed_twice() + b"\n% a remark\n")
    assert not checked.good
    assert not any(found.covers_file for found in checked.signatures)


def altered(content: bytes) -> bytes:
    """Another first page, added as any editor does it: what was signed is still there, but is not shown."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Rotate")] = pdf_string("90")
    writer.mark_update(page.container_ref)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_page_changed_after_signing_is_told_apart_from_a_broken_signature() -> None:
    found = only(altered(office().sign(letter())))
    assert (found.intact, found.after, found.good) == (True, "altered", False)
    assert found.problems == ("The file was altered after it was signed.",)


def test_a_change_between_two_signatures_spoils_the_first_and_so_the_letter() -> None:
    checked = verify(office().sign(altered(office().sign(letter())), HEAD))
    assert [found.good for found in checked.signatures] == [False, True]
    assert not checked.good


def test_a_letter_without_a_signature_is_not_good() -> None:
    checked = verify(letter())
    assert checked == Verified(())
    assert not checked.good
    assert checked.signature() == Signature("electronic", verified=False)


def test_a_signature_of_another_authority_is_intact_and_not_trusted() -> None:
    other = make_authority(SINCE)
    signer = PadesSigner({KABID: other.issue("I Nyoman", Passphrase(SECRET), SINCE)})
    content = signer.sign(letter(), person=KABID, passphrase=Passphrase(SECRET), at=NOW)
    found = only(content)
    assert (found.intact, found.trusted, found.good) == (True, False, False)
    assert "none of the roots" in found.problems[0]
    assert verify_pdf(content, (*office().roots, other.root), NOW).good


def test_without_roots_nobody_is_trusted() -> None:
    (found, _) = verify_pdf(signed_twice(), (), NOW).signatures
    assert (found.intact, found.trusted) == (True, False)


@pytest.mark.parametrize(
    ("at", "trusted"),
    [(NOW, True), (SINCE - DAY, False), (SINCE + 2 * YEAR - DAY, True), (SINCE + 2 * YEAR + DAY, False)],
)
def test_certificates_must_be_valid_at_the_moment_asked_about(at: object, trusted: bool) -> None:
    checked = verify_pdf(signed_twice(), office().roots, at)  # type: ignore[arg-type]
    assert [found.trusted for found in checked.signatures] == [trusted, trusted]
    assert checked.good == trusted


def test_a_name_in_a_certificate_is_a_claim_fit_to_be_shown() -> None:
    other = make_authority(SINCE)
    key = other.issue("Evil\x1b[31m\u202e", Passphrase(SECRET), SINCE)
    content = PadesSigner({KABID: key}).sign(letter(), person=KABID, passphrase=Passphrase(SECRET), at=NOW)
    assert only(content).signer.isprintable()


def test_a_stamp_shows_on_its_page_at_its_place() -> None:
    picture = typst.compile(b"#set page(width: 40mm, height: 15mm, margin: 2mm)\nTTD", format="pdf")
    assert isinstance(picture, bytes)
    stamp = Stamp(page=1, left_mm=70, bottom_mm=10, width_mm=40, height_mm=15, picture=picture)
    content = office().signer.sign(
        letter(), person=KABID, passphrase=Passphrase(SECRET), at=NOW, reason="Penetapan", stamp=stamp
    )
    assert only(content).good
    before, after = (_picture(pdf) for pdf in (letter(), content))
    changed = (before != after).any(axis=2)
    # One pixel is a millimetre; rows count from the top of the page, which is 80 mm high.
    assert changed[55:70, 70:110].any()
    changed[55:71, 70:111] = False
    assert not changed.any()


def _picture(pdf: bytes) -> Any:
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        return document[0].render(scale=25.4 / 72).to_numpy()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-",
        b"%PDF-1.7\n" + b"\0" * 1000,
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF",
        b"%PDF-1.7\n" + b"[" * 5000 + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n9\n%%EOF",
        b"PK\x03\x04",
        b"hello",
    ],
)
def test_what_is_no_pdf_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadInput) as bad:
        verify(content)
    assert len(bad.value.problems) == 1
    with pytest.raises(BadInput):
        office().sign(content)


def test_cut_off_and_shuffled_files_never_end_in_anything_else() -> None:
    content = signed_twice()
    dice = random.Random(11)
    for _ in range(40):
        changed = bytearray(content)
        for _ in range(dice.randrange(1, 40)):
            start, end = sorted(dice.sample(range(len(changed)), 2))
            changed[start : min(end, start + 30)] = dice.randbytes(dice.randrange(30))
        assert not holds(bytes(changed[: dice.randrange(len(changed))]))


def test_a_signature_that_leaves_room_for_something_unsigned_does_not_hold() -> None:
    """The gap in the signed range is wider than the signature: something could be put there and be shown."""
    content = office().sign(letter())
    (found,) = re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", content)
    start, first, second, length = map(int, found.groups())
    wider = b"/ByteRange [%d %d %d %d]" % (start, first - 1, second, length)
    changed = content.replace(found[0], wider.ljust(len(found[0])))
    assert len(changed) == len(content)
    assert not verify(changed).good


def test_a_field_whose_signature_is_of_an_unknown_kind_is_told() -> None:
    changed = signed_twice().replace(b"/ETSI.CAdES.detached", b"/XXXX.CAdES.detached", 1)
    checked = verify(changed)
    assert not checked.good
    assert checked.problems == ("It bears a signature of a kind that cannot be checked.",)


def test_the_check_in_a_process_of_its_own_says_the_same() -> None:
    assert verify_apart(signed_twice(), office().roots, NOW) == verify(signed_twice())
    with pytest.raises(BadInput, match="no PDF"):
        verify_apart(b"hello", office().roots, NOW)


def test_within_an_event_loop_it_is_a_fault_of_the_caller_not_of_the_file() -> None:
    async def inside() -> None:
        with pytest.raises(RuntimeError, match="thread"):
            verify(signed_twice())
        with pytest.raises(RuntimeError, match="thread"):
            office().sign(letter())

    asyncio.run(inside())


def test_a_dictionary_of_the_library_is_what_the_alteration_changes() -> None:
    """The alteration of these tests is one that viewers show."""
    writer = IncrementalPdfFileWriter(BytesIO(altered(letter())))
    page = writer.root["/Pages"]["/Kids"][0]
    assert isinstance(page, DictionaryObject)
    assert page["/Rotate"] == "90"
