"""Surat pengantar: the cover letter, a table of what is sent, with a block for the receipt."""

from __future__ import annotations

from workflow.letters.dossier import DRAFT, Dossier, Outside
from workflow.letters.indonesian import counted, number
from workflow.letters.values import Letter, Paragraph, Signing, Table

RECEIPT = ("Nama", "NIP", "Jabatan", "Telepon")


def cover_letter(
    dossier: Dossier,
    outside: Outside = DRAFT,
    *,
    decision_number: str = "",
    reply_number: str = "",
    more: tuple[tuple[str, int], ...] = (),
) -> Letter:
    """The cover letter of the decision and the reply.

    Parameters
    ----------
    decision_number, reply_number
        "" where they are still to be given.
    more
        Further enclosures: what, and how many.
    """
    what = dossier.findings.what
    dots = "................"
    sent = (
        (
            f"Keputusan {dossier.head_title} Nomor {decision_number or dots} tentang Penetapan Layanan"
            f" Penitipan {what.capitalize()} {dossier.agency_name}",
            1,
        ),
        (f"Surat balasan Nomor {reply_number or dots} hal {dossier.case.subject}", 1),
        *more,
    )
    remark = "Disampaikan dengan hormat untuk dipergunakan sebagaimana mestinya"
    rows = tuple(
        (f"{number(n)}.", text, counted(many, "berkas"), remark if n == 1 else "")
        for n, (text, many) in enumerate(sent, start=1)
    )
    block = dossier.block("surat_pengantar", outside)
    return Letter(
        kind="surat_pengantar",
        layout="sheet",
        title=("SURAT PENGANTAR",),
        letterhead=dossier.letterhead,
        reference=dossier.reference("Surat Pengantar", outside),
        made_on=outside.dated or dossier.on,
        addressee=dossier.addressee,
        body=(
            Table(("No.", "Jenis yang dikirim", "Banyaknya", "Keterangan"), rows, (2, 12, 5, 7)),
            Paragraph("Setelah diterima, mohon lembar kedua ditandatangani dan dikembalikan kepada kami."),
        ),
        signatures=(Signing(block),),
        receipt=RECEIPT,
        copies=tuple(f"Yth. {title}" for title in block.copies),
        paraf=dossier.paraf("surat_pengantar", outside),
        verification=outside.verification,
        draft=outside.draft,
        footer=dossier.footer,
    )
