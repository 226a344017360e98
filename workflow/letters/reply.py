"""Surat balasan: the reply to the agency, which accepts or refuses, in plain words."""

from __future__ import annotations

from workflow.letters.dossier import DRAFT, Dossier, Outside
from workflow.letters.findings import DOES_NOT_FIT, Findings
from workflow.letters.values import Letter, Pairs, Paragraph, Part, Points, Signing

THANKS = "Demikian disampaikan, atas perhatian dan kerja sama Saudara diucapkan terima kasih."


def reply(dossier: Dossier, outside: Outside = DRAFT) -> Letter:
    """The reply: an acceptance on the path ``accept`` of the case, else a refusal.

    Raises ValueError without an analysis, and for an acceptance whose analysis does not say that it fits.
    """
    accepted = dossier.case.path == "accept"
    found = dossier.granted if accepted else dossier.findings
    if accepted and not found.fits:
        raise ValueError(f"the analysis of case {dossier.case.name} does not say that it fits")
    block = dossier.block("surat_balasan", outside)
    kind = "Jawaban atas Permohonan Penitipan " + found.what.capitalize()
    return Letter(
        kind="surat_balasan",
        layout="letter",
        title=(f"Surat Balasan {dossier.case.name}",),
        letterhead=dossier.letterhead,
        reference=dossier.reference(kind, outside),
        made_on=outside.dated or dossier.on,
        addressee=dossier.addressee,
        body=_accepts(dossier, found) if accepted else _refuses(dossier, found),
        signatures=(Signing(block),),
        copies=tuple(f"Yth. {title}" for title in block.copies),
        paraf=dossier.paraf("surat_balasan", outside),
        verification=outside.verification,
        draft=outside.draft,
        footer=dossier.footer,
    )


def _accepts(dossier: Dossier, found: Findings) -> tuple[Part, ...]:
    parts: list[Part] = [
        Paragraph(
            f"Menindaklanjuti {dossier.request_words()}, dengan hormat disampaikan bahwa berdasarkan hasil"
            f" analisis spesifikasi, {found.what} dimaksud dapat ditempatkan di"
            f" {dossier.office.room} dengan rincian sebagai berikut:",
            indented=True,
        ),
        Pairs(
            (
                ("Berkas", dossier.case.name),
                ("Jumlah", found.quantity),
                ("Tempat", found.place),
                ("Masa penitipan", found.stay),
            )
        ),
    ]
    if conditions := found.conditions(outward=True):
        parts += [
            Paragraph("Penempatan tersebut didasarkan pada ketentuan dan catatan berikut:"),
            Points(conditions),
        ]
    parts += [
        Paragraph(
            "Penempatan tersebut ditetapkan dengan Keputusan Kepala Dinas yang disampaikan tersendiri, dan"
            f" serah terima {found.what} dituangkan dalam berita acara.",
            indented=True,
        ),
        Paragraph(THANKS, indented=True),
    ]
    return tuple(parts)


def _refuses(dossier: Dossier, found: Findings) -> tuple[Part, ...]:
    room, what = dossier.office.room, found.what
    can = "tidak dapat" if found.decision == DOES_NOT_FIT else "belum dapat"
    said = (
        f"Menindaklanjuti {dossier.request_words()}, dengan hormat disampaikan bahwa berdasarkan hasil"
        f" analisis spesifikasi, {what} dimaksud {can} ditempatkan di {room} karena:"
    )
    reasons = found.lacking() or found.reasons()
    parts: list[Part] = [
        Paragraph(said, indented=True),
        Points(reasons or ("Alasan sebagaimana tercantum dalam hasil analisis.",)),
    ]
    if remedies := found.remedies():
        parts += [
            Paragraph(
                f"{what.capitalize()} tersebut dapat ditempatkan apabila"
                f" {'salah satu dari hal berikut' if len(remedies) > 1 else 'hal berikut'} dipenuhi,"
                " sedangkan spesifikasi lainnya tetap:"
            ),
            _listed(remedies),
        ]
    if works := found.works():
        parts += [
            Paragraph(
                f"Penempatan {'juga ' if remedies else ''}dimungkinkan setelah"
                f" {'salah satu dari hal berikut' if len(works) > 1 else 'hal berikut'} dilaksanakan:"
            ),
            _listed(works),
        ]
    parts += [
        Paragraph(
            "Apabila kebutuhan tersebut masih ada, Saudara dapat mengajukan kembali permohonan yang telah"
            f" disesuaikan dengan merujuk pada berkas {dossier.case.name}.",
            indented=True,
        ),
        Paragraph(THANKS, indented=True),
    ]
    return tuple(parts)


def _listed(items: tuple[str, ...]) -> Points:
    return Points(tuple(f"{one}{'.' if n == len(items) else ';'}" for n, one in enumerate(items, 1)))
