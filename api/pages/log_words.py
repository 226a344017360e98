"""The audit log in words: what entries are about, and what kinds of them there are."""

from __future__ import annotations

from types import MappingProxyType

from api.pages.words import Words
from workflow.procedure import Text

STREAMS: Words = MappingProxyType(
    {
        "account": Text("akun", "account"),
        "calendar": Text("kalender", "calendar"),
        "case": Text("kasus", "case"),
        "mail": Text("surat-el", "mail"),
        "person": Text("orang", "person"),
        "post": Text("jabatan", "post"),
        "procedure": Text("prosedur", "procedure"),
        "room": Text("ruang", "room"),
        "scenario": Text("skenario", "scenario"),
    }
)
KINDS: Words = MappingProxyType(
    {
        "CaseFiled": Text("permohonan dicatat", "request filed"),
        "PaperAdded": Text("naskah ditambahkan", "paper added"),
        "RequestChanged": Text("permohonan diubah", "request changed"),
        "AnalysisRecorded": Text("analisa dicatat", "analysis recorded"),
        "StepDecided": Text("langkah diputus", "step decided"),
        "StepOpened": Text("langkah dibuka", "step opened"),
        "CaseClosed": Text("kasus ditutup", "case closed"),
        "PaperInitialled": Text("paraf dibubuhkan", "initials put"),
        "AgencyAsked": Text("OPD ditanya", "agency asked"),
        "ClockResumed": Text("waktu berjalan lagi", "clock runs again"),
        "StepClaimed": Text("langkah diambil", "step taken"),
        "StepUnclaimed": Text("langkah dilepas", "step put back"),
        "StepReassigned": Text("langkah diserahkan", "step given to another"),
        "DueExtended": Text("batas waktu diperpanjang", "due time moved"),
        "CommentAdded": Text("catatan ditambahkan", "comment added"),
        "LettersSent": Text("surat dikirim", "letters sent"),
        "ReceiptConfirmed": Text("penerimaan dicatat", "receipt confirmed"),
        "HandedOver": Text("serah terima", "handed over"),
        "StayEnded": Text("penitipan berakhir", "stay ended"),
        "StayEndsSoon": Text("penitipan segera berakhir", "stay ends soon"),
        "ProcedureMoved": Text("pindah versi prosedur", "moved to another version"),
        "HoldLapsed": Text("reservasi kedaluwarsa", "hold lapsed"),
        "LetterMade": Text("surat dibuat", "letter made"),
        "OtherLetter": Text("naskah lain ditandatangani", "another document was signed"),
        "AccountCreated": Text("akun dibuat", "account made"),
        "AccountDisabled": Text("akun ditutup", "account closed"),
        "AccountEnabled": Text(
            "akun dibuka, sesi dan token diakhiri", "account open, sessions and tokens ended"
        ),
        "PasswordChanged": Text("kata sandi diganti sendiri", "own password changed"),
        "PasswordSet": Text("kata sandi diberikan", "password given"),
        "SignedIn": Text("masuk", "signed in"),
        "SignedOut": Text("keluar", "signed out"),
        "SignedOutEverywhere": Text("keluar di semua peramban", "signed out everywhere"),
        "TokenMade": Text("token dibuat", "token made"),
        "TokenRevoked": Text("token dicabut", "token revoked"),
        "PersonKept": Text("data orang disimpan", "person kept"),
        "PostKept": Text("jabatan disimpan", "post kept"),
        "HoldingKept": Text("pemegang jabatan dicatat", "holder of a post recorded"),
        "CalendarAdopted": Text("kalender diberlakukan", "calendar adopted"),
        "ProcedurePublished": Text("prosedur diterbitkan", "procedure published"),
        "RoomLoaded": Text("ruang dimuat", "room loaded"),
        "MailSentAgain": Text("surat-el dikirim lagi", "mail sent again"),
        "ScenarioMade": Text("skenario dibuat", "scenario made"),
        "ScenarioChanged": Text("skenario diubah", "scenario changed"),
        "ScenarioArchived": Text("skenario diarsipkan", "scenario archived"),
        "ChangePlanned": Text("perubahan direncanakan", "change planned"),
        "PlanEnded": Text("rencana berakhir", "plan ended"),
    }
)


def stream_words(stream: str) -> Text:
    """What an entry is about; what has no word is spelt as it is."""
    return STREAMS.get(stream, Text(stream, stream))


def kind_words(kind: str) -> Text:
    """What kind of entry it is; what has no word is spelt as it is."""
    return KINDS.get(kind, Text(kind, kind))
