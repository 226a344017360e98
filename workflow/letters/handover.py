"""BAST: the record of the handover, with what stands there in fact beside what was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from capacity.units import plain
from workflow.letters.dossier import DRAFT, Dossier, Outside
from workflow.letters.findings import Findings
from workflow.letters.indonesian import DOTS, MONTHS, amount, day, spelled, weekday
from workflow.letters.places import place_words
from workflow.letters.values import Letter, Pairs, Paragraph, Points, Signing, Table
from workflow.papers import Installed
from workflow.signature_blocks import SignatureBlock


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Who hands over for the agency; what is not known stays to be filled in by hand."""

    name: str = ""
    title: str = ""
    nip: str = ""


NOBODY_YET = Deliverer()


def handover_record(
    dossier: Dossier,
    outside: Outside = DRAFT,
    *,
    installed: tuple[Installed, ...] = (),
    deliverer: Deliverer = NOBODY_YET,
    decision_number: str = "",
    verified: bool = False,
) -> Letter:
    """The record.

    Parameters
    ----------
    installed
        What was installed, an entry for each item; empty: that of the case. Raises ValueError without any.
    decision_number
        The number of the decision; "" where it has none yet.
    verified
        True once the verifier has accepted the equipment as installed.
    """
    found = dossier.granted
    there = installed or dossier.case.installed
    if not there:
        raise ValueError(f"nothing was installed for case {dossier.case.name}")
    block = dossier.block("bast", outside)
    agency = dossier.agency_name
    return Letter(
        kind="bast",
        layout="sheet",
        title=("BERITA ACARA SERAH TERIMA", f"PENITIPAN {found.what.upper()}"),
        letterhead=dossier.letterhead,
        reference=dossier.reference(dossier.case.subject, outside),
        made_on=outside.dated or dossier.on,
        body=(
            Paragraph(f"{_opening(outside)}, yang bertanda tangan di bawah ini:", indented=True),
            Pairs(
                (
                    ("Nama", deliverer.name or DOTS),
                    ("NIP", deliverer.nip or DOTS),
                    ("Jabatan", deliverer.title or DOTS),
                    ("Perangkat daerah", agency),
                )
            ),
            Paragraph("selanjutnya disebut PIHAK KESATU, yang menyerahkan; dan"),
            Pairs(
                (
                    ("Nama", block.name),
                    ("NIP", block.nip or DOTS),
                    ("Jabatan", " ".join(block.capacity)),
                    ("Perangkat daerah", dossier.office.office),
                )
            ),
            Paragraph("selanjutnya disebut PIHAK KEDUA, yang menerima."),
            Paragraph(
                f"PIHAK KESATU menyerahkan dan PIHAK KEDUA menerima {found.what} untuk dititipkan pada"
                f" {dossier.office.room} berdasarkan Keputusan {dossier.head_title} Nomor"
                f" {decision_number or DOTS}, dengan keadaan sebagai berikut:",
            ),
            _table(there, found),
            Points(_notes(found, verified=verified)),
            Paragraph(
                "Demikian berita acara ini dibuat dalam rangkap 2 (dua) untuk dipergunakan sebagaimana"
                " mestinya.",
                indented=True,
            ),
        ),
        signatures=(
            Signing(
                SignatureBlock(
                    (deliverer.title or agency,), deliverer.name or DOTS, None, deliverer.nip or None
                ),
                "PIHAK KESATU,",
            ),
            Signing(block, "PIHAK KEDUA,"),
        ),
        verification=outside.verification,
        draft=outside.draft,
        footer=dossier.footer,
    )


def _opening(outside: Outside) -> str:
    on = outside.dated
    if on is None:
        return f"Pada hari ini, {DOTS}"
    words = f"tanggal {spelled(on.day)} bulan {MONTHS[on.month - 1]} tahun {spelled(on.year)}"
    return f"Pada hari ini, {weekday(on)}, {words} ({day(on)})"


def _notes(found: Findings, *, verified: bool) -> tuple[str, ...]:
    notes = []
    if not found.application:
        weight, power = (
            amount(found.asked(name), unit) for name, unit in (("weight_kg", "kg"), ("power_w", "W"))
        )
        notes.append(f"Dalam permohonan setiap unit dinyatakan dengan berat {weight} dan daya {power}.")
    notes.append(
        "Keadaan sebenarnya di atas telah diperiksa kembali dan memenuhi seluruh batas ruang."
        if verified
        else "Keadaan sebenarnya di atas diperiksa kembali terhadap batas-batas ruang sebelum serah terima"
        " dicatat."
    )
    notes.append(f"Masa penitipan: {found.stay}.")
    return tuple(notes)


def _table(there: tuple[Installed, ...], found: Findings) -> Table:
    held = {item.item: item for item in found.items}
    rows: list[tuple[str, ...]] = []
    for one in there:
        at = one.at or held.get(one.item)
        place = one.place if at is None else place_words((at,), found.request.height_hu)
        row: tuple[str, ...] = (f"{one.item}.", one.serial or "–", place)
        if not found.application:
            weight = None if one.weight_g is None else plain(one.weight_g, 1000)
            row += (amount(weight, "kg"), amount(one.power_w, "W"))
        rows.append(row)
    if found.application:
        return Table(("No.", "Nomor seri atau nama", "Tempat"), tuple(rows), (2, 8, 10))
    return Table(
        ("No.", "Nomor seri", "Tempat", "Berat", "Daya"), tuple(rows), (2, 7, 10, 4, 4), right=(3, 4)
    )
