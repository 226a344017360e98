"""Penetapan layanan, as a Keputusan of the head of the office: Menimbang, Mengingat, MEMUTUSKAN, KESATU."""

from __future__ import annotations

from workflow.letters.dossier import DRAFT, Dossier, Outside
from workflow.letters.findings import Findings
from workflow.letters.indonesian import DOTS, day
from workflow.letters.values import Clause, Clauses, Letter, Paragraph, Part, Signing

ORDINALS = ("KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH")


def decision(dossier: Dossier, outside: Outside = DRAFT) -> Letter:
    """The decision that the server or application is housed, at the place that the case holds.

    Several items go into an annex. Raises ValueError where the analysis does not say that it fits, or
    the place is not known.
    """
    found = dossier.granted
    if not found.fits:
        raise ValueError(f"the analysis of case {dossier.case.name} does not say that it fits")
    subject = f"Penetapan Layanan Penitipan {found.what.capitalize()} {dossier.agency_name}"
    room = dossier.office.room
    block = dossier.block("penetapan", outside)
    head = dossier.head_title
    annexed = len(found.items) > 1
    number = outside.number or DOTS
    title = (
        f"KEPUTUSAN {head.upper()}",
        f"NOMOR {number}",
        "TENTANG",
        f"{subject.upper()} PADA {room.upper()}",
    )
    annex: tuple[Part, ...] = ()
    if annexed:
        annex = (
            Paragraph(f"LAMPIRAN KEPUTUSAN {head.upper()}", strong=True),
            Paragraph(f"Nomor {number} tanggal {day(outside.dated)}"),
            Paragraph(
                f"RINCIAN TEMPAT {found.what.upper()} {dossier.agency_name.upper()}",
                centred=True,
                strong=True,
            ),
            found.place_table(),
        )
    named = f"KEPUTUSAN {head.upper()} TENTANG {subject.upper()} PADA {room.upper()}."
    decides = Clause("Menetapkan", named, strong=True)
    clauses = _decides(dossier, found, annexed=annexed)
    return Letter(
        kind="penetapan",
        layout="sheet",
        title=title,
        letterhead=dossier.letterhead,
        reference=dossier.reference(subject, outside),
        made_on=outside.dated or dossier.on,
        body=(
            Paragraph(f"{head.upper()},", centred=True),
            Clauses((*_considering(dossier, found), *_recalling(dossier))),
            Paragraph("MEMUTUSKAN:", centred=True, strong=True),
            Clauses((decides, *clauses[:-1])),
            Clauses(clauses[-1:]),
        ),
        signatures=(Signing(block),),
        made_at=f"Ditetapkan di {dossier.office.place}\npada tanggal {day(outside.dated)}",
        copies=(f"Yth. Kepala {dossier.agency_name}", *(f"Yth. {title}" for title in block.copies)),
        paraf=dossier.paraf("penetapan", outside),
        verification=outside.verification,
        annex=annex,
        annex_signed=annexed,
        draft=outside.draft,
        footer=dossier.footer,
    )


def _considering(dossier: Dossier, found: Findings) -> tuple[Clause, ...]:
    number, dated = dossier.request_number()
    letter = "surat" + (f" Nomor {number}" if number else "") + (f" tanggal {day(dated)}" if dated else "")
    return (
        Clause(
            "Menimbang",
            items=(
                f"bahwa {dossier.agency_name} melalui {letter} mengajukan permohonan layanan penitipan"
                f" {found.what} hal {dossier.case.subject};",
                f"bahwa berdasarkan hasil analisis spesifikasi, {found.what} dimaksud dapat ditempatkan"
                f" pada {dossier.office.room};",
                "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu"
                f" menetapkan Keputusan {dossier.head_title} tentang Penetapan Layanan Penitipan"
                f" {found.what.capitalize()} {dossier.agency_name};",
            ),
        ),
    )


def _recalling(dossier: Dossier) -> tuple[Clause, ...]:
    head = dossier.procedure.head
    sop = (
        f"Standar Operasional Prosedur Nomor {head.number} tentang {dossier.procedure.title.id},"
        f" berlaku sejak {day(head.effective)}."
    )
    laws = tuple(f"{law.id};" for law in head.legal_basis)
    return (Clause("Mengingat", items=(*laws, sop), counted="1"),)


def _decides(dossier: Dossier, found: Findings, *, annexed: bool) -> tuple[Clause, ...]:
    what, room = found.what, dossier.office.room
    amount = found.quantity
    said: list[tuple[str, tuple[str, ...]]] = [
        (
            f"Menetapkan layanan penitipan {what} milik {dossier.agency_name} sebanyak {amount} pada {room},"
            f" dengan nomor berkas {dossier.case.name}.",
            (),
        )
    ]
    if annexed:
        said.append(
            (
                f"{what.capitalize()} sebagaimana dimaksud dalam Diktum KESATU ditempatkan sebagaimana"
                " tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari Keputusan ini.",
                (),
            )
        )
    else:
        placed = found.place_rows()
        rows = tuple(
            f"{label.lower()}: {value}{'.' if n == len(placed) else ';'}"
            for n, (label, value) in enumerate(placed, start=1)
        )
        said.append((f"{what.capitalize()} sebagaimana dimaksud dalam Diktum KESATU ditempatkan pada:", rows))
    if conditions := found.conditions(outward=True):
        said.append(("Penempatan dilaksanakan dengan memperhatikan:", conditions))
    said += [
        (f"Masa penitipan: {found.stay}.", ()),
        (
            f"Serah terima {what} dituangkan dalam Berita Acara Serah Terima, setelah keadaan sebenarnya"
            " diperiksa kembali terhadap batas-batas ruang.",
            (),
        ),
        ("Keputusan ini mulai berlaku pada tanggal ditetapkan.", ()),
    ]
    return tuple(Clause(ORDINALS[n], text, items, counted="a") for n, (text, items) in enumerate(said))
