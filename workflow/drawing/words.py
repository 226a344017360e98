"""The words of the drawing itself, in the office's language and in English."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Literal

from workflow.procedure import Text

Language = Literal["id", "en"]

WORDS = MappingProxyType(
    {
        "no": Text("No.", "No."),
        "activity": Text("Kegiatan", "Activity"),
        "actors": Text("Pelaksana", "Performed by"),
        "standard": Text("Mutu Baku", "Standard"),
        "needs": Text("Kelengkapan", "Papers needed"),
        "time": Text("Waktu", "Time"),
        "outputs": Text("Output", "Output"),
        "note": Text("Keterangan", "Notes"),
        "number": Text("Nomor SOP", "SOP number"),
        "made": Text("Tgl. Pembuatan", "Made"),
        "revised": Text("Tgl. Revisi", "Revised"),
        "effective": Text("Tgl. Efektif", "In force"),
        "approved_by": Text("Disahkan oleh", "Approved by"),
        "title": Text("Nama SOP", "SOP"),
        "government": Text("Pemerintah", "Government of"),
        "division": Text("Bidang", "Division"),
        "section": Text("Seksi", "Section"),
        "legal_basis": Text("Dasar Hukum", "Legal basis"),
        "qualifications": Text("Kualifikasi Pelaksana", "Qualifications"),
        "related": Text("Keterkaitan", "Related procedures"),
        "equipment": Text("Peralatan/Perlengkapan", "Equipment"),
        "warnings": Text("Peringatan", "Warnings"),
        "recording": Text("Pencatatan dan Pendataan", "Recording"),
        "capsule": Text("mulai/berakhir", "begin, end"),
        "box": Text("proses", "process"),
        "diamond": Text("keputusan", "decision"),
        "arrow": Text("arah", "direction"),
        "connector": Text("pindah halaman", "other page"),
        "initials": Text("paraf", "initials"),
        "assumed": Text(
            "* dan garis putus-putus: asumsi, tidak tertulis pada lembar SOP",
            "* and broken lines: assumed, not said on the SOP sheet",
        ),
        "current": Text("langkah sekarang", "current step"),
        "here": Text("Berkas ada di sini", "The case is here"),
        "sop": Text("Standar Operasional Prosedur", "Standard operating procedure"),
        "page": Text("Halaman", "Page"),
        "of": Text("dari", "of"),
        "version": Text("Versi", "Version"),
        "step": Text("Langkah", "Step"),
        "by": Text("oleh", "by"),
        "leads_to": Text("menuju", "leads to"),
        "end": Text("selesai", "the end"),
        "none": Text("-", "-"),
    }
)

_MONTHS = MappingProxyType(
    {
        "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
        "en": "January February March April May June July August September October November December",
    }
)
_UNITS = MappingProxyType({"menit": ("minute", "minutes"), "jam": ("hour", "hours"), "hari": ("day", "days")})


def say(text: Text, language: Language) -> str:
    """The text in one of its languages."""
    return text.id if language == "id" else text.en


def word(name: str, language: Language) -> str:
    """A word of the drawing."""
    return say(WORDS[name], language)


def day(value: date | None, language: Language) -> str:
    """A date as letters write it; a dash without one."""
    if value is None:
        return "-"
    return f"{value.day} {_MONTHS[language].split()[value.month - 1]} {value.year}"


def duration(text: str, language: Language) -> str:
    """A time such as "1 jam", in the language."""
    amount, _, unit = text.partition(" ")
    return text if language == "id" else f"{amount} {_UNITS[unit][amount != '1']}"
