"""Whose signature it is: the name in the certificate is that of the official who decides."""

from __future__ import annotations

import re

from workflow.commands import Command, Decide
from workflow.errors import BadValue
from workflow.ports import UnitOfWork

# Academic titles follow a comma or bear a full stop ("Dr. Ir. I Made Contoh, S.T., M.T."); what authorities
# add stands in brackets.
_ADDED = re.compile(r"\(.*?\)|,.*|\b\w+\.")


def bare_name(name: str) -> str:
    """A name without titles, small letters, one blank between words: for comparing names.

    A name of nothing but initials keeps them: better a name that is not recognised than one that fits all.
    """
    return " ".join((_ADDED.sub(" ", name).split()) or name.split()).casefold()


def check_signers(unit: UnitOfWork, command: Command) -> None:
    """Raise BadValue for a good electronic signature on a decision that is somebody else's.

    One of the names in the certificates must be the name of the person who decides, but for titles, letter
    case and blanks. A signature that is not good is refused elsewhere, whosever it is.
    """
    if not isinstance(command, Decide):
        return
    for paper in command.papers:
        signature = paper.signature
        if signature is None or not signature.verifiable or not signature.verified:
            continue
        people = unit.office.offices().people
        name = next((one.name for one in people if one.id == command.by), command.by)
        if bare_name(name) not in {bare_name(signer) for signer in signature.signers}:
            found = ", ".join(signature.signers) or "nobody"
            raise BadValue(
                f"The signature is that of {found}, and {name} decides. Have the letter signed by whoever"
                " decides; if it is the same person, have the name entered as in the certificate.",
                paper.name or paper.paper,
            )
