"""The people of the tests, and the posts that they hold."""

from __future__ import annotations

from datetime import date

from workflow.roles import Holding, Offices, Person, Post

SINCE = date(2024, 1, 2)
TITLES = {
    "kepala_dinas": "Kepala Dinas Komunikasi, Informatika dan Statistik Kota Denpasar",
    "sekretaris": "Sekretaris Dinas",
    "kabid": "Kepala Bidang e-Government",
    "kasi": "Kepala Seksi Penyebaran Sistem Komunikasi",
    "registrar": "Pengadministrasi Persuratan",
    "planner": "Perencana Kapasitas",
    "auditor": "Auditor",
    "administrator": "Administrator Titip",
}
# One person for each role, by name.
HEAD, SECRETARY, KABID, KASI = "agung", "dewi", "nyoman", "komang"
REGISTRAR, PLANNER, AUDITOR, ADMIN = "wayan", "gede", "luh", "kadek"
ASKER, OTHER_ASKER, STRANGER = "sari", "eka", "putu"
AGENCY, OTHER_AGENCY = "Disdikpora", "Dinkes"


def post(role: str) -> Post:
    return Post(role, role, TITLES[role])


def office(*more: Holding, without: tuple[str, ...] = (), people: tuple[Person, ...] = ()) -> Offices:
    """Everybody at his post; `without` leaves posts (by role) vacant, `more` adds holdings."""
    holders = {
        "kepala_dinas": HEAD,
        "sekretaris": SECRETARY,
        "kabid": KABID,
        "kasi": KASI,
        "registrar": REGISTRAR,
        "planner": PLANNER,
        "auditor": AUDITOR,
        "administrator": ADMIN,
    }
    agencies = {
        "agency-disdikpora": (AGENCY, (ASKER, OTHER_ASKER)),
        "agency-dinkes": (OTHER_AGENCY, (STRANGER,)),
    }
    names = (*holders.values(), ASKER, OTHER_ASKER, STRANGER)
    return Offices(
        people=(*(Person(name, name.title(), f"NIP-{name}", "Pembina") for name in names), *people),
        posts=(
            *(post(role) for role in holders),
            *(Post(name, "agency", "Kepala Subbagian", agency) for name, (agency, _) in agencies.items()),
        ),
        holdings=(
            *(Holding(role, person, SINCE) for role, person in holders.items() if role not in without),
            *(Holding(name, one, SINCE) for name, (_, people_) in agencies.items() for one in people_),
            *more,
        ),
    )
