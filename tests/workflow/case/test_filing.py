"""A request is filed by its agency, or by a registrar with agenda number and "complete since"."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.workflow.driving import NINE, Desk, facts, paper
from tests.workflow.offices import AGENCY, ASKER, KASI, OTHER_AGENCY, REGISTRAR, STRANGER
from workflow.errors import BadValue, Conflict, MissingPaper, NoSuchChoice, NotAllowed
from workflow.events import CaseFiled, PaperAdded, StepDecided, StepOpened
from workflow.facts import Earlier


def test_step_1a_the_opd_submits_and_the_case_waits_for_the_disposisi() -> None:
    desk = Desk().file()
    assert [type(event) for event in desk.events] == [
        CaseFiled,
        PaperAdded,
        PaperAdded,
        StepDecided,
        StepOpened,
    ]
    assert desk.no == "1b"
    assert [version.paper for version in desk.case.papers] == ["surat_permohonan", "permohonan"]
    assert desk.case.requesters == (ASKER,)
    assert desk.case.complete_since == desk.case.filed_at


def test_a_case_is_pinned_to_the_version_it_was_filed_under() -> None:
    desk = Desk().file()
    assert desk.case.procedure == desk.published.sha256


def test_a_request_without_its_letter_is_not_filed() -> None:
    with pytest.raises(MissingPaper, match="Surat Permohonan Penitipan Server") as caught:
        Desk().file(papers=())
    assert caught.value.papers == ("surat_permohonan",)


def test_a_registrar_files_on_an_agencys_behalf_and_the_clock_starts_when_complete() -> None:
    """The letter was complete on the day before; the hour of step 1b has been running since."""
    complete = NINE - timedelta(days=1)
    desk = Desk().file_on_paper(complete_since=complete)
    assert desk.case.agenda == "A-17/2026"
    assert desk.case.channel == "paper"
    assert desk.case.filed_by == REGISTRAR
    assert desk.case.step is not None
    assert desk.case.step.since == complete
    assert desk.case.step.due == complete + timedelta(hours=1)


def test_the_registrar_is_not_the_one_who_asks() -> None:
    """Whoever only enters a letter may decide about it; the person at the agency may not."""
    assert Desk().file_on_paper().case.requesters == (ASKER,)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agenda": ""}, "The agenda number is empty"),
        ({"agenda": "  "}, "The agenda number is empty"),
        ({"requester": ""}, "The person at the agency who asks is empty"),
        ({"complete_since": None}, "'complete since' is missing"),
        ({"complete_since": NINE + timedelta(days=1)}, "lies in the future"),
        ({"subject": ""}, "The subject is empty"),
    ],
)
def test_a_registrar_leaves_nothing_out(changes: dict[str, object], words: str) -> None:
    with pytest.raises(BadValue, match=words):
        Desk().file_on_paper(**changes)


def test_an_agency_does_not_set_its_own_stamp() -> None:
    with pytest.raises(NotAllowed, match="the registrar's"):
        Desk().file(complete_since=NINE)


@pytest.mark.parametrize("person", [STRANGER, KASI, "nobody"])
def test_only_the_agencys_own_people_and_registrars_file_for_it(person: str) -> None:
    with pytest.raises(NotAllowed, match=f"'{person}' does not act for {AGENCY}"):
        Desk().file(person)


def test_a_paper_that_is_not_the_agencys_is_not_filed() -> None:
    with pytest.raises(NotAllowed, match="'penetapan' is not a paper of the agency"):
        Desk().file(papers=(paper("surat_permohonan"), paper("penetapan")))
    with pytest.raises(NoSuchChoice, match="knows no paper 'proposal'"):
        Desk().file(papers=(paper("surat_permohonan"), paper("proposal")))


def test_several_attachments_are_kept_each_as_its_own_revision() -> None:
    papers = (paper("surat_permohonan"), paper("lampiran", "one"), paper("lampiran", "two"))
    desk = Desk().file(papers=papers)
    assert [version.revision for version in desk.case.revisions("lampiran")] == [1, 2]


def test_a_revised_request_refers_to_the_refused_one() -> None:
    desk = Desk(facts(earlier=Earlier(AGENCY, "archived", refused=True))).file(refers_to="PS-0")
    assert desk.case.refers_to == "PS-0"


@pytest.mark.parametrize("status", ["withdrawn", "cancelled"])
def test_a_request_may_also_follow_one_that_ended_without_a_place(status: str) -> None:
    earlier = Earlier(AGENCY, status, refused=False)  # type: ignore[arg-type]
    assert Desk(facts(earlier=earlier)).file(refers_to="PS-0").case.refers_to == "PS-0"


@pytest.mark.parametrize(
    ("earlier", "error", "words"),
    [
        (None, NotAllowed, "is no case of"),
        (Earlier(OTHER_AGENCY, "archived", refused=True), NotAllowed, "is no case of"),
        (Earlier(AGENCY, "open", refused=False), Conflict, "still open"),
        (Earlier(AGENCY, "archived", refused=False), NotAllowed, "was granted"),
    ],
)
def test_a_revised_request_refers_to_nothing_else(
    earlier: Earlier | None, error: type[Exception], words: str
) -> None:
    """Neither another agency's case, nor one that is open, nor one that was granted."""
    with pytest.raises(error, match=words):
        Desk(facts(earlier=earlier)).file(refers_to="PS-0")


@pytest.mark.parametrize("written", [f" {KASI} ", KASI.upper(), f"{KASI.title()}  "])
def test_somebody_who_is_known_is_meant_however_his_name_is_written(written: str) -> None:
    """So that nobody decides his own request by a blank or a capital letter."""
    desk = Desk().file_on_paper(requester=written)
    assert desk.case.requesters == (KASI,)


def test_somebody_whom_the_office_does_not_know_is_kept_as_written() -> None:
    assert Desk().file_on_paper(requester="Ibu  Ayu").case.requesters == ("Ibu Ayu",)
