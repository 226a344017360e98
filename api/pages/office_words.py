"""Words of the register, the letters and the administration in both languages."""

from __future__ import annotations

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
