"""The papers of a rehearsal, written as real letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workflow.issuing.kinds import DRAFTS, LETTERS, Particulars, made_now
from workflow.issuing.letter_desk import LetterDesk, file_name
from workflow.papers import Signature
from workflow.rehearsal import Wanted, Write, Written, plain_paper
from workflow.signing import Passphrase, Signer


def letter_writer(
    letters: LetterDesk,
    particulars: Callable[[Wanted], Particulars] = lambda wanted: Particulars(),
    signer: Signer | None = None,
    passphrase: Passphrase | None = None,
    otherwise: Write = plain_paper,
) -> Write:
    """Writes each paper of a rehearsal as the letter that it is; what is no letter, as `otherwise` does.

    With a signer and the passphrase of its keys letters are signed electronically. Without, the letter itself
    stands for the scan of what was signed by hand.
    """

    def write(wanted: Wanted) -> Written:
        case = wanted.case
        if case is None or (wanted.paper not in LETTERS and wanted.paper not in DRAFTS):
            return otherwise(wanted)
        more = replace(particulars(wanted), installed=wanted.installed)
        with letters.desk.store.read() as unit:
            procedure = unit.office.procedure(case.procedure).procedure
        if not made_now(wanted.paper, case, procedure):
            draft = letters.draft(case.name, wanted.paper, at=wanted.at, more=more)
            return Written(letters.pdf(draft), file_name(case.name, wanted.paper))
        by = wanted.signer.person.id if wanted.signer else wanted.by
        electronic = wanted.signer is not None and signer is not None
        made = letters.make(case.name, wanted.paper, by=by, at=wanted.at, electronic=electronic, more=more)
        signature, content = None, made.pdf
        if wanted.signer and signer and passphrase:
            content = signer.sign(content, person=by, passphrase=passphrase, at=wanted.at)
            signature = Signature("electronic")
        return Written(content, made.name, made.issued.number, made.issued.dated, signature)

    return write
