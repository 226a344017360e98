"""Every kind of letter of a dossier."""

from __future__ import annotations

from tests.workflow.letters.dossiers import TODAY, room
from workflow.letters import (
    DRAFT,
    Deliverer,
    Dossier,
    Letter,
    Outside,
    analysis_sheet,
    coordination_note,
    cover_letter,
    decision,
    disposition,
    handover_record,
    rack_drawings,
    reply,
)
from workflow.papers import Installed

SARI = Deliverer("Sari Dewi", "Kepala Subbagian Umum", "198703122010012003")


def letters_of(dossier: Dossier, outside: Outside = DRAFT) -> dict[str, Letter]:
    """The letters that such a case has, by kind."""
    frozen = dossier.analysis
    assert frozen is not None
    drawn = rack_drawings(room(frozen.room.name), frozen.request, dossier.findings.items, TODAY)
    made = [
        disposition(dossier, outside, instructions=("Proses lebih lanjut",)),
        coordination_note(dossier, outside, request=frozen.request, points=("Dua catu daya.",)),
        analysis_sheet(dossier, outside, racks=drawn),
        reply(dossier, outside),
    ]
    if dossier.case.path == "accept":
        there = tuple(
            Installed(f"SN-{item.item}", "", 25_500, 431, item=item.item) for item in dossier.granted.items
        )
        made += [
            cover_letter(dossier, outside, decision_number="001/KEP/DKIS/2026"),
            decision(dossier, outside),
            handover_record(dossier, outside, installed=there, deliverer=SARI, verified=True),
        ]
    return {letter.kind: letter for letter in made}
