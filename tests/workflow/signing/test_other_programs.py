"""Signatures as other programs make them: older containers, other keys and digests, certified letters."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from capacity.errors import BadInput
from tests.workflow.signing.letters import DAY, NOW, SINCE, letter, office
from workflow.signing.verify import verify_pdf

LATER = NOW + 300 * DAY
OLD, PADES = SigSeedSubFilter.ADOBE_PKCS7_DETACHED, SigSeedSubFilter.PADES


@cache
def rsa() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def signer(*, binding: bool = True, pss: bool = False) -> SimpleSigner:
    """A key with a certificate of the test authority, for signing what binds, or for logging in only."""
    authority, name = office().authority, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Somebody")])
    usage = x509.KeyUsage(True, binding, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder(authority.certificate.subject, name, rsa().public_key(), 7, SINCE, LATER)
        .add_extension(usage, critical=True)
        .sign(authority.key, SHA256())
    )
    packed = pkcs12.serialize_key_and_certificates(None, rsa(), certificate, None, NoEncryption())
    opened: SimpleSigner = SimpleSigner.load_pkcs12_data(packed, (), None)
    opened.prefer_pss = pss
    return opened


def sign(by: SimpleSigner, metadata: PdfSignatureMetadata) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(letter()))
    signed = PdfSigner(metadata, by).sign_pdf(writer)
    assert isinstance(signed, BytesIO)
    return signed.getvalue()


@pytest.mark.parametrize(("digest", "kind", "pss"), [("sha256", OLD, False), ("sha512", PADES, True)])
def test_other_keys_digests_and_containers_hold(digest: str, kind: SigSeedSubFilter, pss: bool) -> None:
    content = sign(signer(pss=pss), PdfSignatureMetadata("A", md_algorithm=digest, subfilter=kind))
    assert verify_pdf(content, office().roots, NOW).good
    assert verify_pdf(office().sign(content), office().roots, NOW).good


def test_a_digest_that_is_broken_is_not_trusted() -> None:
    content = sign(signer(), PdfSignatureMetadata("A", md_algorithm="sha1", subfilter=OLD))
    assert not verify_pdf(content, office().roots, NOW).good


def test_a_certificate_that_is_not_for_signing_is_not_trusted() -> None:
    content = sign(signer(binding=False), PdfSignatureMetadata("A", md_algorithm="sha256"))
    (found,) = verify_pdf(content, office().roots, NOW).signatures
    assert (found.intact, found.trusted) == (True, False)


def certified(permitted: MDPPerm) -> bytes:
    metadata = PdfSignatureMetadata("A", md_algorithm="sha256", certify=True, docmdp_permissions=permitted)
    return sign(signer(), metadata)


def test_a_certified_letter_may_be_signed_again_if_its_signer_allowed_it() -> None:
    content = office().sign(certified(MDPPerm.FILL_FORMS))
    (first, second) = verify_pdf(content, office().roots, NOW).signatures
    assert (first.after, second.after) == ("signed again", "nothing")
    assert verify_pdf(content, office().roots, NOW).good


def test_a_letter_certified_as_final_holds_and_is_not_signed_again() -> None:
    final = certified(MDPPerm.NO_CHANGES)
    assert verify_pdf(final, office().roots, NOW).good
    with pytest.raises(BadInput, match="cannot be signed"):
        office().sign(final)
