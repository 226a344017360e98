"""How a signature block reads: in whose name somebody signs, in which post, and who gets a copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflow.procedure import Authority
from workflow.roles import Acting, Offices

_PREFIX = {"definitive": "", "plt": "Plt. ", "plh": "Plh. "}


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """The lines above the signature, the name below it, and the titles that a copy goes to (tembusan)."""

    capacity: tuple[str, ...]
    name: str
    rank: str | None = None
    nip: str | None = None
    copies: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([*self.capacity, self.name])


def signature_block(
    signer: Acting, offices: Offices, on: date, authority: Authority | None = None
) -> SignatureBlock:
    """The block of somebody who signs on a date.

    With an authority, the signer writes in the name of another role, whose title (as of the date) comes
    first; a signer who acts in that very role signs for himself and sends no copy to himself.
    """
    own = f"{_PREFIX[signer.kind]}{signer.post.title}"
    lines: tuple[str, ...] = (own,)
    copies: tuple[str, ...] = ()
    if authority is not None and signer.post.role != authority.signs_for:
        lines = (f"{authority.form} {_title(authority.signs_for, offices, on)}", own)
        copies = tuple(_title(role, offices, on) for role in authority.copies if role != signer.post.role)
    return SignatureBlock(lines, signer.person.name, signer.person.rank, signer.person.nip, copies)


def _title(role: str, offices: Offices, on: date) -> str:
    """The title of the post with that role, of one that somebody holds first; without a post, the role."""
    acting = offices.acting(role, on)
    if acting:
        return acting[0].post.title
    return next((post.title for post in offices.posts if post.role == role), role)
