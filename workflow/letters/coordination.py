"""Catatan hasil koordinasi: what division and section agreed about the specification."""

from __future__ import annotations

from placement.request import Request
from workflow.letters.dossier import DRAFT, Dossier, Outside
from workflow.letters.findings import Findings
from workflow.letters.indonesian import day
from workflow.letters.values import Heading, Letter, Pairs, Paragraph, Part, Points, Signing


def coordination_note(
    dossier: Dossier,
    outside: Outside = DRAFT,
    *,
    request: Request,
    points: tuple[str, ...] = (),
    present: tuple[str, ...] = (),
) -> Letter:
    """The note.

    Parameters
    ----------
    request
        The request as understood: there is no analysis yet at this step.
    points
        What was agreed, a sentence each; without any the note says that the request stays as handed in.
    present
        Titles or names of who took part; empty: who acts at this step and at the next.
    """
    on = outside.dated or dossier.on
    steps = (dossier.step_of("catatan_koordinasi"), dossier.after("catatan_koordinasi"))
    roles = (role for step in steps if step for role in step.actors)
    acting = (dossier.acting((role,), on) for role in roles)
    both = tuple(f"{found.person.name} ({found.post.title})" for found in acting if found)
    asked = Findings(request, {})
    body: list[Part] = [
        Pairs((*dossier.request_rows(), ("Tanggal koordinasi", day(outside.dated)))),
        Heading("Peserta"),
        Points(present or both or ("belum dicatat",)),
        Heading(f"Spesifikasi {asked.what} yang dimohonkan"),
        Pairs(asked.spec_rows()),
        Heading("Hasil koordinasi"),
        Points(points)
        if points
        else Paragraph("Spesifikasi dianalisis sebagaimana dimohonkan, tanpa perubahan."),
        Paragraph("Demikian catatan ini dibuat sebagai kelengkapan analisis spesifikasi."),
    ]
    return Letter(
        kind="catatan_koordinasi",
        layout="sheet",
        title=("CATATAN HASIL KOORDINASI",),
        letterhead=dossier.letterhead,
        reference=dossier.reference(dossier.case.subject, outside),
        made_on=outside.dated or dossier.on,
        body=tuple(body),
        signatures=(Signing(dossier.block("catatan_koordinasi", outside)),),
        made_at=f"{dossier.office.place}, {day(outside.dated)}",
        verification=outside.verification,
        draft=outside.draft,
        footer=dossier.footer,
    )
