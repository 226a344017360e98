"""What happened in a case, in words: one table for each reader, both languages side by side.

`workflow.overview.telling` fills in the words in braces, in the language of the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workflow.procedure import Text

#: For the office, by the kind of the log's entry; ``Kind.variant`` where one kind reads in several ways.
OFFICE: Mapping[str, Text] = MappingProxyType(
    {
        "CaseFiled": Text(
            "Permohonan „{subject}“ dari {agency} dicatat{refers}; lengkap sejak {since}",
            "The request “{subject}” of {agency} was filed{refers}; complete since {since}",
        ),
        "PaperAdded": Text("{paper}, revisi {revision}{file}", "{paper}, revision {revision}{file}"),
        "PaperAdded.signed": Text(
            "{paper}, revisi {revision}, ditandatangani ({signature}){file}",
            "{paper}, revision {revision}, signed ({signature}){file}",
        ),
        "RequestChanged": Text(
            "Permohonan diubah: revisi {revision}", "The request was changed: revision {revision}"
        ),
        "AnalysisRecorded": Text(
            "Analisa di ruang {room}: {result}{assumed}", "Analysis in room {room}: {result}{assumed}"
        ),
        "StepDecided": Text(
            "Langkah {step}, {activity}: „{outcome}“{place}{held}{said}",
            "Step {step}, {activity}: “{outcome}”{place}{held}{said}",
        ),
        "StepDecided.automatic": Text(
            "Langkah {step}: „{wanted}“ tidak dapat dilaksanakan; „{outcome}“{said}",
            "Step {step}: “{wanted}” could not be done; “{outcome}”{said}",
        ),
        "StepOpened": Text(
            "Menunggu langkah {step}: {activity}{due}", "Waits at step {step}: {activity}{due}"
        ),
        "CaseClosed.archived": Text("Perkara diarsipkan{stay}", "The case was archived{stay}"),
        "CaseClosed.withdrawn": Text("Permohonan ditarik oleh OPD{said}", "The agency withdrew{said}"),
        "CaseClosed.cancelled": Text("Permohonan dibatalkan{said}", "The case was cancelled{said}"),
        "PaperInitialled": Text("Paraf sebagai {role}: {papers}", "Initials as {role}: {papers}"),
        "AgencyAsked": Text(
            "OPD ditanya; waktu dihentikan: {text}", "The agency was asked; the clock stands still: {text}"
        ),
        "ClockResumed.answered": Text(
            "OPD menjawab; waktu berjalan lagi{due}: {text}",
            "The agency answered; the clock runs again{due}: {text}",
        ),
        "ClockResumed.dropped": Text(
            "Dilanjutkan tanpa jawaban OPD; waktu berjalan lagi{due}: {text}",
            "Went on without the answer; the clock runs again{due}: {text}",
        ),
        "StepClaimed": Text("Langkah diambil", "The step was claimed"),
        "StepUnclaimed": Text("Langkah dilepas", "The step was put back"),
        "StepReassigned": Text("Langkah diserahkan kepada {to}{said}", "The step was given to {to}{said}"),
        "DueExtended": Text(
            "Batas waktu diperpanjang dari {before} menjadi {until}{said}",
            "The due time was moved from {before} to {until}{said}",
        ),
        "CommentAdded.visible": Text("Catatan untuk OPD: {text}", "Comment for the agency: {text}"),
        "CommentAdded.internal": Text("Catatan internal: {text}", "Internal comment: {text}"),
        "LettersSent": Text("Dikirim ({channel}): {papers}{said}", "Sent ({channel}): {papers}{said}"),
        "ReceiptConfirmed": Text("Diterima oleh OPD{said}", "Received by the agency{said}"),
        "HandedOver": Text("Serah terima (BAST): {installed}", "Handed over (BAST): {installed}"),
        "StayEnded": Text("Penitipan berakhir{said}", "The stay ended{said}"),
        "ProcedureMoved": Text(
            "Dipindahkan ke versi SOP {version}, langkah {step} (sebelumnya {before}){due}{said}",
            "Moved to version {version} of the procedure, step {step} (before: {before}){due}{said}",
        ),
        "HoldLapsed": Text(
            "Penahanan tempat di ruang {room} berakhir {expired}",
            "The hold on the place in room {room} lapsed {expired}",
        ),
        "LetterMade": Text("Naskah dibuat: {paper}{number}", "A letter was made: {paper}{number}"),
        "OtherLetter": Text(
            "Perhatian: {paper} yang diserahkan bukan naskah yang dibuat Titip",
            "Note: the {paper} that was handed in is not the letter that Titip made",
        ),
        "Reminded": Text("Pengingat ({occasion}) kepada {to}", "Reminder ({occasion}) to {to}"),
        "StayEndsSoon": Text(
            "Pemberitahuan bahwa penitipan akan berakhir, kepada {to}",
            "Notice that the stay will end, to {to}",
        ),
    }
)

#: For the agency. What does not stand here it does not see: how the office works it out, internal papers and
#: comments. Its own papers it sees, and the letters that were sent to it.
AGENCY: Mapping[str, Text] = MappingProxyType(
    {
        "CaseFiled": OFFICE["CaseFiled"],
        "PaperAdded": OFFICE["PaperAdded"],
        "RequestChanged": OFFICE["RequestChanged"],
        "StepOpened": OFFICE["StepOpened"],
        "CaseClosed.archived": OFFICE["CaseClosed.archived"],
        "CaseClosed.withdrawn": OFFICE["CaseClosed.withdrawn"],
        "CaseClosed.cancelled": OFFICE["CaseClosed.cancelled"],
        "AgencyAsked": OFFICE["AgencyAsked"],
        "ClockResumed.answered": OFFICE["ClockResumed.answered"],
        "ClockResumed.dropped": Text(
            "Dilanjutkan tanpa jawaban OPD; waktu berjalan lagi{due}",
            "The office went on without the answer; the clock runs again{due}",
        ),
        "DueExtended": Text(
            "Batas waktu diperpanjang dari {before} menjadi {until}",
            "The due time was moved from {before} to {until}",
        ),
        "CommentAdded.visible": Text("Catatan: {text}", "Comment: {text}"),
        "LettersSent": Text("Dikirim ({channel}): {papers}", "Sent ({channel}): {papers}"),
        "ReceiptConfirmed": OFFICE["ReceiptConfirmed"],
        "HandedOver": OFFICE["HandedOver"],
        "StayEnded": OFFICE["StayEnded"],
        "StayEndsSoon": Text("Pemberitahuan bahwa penitipan akan berakhir", "Notice that the stay will end"),
    }
)

RESULTS: Mapping[str, Text] = MappingProxyType(
    {
        "fits": Text("dapat ditempatkan", "it fits"),
        "does_not_fit": Text("tidak dapat ditempatkan", "it does not fit"),
        "cannot_decide": Text("belum dapat diputuskan, data kurang", "it cannot be decided, data is missing"),
    }
)
OCCASIONS: Mapping[str, Text] = MappingProxyType(
    {
        "reminder-share": Text("80 % waktu berjalan", "80 % of the time is over"),
        "reminder-due": Text("batas waktu", "due now"),
        "overdue": Text("terlambat, kepada atasan", "late, to the superior"),
    }
)
SIGNATURES: Mapping[str, Text] = MappingProxyType(
    {
        "wet": Text("tanda tangan basah", "by hand"),
        "electronic": Text("tanda tangan elektronik", "electronically"),
    }
)
AWAITED = Text("; perangkat ditunggu", "; the equipment is awaited")
REFERS = Text(", merujuk {case}", ", refers to {case}")
DUE = Text(", batas waktu {at}", ", due {at}")
PLACE = Text(", tempat {place}", ", place {place}")
OVERRIDES = Text(" (menyimpang: {reason})", " (overriding: {reason})")
HELD = Text(", ditahan sampai {at}", ", held until {at}")
ASSUMED = Text("; dengan {count} asumsi", "; with {count} assumed values")
