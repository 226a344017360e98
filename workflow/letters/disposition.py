"""Lembar disposisi: the form by which the leadership sends a request on."""

from __future__ import annotations

from workflow.letters.dossier import DRAFT, Dossier, Outside
from workflow.letters.indonesian import UNRECORDED, day
from workflow.letters.values import Choices, Form, Letter, Signing

#: Boxes of the form, in the order of the usual sheet; which are ticked is said by name.
NATURES = ("Biasa", "Segera", "Sangat Segera", "Rahasia")
INSTRUCTIONS = (
    "Tanggapan dan saran",
    "Proses lebih lanjut",
    "Koordinasi/konfirmasi",
    "Untuk diketahui",
)


def disposition(
    dossier: Dossier,
    outside: Outside = DRAFT,
    *,
    to: str | None = None,
    instructions: tuple[str, ...] = (),
    note: str = "",
) -> Letter:
    """The form, filled in as far as it is known.

    Parameters
    ----------
    to
        Title of who it is sent on to; None: the actor of the next step. Officials that the form lists but
        who are not meant stay unticked.
    instructions
        Those of `INSTRUCTIONS` that are ticked; others are listed behind them.
    """
    number, dated = dossier.request_number()
    case = dossier.case
    received = case.complete_since.astimezone(dossier.zone).date()
    block, following = dossier.block("disposisi", outside), dossier.after("disposisi")
    officials = (actor.role for actor in dossier.procedure.actors if not actor.outside)
    titles = (dossier.title_of(role) for role in officials)
    chosen = to or (dossier.title_of(following.actors[0]) if following else "")
    listed = (title for title in (*titles, chosen) if title and title not in block.capacity)
    receivers = tuple(dict.fromkeys(listed))
    asked = tuple(dict.fromkeys((*INSTRUCTIONS, *instructions)))
    return Letter(
        kind="disposisi",
        layout="sheet",
        title=("LEMBAR DISPOSISI",),
        letterhead=dossier.letterhead,
        reference=dossier.reference(case.subject, outside),
        made_on=outside.dated or dossier.on,
        body=(
            Form(
                left=(
                    ("Surat dari", dossier.agency_name),
                    ("Nomor surat", number or UNRECORDED),
                    ("Tanggal surat", UNRECORDED if dated is None else day(dated)),
                ),
                right=(
                    ("Diterima tanggal", day(received)),
                    ("Nomor agenda", case.agenda or case.name),
                    ("Hal", case.subject),
                ),
                choices=(
                    Choices("Sifat", tuple((one, one == outside.nature) for one in NATURES)),
                    Choices("Diteruskan kepada Yth.", tuple((one, one == chosen) for one in receivers)),
                    Choices("Dengan hormat harap", tuple((one, one in instructions) for one in asked)),
                ),
                note_label="Catatan",
                note=note,
            ),
        ),
        signatures=(Signing(block),),
        made_at=f"{dossier.office.place}, {day(outside.dated)}",
        verification=outside.verification,
        draft=outside.draft,
        footer=dossier.footer,
    )
