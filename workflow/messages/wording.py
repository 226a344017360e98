"""What messages say: Bahasa Indonesia first, English beneath; never what only the office may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from workflow.procedure import Step, Text
from workflow.state import Case


@dataclass(frozen=True, slots=True)
class Message:
    """A message: one line, and its sentences."""

    subject: Text
    body: Text


#: Occasion -> what it says of a case; `{due}` is only used where there is one.
OCCASIONS: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "filed": (
            Text("Permohonan {case} dicatat", "Request {case} was filed"),
            Text("Permohonan „{subject}“ telah dicatat.", "The request “{subject}” was filed."),
        ),
        "arrived": (
            Text("{case} menunggu Anda", "{case} waits for you"),
            Text(
                "Langkah {step} ({activity}) menunggu Anda, batas waktu {due}.",
                "Step {step} ({activity_en}) waits for you, due {due}.",
            ),
        ),
        "asked": (
            Text("Pertanyaan tentang {case}", "A question about {case}"),
            Text(
                "Dinas menanyakan: {question} Waktu berhenti sampai ada jawaban.",
                "The office asks: {question} The clock stands still until you answer.",
            ),
        ),
        "answered": (
            Text("{case} berjalan lagi", "{case} goes on"),
            Text(
                "Langkah {step} menunggu Anda lagi, batas waktu {due}.",
                "Step {step} waits for you again, due {due}.",
            ),
        ),
        "comment": (
            Text("Komentar pada {case}", "A comment on {case}"),
            Text("Ada komentar baru pada permohonan ini.", "There is a new comment on this request."),
        ),
        "sent": (
            Text("Surat untuk {case} dikirim", "Letters on {case} were sent"),
            Text(
                "Surat atas permohonan „{subject}“ telah dikirim.",
                "The letters on the request “{subject}” were sent.",
            ),
        ),
        "closed": (
            Text("{case} selesai", "{case} is closed"),
            Text(
                "Permohonan „{subject}“ telah ditutup: {status}.",
                "The request “{subject}” is closed: {status_en}.",
            ),
        ),
        "reminder-share": (
            Text("Pengingat: {case}", "Reminder: {case}"),
            Text(
                "Langkah {step} harus selesai {due}; 80 % waktunya telah lewat.",
                "Step {step} is due {due}; 80 % of its time have passed.",
            ),
        ),
        "reminder-due": (
            Text("Batas waktu: {case}", "Due now: {case}"),
            Text("Langkah {step} harus selesai sekarang.", "Step {step} is due now."),
        ),
        "overdue": (
            Text("Terlambat: {case}", "Overdue: {case}"),
            Text(
                "Langkah {step} ({activity}) belum selesai; batas waktunya {due}.",
                "Step {step} ({activity_en}) is not done; it was due {due}.",
            ),
        ),
        "lapsed": (
            Text("Tempat untuk {case} terlepas", "The place of {case} has lapsed"),
            Text(
                "Tempat yang ditahan tidak terjamin lagi dan harus dianalisa ulang.",
                "The place is no longer held, and has to be analysed again.",
            ),
        ),
        "stay-ends": (
            Text("Masa penitipan {case} akan berakhir", "The stay of {case} will end"),
            Text(
                "Masa penitipan „{subject}“ segera berakhir; ajukan perpanjangan atau siapkan penarikan.",
                "The stay of “{subject}” ends soon; ask for a longer one, or prepare to take it out.",
            ),
        ),
    }
)
DIGEST = (
    Text("Yang menunggu Anda hari ini: {count}", "What waits for you today: {count}"),
    Text("Permohonan yang menunggu Anda: {cases}.", "Requests that wait for you: {cases}."),
)
_STATUS = {
    "archived": Text("diarsipkan", "archived"),
    "withdrawn": Text("ditarik", "withdrawn"),
    "cancelled": Text("dibatalkan", "cancelled"),
    "open": Text("masih berjalan", "still open"),
}


def worded(occasion: str, case: Case, step: Step | None, zone: ZoneInfo) -> Message:
    """What a case has to say on an occasion. Raises KeyError for one that is not known."""
    subject, body = OCCASIONS[occasion]
    due = case.step.due if case.step else None
    status = _STATUS[case.status]
    values = {
        "case": case.name,
        "subject": case.subject,
        "step": step.no if step else "",
        "activity": step.activity.id if step else "",
        "activity_en": step.activity.en if step else "",
        "due": "-" if due is None else told_time(due, zone),
        "question": case.question.text if case.question else "",
        "status": status.id,
        "status_en": status.en,
    }
    return Message(_filled(subject, values), _filled(body, values))


def digest(cases: list[str]) -> Message:
    """What waits for somebody, as the daily digest says it."""
    values = {"count": str(len(cases)), "cases": ", ".join(cases)}
    subject, body = DIGEST
    return Message(_filled(subject, values), _filled(body, values))


def told_time(at: datetime, zone: ZoneInfo) -> str:
    """A moment on the office's clock."""
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M} {'WITA' if zone.key == 'Asia/Makassar' else zone.key}"


def _filled(text: Text, values: Mapping[str, str]) -> Text:
    # Values are put in once and are not looked into: what an agency writes is never a template.
    return Text(text.id.format_map(values), text.en.format_map(values))
