"""Check the signatures of a PDF that somebody else made: nothing in it is believed, nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from capacity.child import run_in_child
from capacity.errors import BadInput, ChildStopped
from capacity.reading.problems import Refused, bad_file, printable
from workflow.signing.loop import outside_of_loops
from workflow.signing.values import After, Found, Verified

MOST_SIGNATURES = 20
DEADLINE_S = 10.0
MEMORY_BYTES = 2 << 30
_FILE = "signed.pdf"


def verify_apart(content: bytes, trust_roots: Sequence[bytes], at: datetime) -> Verified:
    """`verify_pdf` in a child process with a deadline and a memory cap: the way for files from outside.

    Raises BadInput, also for a file that takes too long or too much memory to look at.
    """
    try:
        return run_in_child(
            verify_pdf, content, tuple(trust_roots), at, seconds=DEADLINE_S, memory_bytes=MEMORY_BYTES
        )
    except ChildStopped:
        raise _refused("It takes too long, or too much memory, to be looked at.") from None


def verify_pdf(content: bytes, trust_roots: Sequence[bytes], at: datetime) -> Verified:
    """The signatures of a PDF, and whether they hold.

    Parameters
    ----------
    content
        The file. Whatever is in it, the answer is a result or BadInput.
    trust_roots
        Certificates, DER or PEM, that signers' certificates must lead to; without any, none is trusted.
    at
        The moment at which certificates must be valid: when the paper came, if it is looked at again later.

    Raises
    ------
    BadInput
        For what is no PDF, is encrypted, or cannot be read. A signature that does not hold is no error:
        it is found, with what is wrong with it.
    """
    outside_of_loops()
    if not content.startswith(b"%PDF-"):
        raise _refused("It is no PDF.")
    roots = [cert for root in trust_roots for cert in load_certs_from_pemder_data(root)]
    try:
        reader = PdfFileReader(BytesIO(content))
        encrypted = reader.encrypted
        fields = 0 if encrypted else sum(1 for _ in enumerate_sig_fields(reader, filled_status=True))
        embedded = () if encrypted or fields > MOST_SIGNATURES else tuple(reader.embedded_regular_signatures)
        stamps = 0 if not embedded else len(reader.embedded_timestamp_signatures)
    except Exception:
        # The reader meets hostile files with whatever Python raises: none of it is a fault of ours.
        raise _refused("The PDF cannot be read.") from None
    if encrypted:
        raise _refused("The PDF is encrypted.")
    if fields > MOST_SIGNATURES:
        raise _refused(f"The PDF bears more than {MOST_SIGNATURES} signatures.")
    unread = fields - len(embedded) - stamps
    problems = ("It bears a signature of a kind that cannot be checked.",) if unread else ()
    return Verified(tuple(_found(one, content, roots, at) for one in embedded), problems)


def _found(one: EmbeddedPdfSignature, content: bytes, roots: Sequence[object], at: datetime) -> Found:
    context = ValidationContext(trust_roots=[*roots], moment=at, allow_fetching=False)
    try:
        status = validate_pdf_signature(one, context)
        covers, contiguous = _covered(one, content)
        return _told(one, status, covers=covers, contiguous=contiguous)
    except Exception:
        return Found(
            field=printable(str(one.field_name)),
            signer="",
            issuer="",
            certificate_sha256="",
            claimed_at=None,
            intact=False,
            trusted=False,
            covers_file=False,
            after="altered",
            problems=("The signature cannot be read.",),
        )


def _told(one: EmbeddedPdfSignature, status: PdfSignatureStatus, *, covers: bool, contiguous: bool) -> Found:
    certificate = status.signing_cert
    intact = bool(status.intact and status.valid and contiguous)
    trusted = intact and bool(status.trusted)
    after = _after(status, covers)
    problems = []
    if not intact:
        problems.append("What was signed has been changed, or the signature is not the certificate's.")
    elif not trusted:
        problems.append("The certificate leads to none of the roots, or was not valid or not for signing.")
    if intact and after == "altered":
        problems.append("The file was altered after it was signed.")
    if status.seed_value_constraint_error is not None:
        problems.append("The signature is not of the kind that its field asks for.")
    return Found(
        field=printable(str(one.field_name)),
        signer=_common_name(certificate.subject.native),
        issuer=_common_name(certificate.issuer.native),
        certificate_sha256=sha256(certificate.dump()).hexdigest(),
        claimed_at=one.self_reported_timestamp,
        intact=intact,
        trusted=trusted,
        covers_file=intact and covers,
        after=after,
        problems=tuple(problems),
    )


def _after(status: PdfSignatureStatus, covers: bool) -> After:
    level = status.modification_level
    if level is None or status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return "altered"
    if level == ModificationLevel.NONE:
        # What follows is then no revision that the library has read, and looked at; but it is there.
        return "nothing" if covers else "altered"
    if level == ModificationLevel.LTA_UPDATES:
        return "nothing"
    return "signed again" if level == ModificationLevel.FORM_FILLING and status.docmdp_ok else "altered"


def _covered(one: EmbeddedPdfSignature, content: bytes) -> tuple[bool, bool]:
    """Whether the signature covers the whole file, and whether it leaves out nothing but itself.

    The gap in the signed range must be the signature's own hexadecimal digits, filled up with zeros: in any
    other, something could be put that is shown and not signed.
    """
    numbers = [int(number) for number in one.byte_range]
    if len(numbers) != 4:
        return False, False
    start, first, second, length = numbers
    gap = content[first:second]
    digits = one.pkcs7_content.hex()
    own = gap in (f"<{digits}>".encode(), f"<{digits.upper()}>".encode())
    contiguous = start == 0 and own and _filled_up(one.pkcs7_content) and second + length <= len(content)
    return contiguous and second + length == len(content), contiguous


def _filled_up(signature: bytes) -> bool:
    """True if nothing but zeros follows what the signature (DER, of a definite length) says is its end."""
    if len(signature) < 2:
        return False
    short = signature[1] < 0x80
    size = 0 if short else signature[1] & 0x7F
    length = signature[1] if short else int.from_bytes(signature[2 : 2 + size], "big")
    return size <= 4 and not any(signature[2 + size + length :])


def _common_name(names: object) -> str:
    """The common name, fit to be shown: a certificate's maker writes what he likes into it."""
    name = names.get("common_name", "") if isinstance(names, dict) else ""
    return printable(", ".join(map(str, name)) if isinstance(name, list) else str(name))


def _refused(problem: str) -> BadInput:
    return bad_file(_FILE, Refused(problem, "Hand in the file as the signing program saved it."))
