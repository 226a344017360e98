"""Words of the register, the letters and the administration in both languages."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from api.pages.words import Words
from workflow.procedure import Text

#: What became of a letter that bears a code.
STANDING: Words = MappingProxyType(
    {
        "issued": Text("Berlaku: surat ini diterbitkan.", "It counts: this letter was issued."),
        "waiting": Text(
            "Belum ditandatangani: surat ini baru disiapkan dan belum berlaku.",
            "Not signed yet: this letter was prepared and does not count yet.",
        ),
        "replaced": Text(
            "Diganti: sesudah surat ini ditandatangani surat baru sebagai penggantinya.",
            "Replaced: a newer letter was signed in its place.",
        ),
        "void": Text(
            "Dibatalkan: nomornya dilepas dan surat ini tidak berlaku.",
            "Withdrawn: its number was given up, and it does not count.",
        ),
    }
)
#: The same, in a word.
STANDING_TAG: Words = MappingProxyType(
    {
        "issued": Text("berlaku", "counts"),
        "waiting": Text("belum ditandatangani", "not signed yet"),
        "replaced": Text("diganti", "replaced"),
        "void": Text("dibatalkan", "withdrawn"),
    }
)
#: A file beside a letter.
SAME: Words = MappingProxyType(
    {
        "signed": Text(
            "Sama: berkas ini adalah surat yang ditandatangani, bita demi bita.",
            "The same: this file is the letter that was signed, byte for byte.",
        ),
        "made": Text(
            "Berkas ini adalah surat sebelum ditandatangani; isinya sama, tanda tangannya belum ada.",
            "This file is the letter before it was signed: the same content, without the signature.",
        ),
        "other": Text(
            "Berbeda: berkas ini bukan surat tersebut, atau telah diubah.",
            "Another: this file is not that letter, or it was changed.",
        ),
    }
)
#: How a letter was signed.
SIGNED: Words = MappingProxyType(
    {
        "wet": Text("Tanda tangan basah, dipindai", "By hand, scanned"),
        "electronic": Text("Tanda tangan elektronik", "Electronically"),
    }
)
NO_FILE = Text("Pilih berkas.", "Choose a file.")

#: What stands above the columns of the register as a file.
COLUMNS: Words = MappingProxyType(
    {
        "name": Text("Kasus", "Case"),
        "subject": Text("Perihal", "Subject"),
        "agency": Text("OPD", "Agency"),
        "status": Text("Status", "Status"),
        "step": Text("Langkah", "Step"),
        "activity": Text("Kegiatan", "Activity"),
        "turn": Text("Pemegang", "Who has it"),
        "filed": Text("Diajukan", "Filed"),
        "since": Text("Sejak", "Since"),
        "due": Text("Batas waktu", "Due"),
        "late": Text("Terlambat", "Late"),
        "closed": Text("Ditutup", "Closed"),
        "room": Text("Ruang", "Room"),
    }
)


def duration(time: timedelta) -> Text:
    """Working time, to the minute: ``1 h 30 min``."""
    minutes = round(time.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return Text(f"{rest} mnt", f"{rest} min")
    return (
        Text(f"{hours} j {rest} mnt", f"{hours} h {rest} min") if rest else Text(f"{hours} j", f"{hours} h")
    )


#: What was done, told on the page that follows.
DONE_HERE: Words = MappingProxyType(
    {
        "published": Text(
            "Versi telah diterbitkan; kasus baru mengikutinya.",
            "The version was published; new cases follow it.",
        ),
        "person": Text("Data orang telah disimpan.", "The person was kept."),
        "post": Text("Jabatan telah disimpan.", "The post was kept."),
        "holding": Text("Pemegang jabatan telah dicatat.", "The holder of the post was recorded."),
        "ended": Text("Masa jabatan telah diakhiri.", "The holding was ended."),
        "account": Text("Akun telah dibuat.", "The account was made."),
        "password": Text(
            "Kata sandi telah diganti; orang itu keluar di semua peramban dan tokennya dicabut.",
            "The password was changed; the person is signed out everywhere, and his tokens ended.",
        ),
        "disabled": Text("Akun telah ditutup.", "The account was closed."),
        "signed-out": Text(
            "Sesi dan token orang itu telah diakhiri.", "Sessions and tokens of the person ended."
        ),
        "enabled": Text("Akun telah dibuka kembali.", "The account was opened again."),
        "calendar": Text(
            "Kalender telah diberlakukan; batas waktu dihitung menurutnya.",
            "The calendar is in force; due times are counted by it.",
        ),
        "room": Text("Ruang telah dimuat sebagai versi baru.", "The room was loaded as a new version."),
        "again": Text("Surat-el akan dikirim lagi.", "The mail will be sent again."),
        "seen": Text("Pemberitahuan ditandai telah dibaca.", "The notifications were marked as seen."),
    }
)

#: What stands above the columns of the letters as a file.
LETTER_COLUMNS: Words = MappingProxyType(
    {
        "number": Text("Nomor", "Number"),
        "dated": Text("Tanggal", "Dated"),
        "kind": Text("Jenis", "Kind"),
        "case": Text("Kasus", "Case"),
        "agency": Text("OPD", "Agency"),
        "subject": Text("Perihal", "Subject"),
        "signer": Text("Penanda tangan", "Signer"),
        "signed": Text("Cara penandatanganan", "How it was signed"),
        "standing": Text("Kedudukan", "Standing"),
        "sha256": Text("SHA-256", "SHA-256"),
    }
)

CHOOSE = Text("Pilih salah satu.", "Choose one of the list.")
#: How a post is held.
HOLDING_KINDS: Words = MappingProxyType(
    {
        "definitive": Text("Definitif", "Definitive"),
        "plt": Text("Plt. (pelaksana tugas)", "Acting, the post is vacant (Plt.)"),
        "plh": Text("Plh. (pelaksana harian)", "Acting, the holder is away (Plh.)"),
    }
)
CHOOSE_DAYS = Text("Pilih hari yang dimaksud.", "Choose the days that are meant.")
#: What nobody proposes for a year although it is to be expected, by a word of the question.
QUESTIONS: Words = MappingProxyType(
    {
        "collective leave": Text(
            "Cuti bersama tahun ini belum diketahui.", "The collective leave of the year is not known yet."
        ),
        "Siwaratri": Text(
            "Hari Siwaratri tahun ini belum diketahui; harinya menurut bulan.",
            "The day of Siwaratri is not known; it goes by the moon.",
        ),
        "Nyepi": Text(
            "Hari Nyepi tahun ini belum diketahui; harinya menurut bulan.",
            "The day of Nyepi is not known; it goes by the moon.",
        ),
        "Ramadan": Text(
            "Tanggal dan jam kerja Ramadan tahun ini belum diketahui.",
            "Dates and hours of Ramadan are not known.",
        ),
    }
)
#: How a mail stands.
JOB_STATES: Words = MappingProxyType(
    {
        "waiting": Text("menunggu", "waiting"),
        "leased": Text("sedang dikirim", "being sent"),
        "done": Text("selesai", "done"),
        "dead": Text("gagal, dihentikan", "given up"),
    }
)
#: What a mail is about.
OCCASIONS: Words = MappingProxyType(
    {
        "filed": Text("permohonan dicatat", "request filed"),
        "arrived": Text("langkah menunggu", "a step waits"),
        "asked": Text("pertanyaan kepada OPD", "question to the agency"),
        "answered": Text("jawaban OPD", "answer of the agency"),
        "comment": Text("catatan", "comment"),
        "sent": Text("surat dikirim", "letters sent"),
        "closed": Text("kasus ditutup", "case closed"),
        "reminder-arrival": Text("pengingat", "reminder"),
        "reminder-share": Text("pengingat: 80 % waktu terpakai", "reminder: 80 % of the time is used"),
        "reminder-due": Text("pengingat: batas waktu", "reminder: due now"),
        "overdue": Text("terlambat", "overdue"),
        "lapsed": Text("reservasi kedaluwarsa", "hold lapsed"),
        "stay-ends": Text("masa penitipan akan berakhir", "the stay will end"),
        "digest": Text("ringkasan harian", "daily digest"),
    }
)
_SOURCES: Words = MappingProxyType(
    {
        "national holiday": Text("hari libur nasional", "national holiday"),
        "collective leave": Text("cuti bersama", "collective leave"),
        "the day before Nyepi": Text("sehari sebelum Nyepi", "the day before Nyepi"),
        "the day after Nyepi": Text("sehari sesudah Nyepi", "the day after Nyepi"),
        "Pawukon": Text("kalender Pawukon", "the Pawukon calendar"),
    }
)


def source_words(source: str) -> Text:
    """What a proposal of a day off is known from; a package is named with its version."""
    package, _, rest = source.rpartition(", ")
    found = _SOURCES.get(rest, Text(rest, rest))
    return Text(f"{found.id} ({package})", f"{found.en} ({package})") if package else found
