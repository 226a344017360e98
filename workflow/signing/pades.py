"""A signer with keys in encrypted files (PKCS#12), which signs as PAdES baseline B: without time stamps.

It stands behind the same port as a national signing service would. For keys of a test authority only: whoever
runs the service can read the files, though not the keys without a passphrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from tempfile import NamedTemporaryFile
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from capacity.reading.problems import Refused, bad_file
from workflow.signing.loop import outside_of_loops
from workflow.signing.values import CannotSign, Passphrase, Stamp

_POINTS_PER_MM = 72 / 25.4


class PadesSigner:
    """See `workflow.signing.Signer`. `keys` are the encrypted PKCS#12 files, by person."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = dict(keys)

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
        """The PDF with one signature more. Raises CannotSign, BadInput."""
        outside_of_loops()
        if person not in self._keys:
            raise CannotSign("There is no key to sign with.", person)
        signer = _opened(self._keys[person], passphrase)
        if signer is None:
            raise CannotSign("The passphrase is wrong.", person)
        try:
            return _signed(content, signer, at, reason, stamp)
        except Exception:
            # Whatever the library meets in a file that is none, or a page that is not there.
            failed = bad_file("letter.pdf", Refused("The file cannot be signed.", "Make the letter anew."))
        raise failed


class _SignerAt(PdfSigner):
    """Signs as of a moment that is given, not of the machine's clock."""

    def __init__(self, at: datetime, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._at = at

    def init_signing_session(self, *args: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **options)
        session.system_time = self._at
        return session


def _opened(key: bytes, passphrase: Passphrase) -> SimpleSigner | None:
    """The key; None for a wrong passphrase. The error of the library ends here, with all that it holds."""
    try:
        secret = passphrase.reveal().encode("utf-8", "surrogatepass")
        opened: SimpleSigner = SimpleSigner.load_pkcs12_data(key, (), secret)
    except ValueError:
        return None
    return opened


def _signed(content: bytes, signer: SimpleSigner, at: datetime, reason: str, stamp: Stamp | None) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(content))
    number = 1 + sum(1 for _ in enumerate_sig_fields(writer.prev))
    name = f"Signature{number}"
    metadata = PdfSignatureMetadata(
        field_name=name, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason or None
    )
    if stamp is None:
        return _written(_SignerAt(at, metadata, signer, new_field_spec=SigFieldSpec(name)), writer)
    field = SigFieldSpec(name, on_page=stamp.page - 1, box=_box(stamp))
    # The library reads the picture from a file, while it signs.
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(stamp.picture)
        file.flush()
        style = StaticStampStyle.from_pdf_file(file.name, border_width=0)
        return _written(_SignerAt(at, metadata, signer, stamp_style=style, new_field_spec=field), writer)


def _written(signer: PdfSigner, writer: IncrementalPdfFileWriter) -> bytes:
    out = BytesIO()
    signer.sign_pdf(writer, output=out)
    return out.getvalue()


def _box(stamp: Stamp) -> tuple[int, int, int, int]:
    corners = (
        stamp.left_mm,
        stamp.bottom_mm,
        stamp.left_mm + stamp.width_mm,
        stamp.bottom_mm + stamp.height_mm,
    )
    left, bottom, right, top = (round(corner * _POINTS_PER_MM) for corner in corners)
    return left, bottom, right, top
