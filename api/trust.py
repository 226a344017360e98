"""Whose electronic signatures count as good; desks that check them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from api.settings import TRUST, Settings, bad_setting
from capacity.reading.catalogue import Catalogue
from workflow.handling import Desk
from workflow.papers import Signature
from workflow.ports import Store


def desk_of(settings: Settings, store: Store, catalogue: Catalogue) -> Desk:
    """The door to the cases, which checks electronic signatures. Raises BadInput for bad roots."""
    roots = trusted(settings)

    def verify(content: bytes) -> Signature:
        # Loaded when needed: most commands see no signature.
        from workflow.signing.verify import verify_apart

        return verify_apart(content, roots, datetime.now(UTC)).signature()

    return Desk(store, catalogue, verify)


def trusted(settings: Settings) -> tuple[bytes, ...]:
    """The certificates in the folder of the settings, PEM. Raises BadInput for what is none."""
    if not settings.trust:
        return ()
    from cryptography.x509 import load_pem_x509_certificates

    folder = Path(settings.trust)
    if not folder.is_dir():
        raise bad_setting(TRUST, f"There is no folder {folder.name!r}.", "Name a folder of *.pem files.")
    roots = []
    for path in sorted(folder.glob("*.pem")):
        try:
            content = path.read_bytes()
            load_pem_x509_certificates(content)
        except (OSError, ValueError):
            told = f"{path.name!r} holds no certificate."
            raise bad_setting(TRUST, told, "Keep certificates in PEM there, and nothing else.") from None
        roots.append(content)
    if not roots:
        raise bad_setting(TRUST, "It holds no *.pem file.", "Put the authorities' certificates there.")
    return tuple(roots)
