"""Cases at every step of the procedure, with times that count back from now, so that inboxes are alive."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from capacity.data import data_path
from workflow.calendar import WorkingTime
from workflow.commands import Answer, Ask, Close, Comment, PutInitials
from workflow.handling import Desk
from workflow.papers import Installed, PlaceChoice
from workflow.rehearsal import Rehearsal, Write, plain_paper

FIRST = PlaceChoice("", "first")
Play = Callable[[Rehearsal], object]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A case: who asks for what, so many working hours ago, and what was done since."""

    agency: str
    subject: str
    request: str
    hours_ago: float
    play: Play
    changes: Mapping[str, object]


def carry(desk: Desk, now: datetime, write: Write = plain_paper) -> list[Rehearsal]:
    """File the cases and carry each to where it stands now; the oldest first."""
    with desk.store.read() as unit:
        time = WorkingTime(unit.office.calendar())
    until = now.replace(year=now.year + 2, month=12, day=28).date().isoformat()
    carried = []
    for one in SKETCHES:
        case = Rehearsal(desk, worked_before(time, now, timedelta(hours=one.hours_ago)), write)
        table = {**_request(one.request), "owner": one.agency, "until": until, **one.changes}
        case.file(one.agency, one.subject, table)
        one.play(case)
        carried.append(case)
    return carried


def worked_before(time: WorkingTime, now: datetime, work: timedelta) -> datetime:
    """The last full minute, within office hours, from which so much working time has passed until now."""
    low, high = now - timedelta(days=500), now
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if time.between(middle, now) >= work else (low, middle)
    return time.add(low.replace(second=0, microsecond=0), timedelta())


def _request(name: str) -> dict[str, object]:
    table: dict[str, object] = json.loads(data_path(f"requests/{name}.json").read_text())
    return table


def _pause(case: Rehearsal, minutes: int) -> Rehearsal:
    return case.wait(timedelta(minutes=minutes))


def _to_kabid(case: Rehearsal) -> Rehearsal:
    return _pause(case, 15).decide("forward", comment="Mohon dikaji sesuai SOP.")


def _to_kasi(case: Rehearsal) -> Rehearsal:
    return _pause(_to_kabid(case), 20).decide("coordinated")


def _analysed(case: Rehearsal) -> Rehearsal:
    return _pause(_to_kasi(case), 45).analyse()


def _drafting(case: Rehearsal) -> Rehearsal:
    return _analysed(case).decide("fits", choice=FIRST)


def _correcting(case: Rehearsal) -> Rehearsal:
    return _pause(_drafting(case), 50).decide("submit_draft")


def _returned(case: Rehearsal) -> Rehearsal:
    return _correcting(case).decide("disagree", comment="Sebutkan batas daya pada butir kedua surat balasan.")


def _signing(case: Rehearsal) -> Rehearsal:
    return _pause(_correcting(case), 20).decide("agree")


def _initials(case: Rehearsal) -> Rehearsal:
    _pause(_signing(case), 10).decide("sign")
    return case.act(PutInitials, "kasi", role="kasi")


def _to_head(case: Rehearsal) -> Rehearsal:
    return _pause(_signing(case), 10).decide("sign").initial()


def _to_send(case: Rehearsal) -> Rehearsal:
    return _pause(_to_head(case), 10).decide("sign")


def _accepted(case: Rehearsal) -> Rehearsal:
    return _pause(_drafting(case), 50).onward()


def _accepted_late(case: Rehearsal) -> Rehearsal:
    """The request lay for half a day before it was sent on, and again as a draft."""
    _pause(_pause(case, 4 * 60).decide("forward"), 20).decide("coordinated")
    _pause(_pause(case, 45).analyse(), 5).decide("fits", choice=FIRST)
    return _pause(case, 3 * 60).onward()


def _refused(case: Rehearsal) -> Rehearsal:
    _analysed(case).decide("does_not_fit", comment="Tidak ada rak dengan daya dan pendinginan yang cukup.")
    return case.onward()


def _installed(case: Rehearsal) -> Rehearsal:
    _accepted(case)
    place = case.case.choice.place if case.case.choice else ""
    _pause(case, 16 * 60)
    return case.hand_over((Installed("CZ26481102", place, weight_g=13_800, power_w=112, name="sikda-app-1"),))


def _asked(case: Rehearsal) -> Rehearsal:
    return _pause(_to_kasi(case), 30).act(
        Ask, "kasi", question="Berapa daya yang diukur pada beban penuh? Label pada catu daya tidak cukup."
    )


def _answered(case: Rehearsal) -> Rehearsal:
    _pause(_asked(case), 90).act(Answer, "agency", answer="Terukur 210 W pada beban penuh.")
    return case.act(Comment, "kasi", text="Sesuai dengan alat sejenis di rak A05.", visible=False)


def _withdrawn(case: Rehearsal) -> Rehearsal:
    return _pause(_to_kabid(case), 30).act(
        Close, "agency", reason="Layanan dipindahkan ke Pusat Data Nasional.", ends="withdrawn"
    )


#: Small enough that all of them find a place beside each other.
_SMALL = {"u_height": 1, "power_w": 120, "weight_kg": 14, "depth_mm": 650}
_LIGHT = {**_SMALL, "power_w": 90}
_APP = {"vcpu": 4, "memory_mb": 8192, "disk_gb": 120}

#: Oldest first. A working day has eight hours; the head has one to send a request on, the Kasi a day.
SKETCHES: tuple[Sketch, ...] = (
    Sketch("Disdikpora", "Server GPU untuk penelitian", "does-not-fit-gpu", 1400, _refused, {}),
    Sketch("Dinkes", "Server imunisasi", "fits-web-server", 1000, _withdrawn, _SMALL),
    Sketch("Disdikpora", "Aplikasi mutasi siswa", "application-fits", 600, _accepted, _APP),
    Sketch("Dinkes", "Server SIKDA generasi kedua", "fits-web-server", 60, _installed, _SMALL),
    Sketch("Disdikpora", "Server pelatihan kecerdasan buatan", "does-not-fit-gpu", 44, _refused, {}),
    Sketch("Disdikpora", "Aplikasi e-rapor", "application-fits", 40, _accepted_late, _APP),
    Sketch("Dinkes", "Server pendaftaran vaksinasi", "fits-web-server", 30, _withdrawn, _SMALL),
    Sketch("Disdikpora", "Server perpustakaan digital", "fits-web-server", 26, _asked, _SMALL),
    Sketch("Dinkes", "Server rekam medis puskesmas", "fits-web-server", 22, _accepted_late, _SMALL),
    Sketch("Disdikpora", "Aplikasi absensi guru", "application-fits", 14, _to_send, _APP),
    Sketch("Dinkes", "Server laboratorium kesehatan", "fits-web-server", 11, _to_kasi, _SMALL),
    Sketch("Disdikpora", "Server basis data PPDB", "fits-web-server", 9, _returned, _SMALL),
    Sketch("Disdikpora", "Server ujian berbasis komputer", "fits-web-server", 6.5, _answered, _SMALL),
    Sketch("Disdikpora", "Server GPU untuk video pembelajaran", "does-not-fit-gpu", 4.2, _analysed, {}),
    Sketch("Dinkes", "Aplikasi antrean puskesmas", "application-fits", 4, _to_head, _APP),
    Sketch("Dinkes", "Server telemedisin", "cannot-decide-no-draw", 3.8, _analysed, {}),
    Sketch("Dinkes", "Aplikasi pemantauan gizi", "application-fits", 3.6, _initials, _APP),
    Sketch("Disdikpora", "Server cadangan Dapodik", "fits-web-server", 3.2, _signing, _LIGHT),
    Sketch("Dinkes", "Aplikasi gudang farmasi", "application-fits", 2.9, _correcting, _APP),
    Sketch("Disdikpora", "Server portal sekolah", "fits-web-server", 2.4, _analysed, _SMALL),
    Sketch("Dinkes", "Server arsip radiologi", "fits-web-server", 2.2, _to_kabid, _SMALL),
    Sketch("Disdikpora", "Aplikasi beasiswa", "application-fits", 1.8, lambda case: case, _APP),
    Sketch("Dinkes", "Server data stunting", "fits-web-server", 0.6, _to_kabid, _SMALL),
    Sketch("Disdikpora", "Server web PPDB tahun depan", "fits-web-server", 0.3, lambda case: case, _SMALL),
)
