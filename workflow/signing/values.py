"""What signing is asked for and what a check finds; and the port of whoever can sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NoReturn, Protocol

from capacity.errors import TitipError
from workflow.papers import Signature

#: What was added to the file after a signature; proofs about the signature count as nothing.
After = Literal["nothing", "signed again", "altered"]


class CannotSign(TitipError):
    """The signer refuses: no key for the person, or a wrong passphrase. Nothing was signed."""

    code = "cannot-sign"


class Passphrase:
    """A signer's passphrase on its way to the signer, and nowhere else.

    It does not show in texts and logs, and cannot be pickled, copied or written as JSON: so it is neither
    stored nor queued by mistake. Whoever signs is asked for it each time.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text, for the one call that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "Passphrase(hidden)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a passphrase is neither stored nor sent")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a signature shows: page from 1; the lower left corner and the size in millimetres.

    `picture` is a PDF of one page, scaled into that box: with its own fonts in it, as an archive wants it.
    """

    page: int
    left_mm: float
    bottom_mm: float
    width_mm: float
    height_mm: float
    picture: bytes


class Signer(Protocol):
    """Somebody or something that can sign for people of the office: the test signer, a national service."""

    def sign(
        self,
        content: bytes,
        *,
        person: str,
        passphrase: Passphrase,
        at: datetime,
        reason: str = "",
        stamp: Stamp | None = None,
    ) -> bytes:
        """The PDF with one signature more; those that it has stay as they are.

        No two signatures are alike, so the bytes differ each time: keep what was signed, never sign it anew
        to compare. Raises CannotSign; BadInput for what is no PDF that can be signed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """One signature of a PDF, as it was found.

    Attributes
    ----------
    field
        Name of its field in the file.
    signer, issuer
        Common names in the certificate and of who issued it; claims, unless `trusted`.
    certificate_sha256
        Hash of the certificate: who compares it knows the signer, whatever his name.
    claimed_at
        When it was signed, as the signer says; nobody else has witnessed that.
    intact
        What it covers is as it was signed, and the signature is the certificate's.
    trusted
        The certificate leads to one of the roots, was valid at the moment asked about, and is for signing.
        Whether it was revoked is not asked: that would need the network.
    covers_file
        It covers every byte of the file but itself.
    after
        What was added to the file after it.
    problems
        What is wrong with it, in sentences; none if all is well.
    """

    field: str
    signer: str
    issuer: str
    certificate_sha256: str
    claimed_at: datetime | None
    intact: bool
    trusted: bool
    covers_file: bool
    after: After
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """True for a signature to rely on."""
        return self.intact and self.trusted and self.after != "altered" and not self.problems


@dataclass(frozen=True, slots=True)
class Verified:
    """All signatures of a PDF, oldest first, and what is wrong with the file as a whole."""

    signatures: tuple[Found, ...]
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """True if it is signed, every signature is good, and nothing came after the last one."""
        return (
            bool(self.signatures)
            and not self.problems
            and all(found.good for found in self.signatures)
            and self.signatures[-1].after == "nothing"
        )

    def signature(self) -> Signature:
        """What a case keeps of it (`workflow.papers`)."""
        signers = tuple(found.signer for found in self.signatures)
        return Signature("electronic", verified=self.good, signers=signers)
