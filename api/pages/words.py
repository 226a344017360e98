"""Words of the pages in both languages: roles, states, what went wrong, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workflow.procedure import Text

Words = Mapping[str, Text]

ROLE_WORDS: Words = MappingProxyType(
    {
        "agency": Text("OPD", "Agency"),
        "registrar": Text("Petugas persuratan", "Registrar"),
        "kepala_dinas": Text("Kepala Dinas", "Head of the office"),
        "sekretaris": Text("Sekretaris", "Secretary"),
        "kabid": Text("Kepala Bidang", "Head of division"),
        "kasi": Text("Kepala Seksi", "Head of section"),
        "planner": Text("Perencana kapasitas", "Capacity planner"),
        "auditor": Text("Auditor", "Auditor"),
        "administrator": Text("Administrator", "Administrator"),
    }
)
STATUS: Words = MappingProxyType(
    {
        "open": Text("Berjalan", "Open"),
        "archived": Text("Diarsipkan", "Archived"),
        "withdrawn": Text("Ditarik", "Withdrawn"),
        "cancelled": Text("Dibatalkan", "Cancelled"),
    }
)
PLACE_STATE: Words = MappingProxyType(
    {
        "held": Text("Ditahan", "Held"),
        "firm": Text("Pasti", "Firm"),
        "installed": Text("Terpasang", "Installed"),
        "lapsed": Text("Kedaluwarsa", "Lapsed"),
        "released": Text("Dilepas", "Released"),
    }
)
DECISIONS: Words = MappingProxyType(
    {
        "fits": Text("Dapat ditempatkan", "It fits"),
        "does not fit": Text("Tidak dapat ditempatkan", "It does not fit"),
        "cannot decide": Text("Belum dapat diputuskan: data kurang", "It cannot be decided: data is missing"),
    }
)
PLAN_STATES: Words = MappingProxyType(
    {
        "planned": Text("Direncanakan", "Planned"),
        "carried_out": Text("Dilaksanakan", "Carried out"),
        "dropped": Text("Dibatalkan", "Dropped"),
    }
)
JOB_KINDS: Words = MappingProxyType(
    {
        "plan": Text("Rencana penempatan", "Plan"),
        "headroom": Text("Sisa kapasitas", "Headroom"),
        "whatif": Text("Perbandingan skenario", "Comparison of scenarios"),
        "forecast": Text("Prakiraan", "Forecast"),
    }
)
JOB_STATES: Words = MappingProxyType(
    {
        "waiting": Text("Menunggu", "Waiting"),
        "running": Text("Berjalan", "Running"),
        "done": Text("Selesai", "Done"),
        "failed": Text("Gagal", "Failed"),
        "cancelling": Text("Sedang dihentikan", "Being stopped"),
        "cancelled": Text("Dihentikan", "Stopped"),
    }
)
AFTERMATH: Words = MappingProxyType(
    {
        "dead": Text("Perangkat padam", "Devices without power"),
        "perhaps_dead": Text("Mungkin padam", "Perhaps without power"),
        "weakened": Text("Kabel hidup berkurang", "On fewer cords than before"),
        "cut_off": Text("Kehilangan port", "Have lost ports"),
        "stopped": Text("VM berhenti", "VMs stopped"),
        "restarted": Text("VM mulai lagi di host lain", "VMs that start again on another host"),
        "holds": Text("Reservasi tanpa dukungan", "Reservations that lost support"),
        "nodes": Text("Simpul daya mati", "Power nodes that are dead"),
    }
)
DONE: Words = MappingProxyType(
    {
        "filed": Text("Permohonan telah diajukan.", "The request was sent."),
        "decide": Text("Keputusan telah dicatat.", "The decision was recorded."),
        "analyse": Text("Analisis telah dicatat.", "The analysis was recorded."),
        "initial": Text("Paraf telah dibubuhkan.", "The initials were put."),
        "ask": Text(
            "Pertanyaan telah dikirim; waktu berhenti sampai OPD menjawab.",
            "The question was sent; the clock stands still until the agency answers.",
        ),
        "answer": Text("Jawaban telah dikirim; waktu berjalan lagi.", "The answer was sent; the clock runs."),
        "drop": Text("Pertanyaan dicabut; waktu berjalan lagi.", "The question was dropped; the clock runs."),
        "claim": Text("Langkah ini sekarang Anda pegang.", "You have taken this step."),
        "unclaim": Text("Langkah ini dikembalikan.", "The step was put back."),
        "send": Text("Pengiriman surat telah dicatat.", "The sending of the letters was recorded."),
        "receipt": Text("Penerimaan surat telah dicatat.", "The receipt of the letters was recorded."),
        "withdraw": Text("Permohonan telah ditarik.", "The request was withdrawn."),
        "cancel": Text("Kasus telah dibatalkan.", "The case was cancelled."),
        "reassign": Text("Langkah ini telah diserahkan.", "The step was given to somebody else."),
        "extend": Text("Waktu telah diperpanjang.", "The step was given more time."),
        "end-stay": Text("Akhir penitipan telah dicatat.", "The end of the stay was recorded."),
        "comment": Text("Catatan telah ditambahkan.", "The comment was added."),
        "scenario": Text("Skenario telah disimpan.", "The scenario was saved."),
        "change": Text(
            "Perubahan ditambahkan; skenario belum disimpan.", "The change was added; nothing is saved yet."
        ),
        "archived": Text("Skenario telah diarsipkan.", "The scenario was put away."),
        "planned": Text("Rencana perubahan telah dicatat.", "The planned change was recorded."),
        "plan-ended": Text("Akhir rencana telah dicatat.", "The end of the plan was recorded."),
        "letter": Text("Surat telah dibuat; unduh di bawah ini.", "The letter was made; download it below."),
    }
)
#: The stable code of an error -> what its reader is told; where a code is absent, the error's own sentence.
ERRORS: Words = MappingProxyType(
    {
        "sign-in-failed": Text("Nama masuk atau kata sandi salah.", "Login or password is wrong."),
        "too-many-attempts": Text(
            "Terlalu banyak percobaan masuk; coba lagi sebentar lagi.",
            "Too many sign-ins have failed; try again in a while.",
        ),
        "busy": Text(
            "Sedang sibuk dan belum ada yang berubah; coba lagi.", "Busy; nothing was changed. Try again."
        ),
        "stale-version": Text(
            "Kasus ini baru saja diubah orang lain. Di bawah ini keadaannya sekarang; isian Anda masih ada."
            " Periksa, lalu kirim lagi bila masih sesuai.",
            "Somebody has just changed this case. Below is how it stands now; what you entered is kept."
            " Look at it, and send it again if it still holds.",
        ),
        "conflict": Text(
            "Kasus ini sudah bergeser atau dipegang orang lain; lihat keadaannya sekarang.",
            "The case has moved on, or somebody else has taken it; look at how it stands now.",
        ),
        "already-claimed": Text(
            "Langkah ini sudah dipegang orang lain.", "Somebody else has taken this step."
        ),
        "not-allowed": Text(
            "Anda tidak berwenang melakukan ini sekarang.", "You may not do this here and now."
        ),
        "own-request": Text(
            "Tidak seorang pun memutus permohonannya sendiri.", "Nobody decides his own request."
        ),
        "comment-needed": Text("Tulis alasannya.", "Give the reason."),
        "place-taken": Text(
            "Tempat itu baru saja terisi. Jalankan analisis lagi, lalu pilih tempat lain.",
            "The place has just been taken. Run the analysis again and choose another.",
        ),
        "not-enough": Text(
            "Port switch atau sisa sumber daya tidak lagi cukup; jalankan analisis lagi.",
            "Ports or what a host has left no longer suffice; run the analysis again.",
        ),
        "hold-gone": Text(
            "Tempat tidak ditahan lagi; jalankan analisis lagi.",
            "The place is no longer held; run the analysis again.",
        ),
        "draft-changed": Text(
            "Draf ini sudah dikirim, atau baru saja diubah rekan Anda; lihat keadaannya sekarang.",
            "The draft was sent, or a colleague has just changed it; look at how it stands now.",
        ),
        "draft-too-large": Text(
            "Drafnya terlalu banyak atau terlalu besar; kirim atau hapus sebagian dahulu.",
            "There are too many drafts, or this one is too large; send or delete some first.",
        ),
        "not-stored": Text(
            "Tidak ada, atau tidak untuk Anda lihat.", "There is nothing here, or nothing for you to see."
        ),
        "failure": Text(
            "Titip gagal melakukan ini; administrator menemukan penyebabnya di log.",
            "Titip failed at this; the administrator finds more in its log.",
        ),
    }
)
#: Guards of the procedure that do not hold yet.
GUARDS: Words = MappingProxyType(
    {
        "papers_complete": Text("Naskah langkah ini belum lengkap.", "Papers of this step are missing."),
        "analysis_exists": Text(
            "Jalankan analisis dahulu: permohonan belum dianalisis pada langkah ini.",
            "Run the analysis first: the request has not been analysed in this step.",
        ),
        "fits": Text(
            "Pilih tempat yang ditemukan analisis; tempat itu harus lulus verifikasi.",
            "Choose a place that the analysis found; it must pass the verification.",
        ),
        "initials_complete": Text(
            "Paraf belum lengkap pada naskah yang akan ditandatangani.",
            "Initials are still missing on the papers to be signed.",
        ),
        "place_verified": Text("Tempat belum terverifikasi lagi.", "The place was not verified again."),
        "letters_sent": Text(
            "Catat dahulu pengiriman surat kepada OPD.", "Record first that the letters were sent."
        ),
        "handover_verified": Text(
            "Perangkat dengan nilai sebenarnya tidak lulus verifikasi.",
            "The equipment with its actual values does not pass the verification.",
        ),
    }
)
MISSING_PAPERS = Text("Naskah belum ada: ", "Papers are missing: ")
