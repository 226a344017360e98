"""Published versions: checked, hashed, and never changed afterwards.

A version is stored as its canonical text; its SHA-256 is the version's name, and a case is pinned to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from capacity.errors import BadInput, TitipError
from workflow.plain import canonical, from_canonical
from workflow.procedure.checks import problems_of
from workflow.procedure.values import Procedure


class AlteredVersion(TitipError):
    """A stored version is not what was published under its hash."""

    code = "altered-version"


@dataclass(frozen=True, slots=True)
class Published:
    """A procedure that passed every check. `sha256` is the hex digest of `text`, its canonical JSON."""

    procedure: Procedure
    sha256: str
    text: bytes


def publish(procedure: Procedure, file: str = "procedure.yaml") -> Published:
    """The version as it may be published. Raises BadInput with every problem of every check."""
    if problems := problems_of(procedure, file):
        raise BadInput(problems)
    return _published(procedure)


def restore(text: bytes, digest: str) -> Published:
    """The version whose text was stored at its publication. Raises AlteredVersion.

    It is not checked again: later checks may be stricter, and running cases stay on what they began with.
    """
    if sha256(text).hexdigest() != digest:
        raise AlteredVersion(f"The stored procedure does not have the hash {digest}.", "procedures")
    return Published(from_canonical(Procedure, text, digest[:12]), digest, text)


def _published(procedure: Procedure) -> Published:
    text = canonical(procedure)
    return Published(procedure, sha256(text).hexdigest(), text)
