"""Hasil analisis: the analysis as the office's own paper, with figures, drawing and hash."""

from __future__ import annotations

from workflow.letters.dossier import DRAFT, Dossier, Outside
from workflow.letters.findings import DOES_NOT_FIT, FITS, Findings
from workflow.letters.indonesian import UNKNOWN, day, number
from workflow.letters.terms import thing_name
from workflow.letters.values import (
    Heading,
    Letter,
    Pairs,
    Paragraph,
    Part,
    Points,
    RackDrawing,
    Racks,
    Signing,
    Table,
    Verdict,
)

_VERDICTS = {FITS: "DAPAT DITEMPATKAN", DOES_NOT_FIT: "TIDAK DAPAT DITEMPATKAN"}
_METHODS = {
    "enumeration": "pencacahan seluruh tempat",
    "cp-sat": "pemecah CP-SAT",
    "both": "pencacahan seluruh tempat dan pemecah CP-SAT, dengan hasil yang sama",
}


def analysis_sheet(
    dossier: Dossier,
    outside: Outside = DRAFT,
    *,
    racks: tuple[RackDrawing, ...] = (),
) -> Letter:
    """The sheet; `racks` is the drawing, see `workflow.letters.racks.rack_drawings`.

    It names devices of others and stays in the office. Raises ValueError without an analysis.
    """
    found = dossier.findings
    where = f" di ruang {found.room}" if found.room else ""
    body: list[Part] = [
        Pairs(dossier.request_rows()),
        Heading(f"Spesifikasi {found.what} yang dianalisis"),
        Pairs(found.spec_rows()),
        Heading("Hasil"),
        Verdict(
            _VERDICTS.get(found.decision, "BELUM DAPAT DIPUTUSKAN"),
            found.place + where if found.fits else where.strip(),
        ),
    ]
    body += _granted(dossier, found) if found.fits else _stands_against(found)
    if conditions := found.conditions(outward=False):
        body += [Heading("Syarat dan catatan"), Points(conditions)]
    if assumed := found.assumed():
        body += [Heading("Anggapan"), Points(assumed)]
    body += [
        Heading("Pemeriksaan"),
        Pairs(_checked(dossier, found)),
        Paragraph("Demikian hasil analisis ini dibuat sebagai bahan penyusunan surat balasan."),
    ]
    return Letter(
        kind="analisis",
        layout="sheet",
        title=("HASIL ANALISIS", f"SPESIFIKASI {found.what.upper()}"),
        letterhead=dossier.letterhead,
        reference=dossier.reference(dossier.case.subject, outside),
        made_on=outside.dated or dossier.on,
        body=tuple(body),
        signatures=(Signing(dossier.block("analisis", outside)),),
        made_at=f"{dossier.office.place}, {day(outside.dated)}",
        verification=outside.verification,
        annex=_drawn(found, racks),
        draft=outside.draft,
        footer=dossier.footer,
    )


def _drawn(found: Findings, racks: tuple[RackDrawing, ...]) -> tuple[Part, ...]:
    if not racks:
        return ()
    many = len({item.rack for item in found.items})
    head = Heading("Lampiran: gambar rak")
    if len(racks) == many:
        return (head, Racks(racks))
    return (head, Paragraph(f"Digambar {number(len(racks))} dari {number(many)} rak."), Racks(racks))


def _granted(dossier: Dossier, found: Findings) -> list[Part]:
    parts: list[Part] = [Heading("Tempat")]
    rows = found.place_rows()
    parts.append(Pairs(rows) if rows else found.place_table())
    choice = dossier.case.choice
    if choice is not None and choice.kind != "first":
        said = f"Tempat yang dipilih bukan tempat tersebut, melainkan {dossier.granted.place}."
        if choice.overrides:
            said += f" Alasan: {choice.overrides.rstrip('.')}."
        parts.append(Paragraph(said))
    table = found.limit_table()
    if table.rows:
        parts.append(Heading("Batas sebelum dan sesudah penempatan"))
        if tightest := found.tightest():
            parts.append(Paragraph(tightest))
        parts.append(table)
    elif len(found.items) > 1:
        parts.append(
            Paragraph(
                "Batas tidak dirinci per unit: seluruh unit dinilai bersama, juga oleh pemeriksa kedua."
            )
        )
    return parts


def _stands_against(found: Findings) -> list[Part]:
    parts: list[Part] = []
    if (reasons := found.reason_table()).rows:
        parts += [Heading("Sebab"), reasons]
    missing = found.answer.get("missing") or ()
    if missing:
        cells = tuple(
            (
                str(m["file"]),
                "–" if m.get("row") is None else number(m["row"]),
                str(m["column"]),
                thing_name(str(m["why"])),
            )
            for m in missing
        )
        parts += [
            Heading("Data yang harus dilengkapi lebih dahulu"),
            Table(("Berkas data", "Baris", "Kolom", "Mengenai"), cells, (5, 2, 5, 9), right=(1,)),
        ]
    if remedies := found.remedies():
        parts += [Heading("Dapat ditempatkan apabila salah satu dipenuhi"), Points(remedies)]
    if (works := found.work_table()).rows or found.no_moves():
        parts.append(Heading("Dapat ditempatkan setelah salah satu dilaksanakan"))
        parts += [works] if works.rows else []
        parts += [Paragraph(said)] if (said := found.no_moves()) else []
    return parts


def _checked(dossier: Dossier, found: Findings) -> tuple[tuple[str, str], ...]:
    kept, answer = dossier.case.analysis, found.answer
    proof = answer.get("proof") or {}
    verdict = {
        True: "tempat dinyatakan memenuhi seluruh batas",
        False: "TIDAK MEMENUHI",
        None: "tidak berlaku",
    }
    method = str(proof.get("method") or "")
    places = answer.get("places") or {}
    rows = [
        ("Cara memutuskan", _METHODS.get(method, method) or UNKNOWN),
        ("Pemeriksa kedua", verdict[found.holds if found.fits else None]),
    ]
    if places:
        counts = (("certain", "pasti"), ("undecided", "belum dapat diputuskan"), ("out", "tidak memenuhi"))
        told = ", ".join(f"{number(places[key])} {word}" for key, word in counts if key in places)
        rows.append(("Tempat yang dinilai", told))
    rows += [
        ("Kebijakan ruang", str(answer.get("policy_version") or "tanpa versi")),
        ("SHA-256 data masukan", str(answer.get("input_sha256") or UNKNOWN)),
        ("SHA-256 analisis", kept.sha256 if kept else "belum dicatat dalam berkas"),
        ("SHA-256 permohonan", kept.request_sha256 if kept else dossier.case.request_sha256),
    ]
    return tuple(rows)
