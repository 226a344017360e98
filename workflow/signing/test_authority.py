"""An authority for tests and the demo, and keys issued by it. It says so in every name: nobody must trust it.

Keys are random, so that nothing made here is ever the same twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from workflow.signing.values import Passphrase

MARK = "TITIP TEST"
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class TestAuthority:
    """The certificate that signers' certificates lead to, and the key that issues them."""

    __test__ = False  # not a test of pytest's, whatever it is called

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey = field(repr=False)

    @property
    def root(self) -> bytes:
        """The certificate as PEM: a trust root for `verify_pdf`."""
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(
        self, name: str, passphrase: Passphrase, since: datetime, lasts: timedelta = 2 * _YEAR
    ) -> bytes:
        """A key with its certificate for somebody, as an encrypted PKCS#12 file for `PadesSigner`."""
        key = generate_private_key(SECP256R1())
        builder = _builder(f"{name} ({MARK})", self.certificate.subject, key, since, lasts)
        builder = builder.add_extension(x509.BasicConstraints(False, None), critical=True)
        builder = builder.add_extension(_usage(signs=True), critical=True)
        public = self.key.public_key()
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(public)
        certificate = builder.add_extension(issuer, critical=False).sign(self.key, SHA256())
        return pkcs12.serialize_key_and_certificates(
            None,
            key,
            certificate,
            None,  # the root is not taken along: who checks has it, or must not take it from the file
            BestAvailableEncryption(passphrase.reveal().encode("utf-8", "surrogatepass")),
        )


def make_authority(since: datetime, lasts: timedelta = 10 * _YEAR) -> TestAuthority:
    """A new authority, valid from a moment on."""
    key = generate_private_key(SECP256R1())
    name = f"{MARK} CA - NOT FOR USE"
    builder = _builder(name, None, key, since, lasts)
    builder = builder.add_extension(x509.BasicConstraints(True, 0), critical=True)
    builder = builder.add_extension(_usage(signs=False), critical=True)
    return TestAuthority(builder.sign(key, SHA256()), key)


def _builder(
    name: str, issuer: x509.Name | None, key: EllipticCurvePrivateKey, since: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    # A common name has at most 64 characters.
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[-64:])])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    """For documents (which nobody can deny to have signed), or for certificates."""
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )
