"""Fields that a draft has beside those of a request, and what is said of drafts, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from api.pages.fields import FIELDS, KEEP, Field
from workflow.procedure import Text

CHANNELS = (("paper", Text("di atas kertas", "on paper")), ("srikandi", Text("SRIKANDI", "SRIKANDI")))
DRAFT_FIELDS: Mapping[str, Field] = {
    "agency": Field(Text("OPD", "Agency"), None, "choice"),
    "subject": Field(
        Text("Perihal", "Subject"),
        Text("Untuk apa tempat ini; misalnya: server web PPDB", "What the place is for, such as: web server"),
    ),
    "channel": Field(Text("Cara masuk", "How it arrived"), None, "choice", "", CHANNELS),
    "agenda": Field(Text("Nomor agenda", "Agenda number")),
    "requester": Field(Text("Pemohon di OPD", "Person at the agency who asks")),
    "complete_since": Field(
        Text("Lengkap sejak", "Complete since"),
        Text("Waktu berjalan dari saat ini.", "The clock runs from here."),
        "datetime-local",
    ),
    "label": Field(
        Text("Nama", "Name"),
        Text("Pembeda bila ada beberapa; misalnya: basis data.", "Tells several apart, such as: database."),
    ),
    "device_type": Field(
        Text("Tipe perangkat", "Device type"),
        Text(
            "Mengisi ukuran, berat, daya, dan kabel sejauh tercatat dalam katalog.",
            "Fills in size, weight, draw and cords as far as the catalogue knows them.",
        ),
        "choice",
    ),
    "keep": Field(Text("Ditempatkan pada", "Placed in"), None, "choices", "", tuple(KEEP.items())),
    **FIELDS,
}
#: So many characters of a field are kept in a draft.
LONGEST_VALUE = 2_000
NEEDED: Mapping[str, Text] = {
    "agency": Text("Pilih OPD.", "Choose the agency."),
    "subject": Text("Tulis untuk apa tempat diminta.", "Say what the place is for."),
    "channel": Text("Pilih cara permohonan masuk.", "Say how the request arrived."),
    "agenda": Text("Tulis nomor agenda.", "Give the agenda number."),
    "requester": Text("Tulis siapa pemohon di OPD.", "Say who asks at the agency."),
    "complete_since": Text("Tulis sejak kapan permohonan lengkap.", "Say since when it is complete."),
    "sha256": Text("Lampirkan surat permohonan.", "Attach the letter of request."),
}
NOTHING_ASKED = Text(
    "Belum ada yang diminta: tambahkan server atau aplikasi.",
    "Nothing is asked for yet: add a server or an application.",
)
CHANGED = Text(
    "Draf ini baru saja diubah rekan Anda. Isian Anda masih ada; simpan lagi bila masih sesuai.",
    "A colleague has just changed this draft. What you entered is kept; save it again if it still holds.",
)
CHANGED_SINCE_CHECKED = Text(
    "Draf ini berubah sejak diperiksa. Di bawah ini isinya sekarang; periksa lagi.",
    "The draft was changed since it was checked. Below is what it says now; look at it again.",
)
TOO_LONG = Text("Isinya terlalu panjang; persingkat.", "It is too long; shorten it.")
TOO_MANY = Text(
    "Paling banyak 100 jenis server atau aplikasi dalam satu permohonan.",
    "At most 100 kinds of servers and applications go into one request.",
)
#: What was done, by the word in the address.
DONE: Mapping[str, Text] = {
    "saved": Text("Draf telah disimpan.", "The draft was saved."),
    "deleted": Text("Draf telah dihapus.", "The draft was deleted."),
    "removed": Text("Telah dikeluarkan dari permohonan.", "It was taken out of the request."),
    "copied": Text("Salinan telah ditambahkan.", "A copy was added."),
    "taken": Text("Isi lembar kerja telah diambil alih.", "The rows of the spreadsheet were taken over."),
    "again": Text(
        "Draf diisi dari permohonan terdahulu. Ubah yang perlu, lampirkan surat yang baru, lalu kirim.",
        "The draft holds what was asked before. Change what is needed, attach a new letter, then send it.",
    ),
}
