"""Each publish check finds the fault that it is for; the shipped procedure has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from capacity.errors import BadInput
from tests.workflow.procedure.broken import (
    SOP,
    with_actor,
    with_closing,
    with_outcome,
    with_paper,
    with_path,
    with_step,
    without_outcome,
)
from workflow.procedure import CHECKS, Authority, Duration, Initials, Procedure, problems_of, publish
from workflow.procedure.checks import Check, flow, names, papers, places, rules
from workflow.procedure.values import Fallback


def faults(check: Check, procedure: Procedure) -> list[str]:
    return [f"{fault.where}: {fault.problem}" for fault in check(procedure)]


STEP_7 = SOP.step("7")
assert STEP_7 is not None
assert SOP.handover is not None
assert SOP.stay is not None
AUTHORITY = Authority("kepala_dinas", "a.n.", ("bupati",))

# check, what is broken, the broken procedure, words of the fault
BROKEN: list[tuple[Check, str, Procedure, str]] = [
    (names.names_are_unique, "two steps 2", with_step("3", no="2"), "steps: '2' stands there 2 times"),
    (names.names_are_unique, "two actors", replace(SOP, actors=SOP.actors * 2), "actors: 'agency'"),
    (
        names.names_are_unique,
        "two outcomes",
        with_outcome("5", "disagree", id="agree"),
        "steps 5 outcomes: 'agree' stands",
    ),
    (
        names.actors_are_known,
        "an actor that is none",
        with_step("2", actors=("kabit",)),
        "steps 2 actors: There is no actor 'kabit'",
    ),
    (names.actors_are_known, "nobody", with_step("2", actors=()), "Nobody acts in this step"),
    (
        names.actors_are_known,
        "a role nobody can hold",
        with_actor("kasi", role="camat"),
        "actors: There is no role 'camat'",
    ),
    (
        names.actors_are_known,
        "an unknown receiver",
        with_step("8", receiver="warga"),
        "steps 8 receiver: There is no actor 'warga'",
    ),
    (
        names.actors_are_known,
        "unknown initials",
        with_step("7", initials=Initials(("staf",), ("surat_pengantar",))),
        "steps 7 initials by: There is no actor 'staf'",
    ),
    (
        names.actors_are_known,
        "an unknown copy",
        with_step("6", authority=AUTHORITY),
        "steps 6 authority: There is no actor 'bupati'",
    ),
    (
        names.actors_are_known,
        "an unknown superior",
        with_actor("kasi", superior="camat"),
        "actors kasi superior: There is no actor 'camat'",
    ),
    (
        names.actors_are_known,
        "an unknown canceller",
        with_closing("cancelled", actors=("camat",)),
        "closings cancelled actors",
    ),
    (
        names.actors_are_known,
        "an unknown installer",
        replace(SOP, handover=replace(SOP.handover, actors=("teknisi",))),
        "handover actors: There is no actor 'teknisi'",
    ),
    (
        names.actors_are_known,
        "an unknown closer of stays",
        replace(SOP, stay=replace(SOP.stay, actors=("teknisi",))),
        "stay actors",
    ),
    (
        names.papers_are_known,
        "an unknown need",
        with_step("2", needs=("surat",)),
        "steps 2 needs: There is no paper 'surat'",
    ),
    (
        names.papers_are_known,
        "an unknown output",
        with_step("2", outputs=("catatan",)),
        "steps 2 outputs: There is no paper 'catatan'",
    ),
    (
        names.papers_are_known,
        "an unknown signed paper",
        with_outcome("6", "sign", signs=("balasan",)),
        "steps 6 outcomes sign signs: There is no paper 'balasan'",
    ),
    (
        names.papers_are_known,
        "an unknown initialled paper",
        with_step("7", initials=Initials(("kasi",), ("nota",))),
        "steps 7 initials papers: There is no paper 'nota'",
    ),
    (
        names.papers_are_known,
        "an unknown handover record",
        replace(SOP, handover=replace(SOP.handover, paper="bapp")),
        "handover paper: There is no paper 'bapp'",
    ),
    (
        names.paths_are_known,
        "an unknown path",
        with_outcome("3", "fits", sets_path="yes"),
        "steps 3 outcomes fits sets_path: There is no path 'yes'",
    ),
    (names.paths_are_known, "a paper of no path", with_paper("penetapan", path="yes"), "papers penetapan"),
    (
        names.paths_are_known,
        "a handover on no path",
        replace(SOP, handover=replace(SOP.handover, path="yes")),
        "handover path: There is no path 'yes'",
    ),
    (
        names.paths_are_known,
        "a skipped step that is none",
        with_path("refuse", skips=("9",)),
        "paths refuse skips: There is no step '9'",
    ),
    (
        names.targets_exist,
        "a way to nowhere",
        with_outcome("5", "agree", to="66"),
        "steps 5 outcomes agree to: There is no step '66'",
    ),
    (
        names.targets_exist,
        "neither step nor end",
        with_outcome("8", "archive", ends=None),
        "steps 8 outcomes archive: It must either lead to a step or end",
    ),
    (
        names.targets_exist,
        "step and end at once",
        with_outcome("8", "archive", to="3"),
        "It must either lead to a step or end",
    ),
    (names.targets_exist, "no way out", with_step("8", outcomes=()), "There is no way out of this step"),
    (
        names.names_are_registered,
        "an expression for a guard",
        with_outcome("3", "fits", guards=("units > 2",)),
        "steps 3 outcomes fits guards: There is no guard 'units > 2'",
    ),
    (
        names.names_are_registered,
        "an unknown effect",
        with_outcome("3", "fits", effects=("hold_plaec",)),
        "There is no effect 'hold_plaec'",
    ),
    (
        names.names_are_registered,
        "an unknown effect of a pause",
        replace(SOP, clock=replace(SOP.clock, on_resume=("ring",))),
        "clock on_resume: There is no effect 'ring'",
    ),
    (
        names.names_are_registered,
        "an unknown effect of a closing",
        with_closing("withdrawn", effects=("forget",)),
        "closings withdrawn effects: There is no effect 'forget'",
    ),
    (
        names.names_are_registered,
        "an unknown guard of the handover",
        replace(SOP, handover=replace(SOP.handover, guards=("looks_good",))),
        "handover guards: There is no guard 'looks_good'",
    ),
    (
        names.names_are_registered,
        "an unknown act",
        with_step("3", acts=("guess",)),
        "steps 3 acts: There is no act 'guess'",
    ),
    (
        names.superiors_lead_up,
        "a circle of superiors",
        with_actor("kepala_dinas", superior="kasi"),
        "actors kasi superior: 'kasi' stands above itself",
    ),
    (
        names.superiors_lead_up,
        "one's own superior",
        with_actor("kasi", superior="kasi"),
        "'kasi' stands above itself",
    ),
    (
        names.assumptions_name_fields,
        "an assumption about nothing",
        with_step("8", assumed=("sender",)),
        "steps 8 assumed: There is no field 'sender'",
    ),
    (flow.one_start, "no start", with_step("1a", kind="process"), "steps: There must be one step of kind"),
    (flow.one_start, "two starts", with_step("2", kind="start"), "there is steps 1a, 2"),
    (flow.one_start, "a way back to the start", with_outcome("2", "coordinated", to="1a"), "leads back to"),
    (
        flow.every_step_is_reached,
        "a step nobody comes to",
        with_outcome("6", "sign", to="8"),
        "steps 7: No walk comes to this step",
    ),
    (
        flow.every_step_can_end,
        "a circle",
        with_outcome("8", "archive", ends=None, to="4"),
        "steps 1b: From here no walk ends",
    ),
    (
        flow.every_path_comes_to_an_end,
        "a path that ends only by leaving it",
        with_step("7", outcomes=(STEP_7.outcomes[1], STEP_7.outcomes[0], STEP_7.outcomes[2])),
        "paths refuse: No walk ends on this path",
    ),
    (
        flow.every_path_comes_to_an_end,
        "a path nobody takes",
        with_outcome("3", "does_not_fit", sets_path="accept"),
        "paths refuse: No outcome sets this path",
    ),
    (
        flow.skipped_steps_lead_on,
        "a skipped start",
        with_path("refuse", skips=("1a",)),
        "paths refuse skips: The start cannot be skipped",
    ),
    (
        flow.skipped_steps_lead_on,
        "a skipped end",
        with_path("refuse", skips=("8",)),
        "Step 8 is skipped, but its first outcome leads to no step after it",
    ),
    (
        flow.automatic_outcomes_are_fallbacks,
        "a fallback to a choice",
        with_outcome("7", "sign", fallbacks=(Fallback("place_verified", "back_to_draft"),)),
        "'back_to_draft' is no automatic outcome of step 7",
    ),
    (
        flow.automatic_outcomes_are_fallbacks,
        "a fallback of a guard that is not asked",
        with_outcome("7", "sign", fallbacks=(Fallback("fits", "place_lost"),)),
        "'fits' is no guard of this outcome",
    ),
    (
        flow.automatic_outcomes_are_fallbacks,
        "an automatic outcome that never comes",
        with_outcome("7", "sign", fallbacks=()),
        "steps 7 outcomes place_lost: No guard falls back to this",
    ),
    (
        flow.automatic_outcomes_are_fallbacks,
        "an automatic outcome with a guard",
        with_outcome("7", "place_lost", guards=("fits",)),
        "An automatic outcome has guards, fallbacks or signatures",
    ),
    (
        flow.automatic_outcomes_are_fallbacks,
        "a usual outcome that is automatic",
        with_step("7", outcomes=STEP_7.outcomes[::-1]),
        "The usual outcome cannot be automatic",
    ),
    (
        flow.decisions_offer_a_choice,
        "a decision without choice",
        without_outcome("5", "disagree", "analyse_again"),
        "steps 5: A decision with one outcome decides nothing",
    ),
    (
        papers.papers_are_there_in_time,
        "a paper that nobody makes",
        with_step("2", outputs=()),
        "steps 3 needs: 'catatan_koordinasi' may not have been made when step 3 is reached",
    ),
    (
        papers.papers_are_there_in_time,
        "a paper that one walk does not make",
        with_outcome("3", "coordinate_again", to="4"),
        "steps 4 needs: 'analisis' may not have been made",
    ),
    (
        papers.papers_are_there_in_time,
        "initials on a paper that nobody makes",
        with_step("7", initials=Initials(("kasi",), ("bast",))),
        "steps 7 initials papers: 'bast' may not have been made when step 7 is reached on the path 'accept'",
    ),
    (papers.signing_steps_sign, "nothing to sign", with_outcome("6", "sign", signs=()), "Nothing is signed"),
    (
        papers.signing_steps_sign,
        "a signature at a desk that signs nothing",
        with_outcome("4", "submit_draft", signs=("rancangan_balasan",)),
        "steps 4: A paper is signed in a step of another kind",
    ),
    (
        papers.signing_steps_sign,
        "initials where nothing is signed",
        with_step("4", initials=STEP_7.initials),
        "steps 4: Initials and authority to sign belong to a step that signs",
    ),
    (
        papers.signed_papers_belong_to_the_step,
        "a foreign paper is signed",
        with_outcome("6", "sign", signs=("surat_balasan", "disposisi")),
        "'disposisi' is neither needed nor made in step 6",
    ),
    (
        papers.signed_papers_belong_to_the_step,
        "a decision that comes out unsigned",
        with_outcome("7", "sign", signs=("surat_pengantar",)),
        "'penetapan' would come out unsigned",
    ),
    (
        places.no_place_stays_held,
        "a place that is never confirmed",
        with_outcome("7", "sign", effects=()),
        "steps 8 outcomes archive: The case ends without a firm place",
    ),
    (
        places.no_place_stays_held,
        "a refusal that keeps its place",
        with_outcome("3", "does_not_fit", effects=()),
        "steps 8 outcomes archive: The place is still held when the case ends",
    ),
    (
        places.no_place_stays_held,
        "a place confirmed that nobody holds",
        with_outcome("3", "fits", effects=()),
        "steps 7 outcomes sign effects: It confirms a place that nothing held",
    ),
    (
        places.no_place_stays_held,
        "a withdrawal that keeps the place",
        with_closing("withdrawn", effects=()),
        "closings withdrawn effects: The place would stay taken",
    ),
    (
        places.no_place_stays_held,
        "a stay without end",
        replace(SOP, stay=None),
        "stay: Equipment is installed, and no stay can end",
    ),
    (
        places.held_places_have_a_time,
        "a hold without a time",
        replace(SOP, hold=None),
        "hold: A place is held for no stated time",
    ),
    (
        places.held_places_have_a_time,
        "a time for nothing",
        with_outcome("3", "fits", effects=()),
        "hold: Nothing holds a place",
    ),
    (
        rules.returns_and_refusals_say_why,
        "a return without a word",
        with_outcome("5", "disagree", comment_needed=False),
        "steps 5 outcomes disagree: It leads back without a comment",
    ),
    (
        rules.returns_and_refusals_say_why,
        "a refusal without a word",
        with_outcome("3", "does_not_fit", comment_needed=False),
        "It refuses without a comment",
    ),
    (
        rules.returns_and_refusals_say_why,
        "a cancellation without a word",
        with_closing("cancelled", comment_needed=False),
        "It cancels without a reason",
    ),
    (rules.steps_have_times, "no time", with_step("6", time=None), "steps 6 time: The step has no time"),
    (
        rules.steps_have_times,
        "a clock on the agency",
        with_step("1a", time=Duration(1, "hari")),
        "steps 1a time: No clock runs on the agency",
    ),
    (
        rules.signers_do_not_initial,
        "a signer's own initials",
        with_step("7", initials=Initials(("kepala_dinas",), ("surat_pengantar",))),
        "steps 7 initials by: 'kepala_dinas' signs, and cannot initial",
    ),
    (
        rules.dates_are_in_order,
        "in force before it was made",
        replace(SOP, head=replace(SOP.head, effective=date(2017, 1, 1))),
        "head effective: It takes effect before it is made",
    ),
    (
        rules.dates_are_in_order,
        "revised before it was made",
        replace(SOP, head=replace(SOP.head, revised=date(2017, 1, 1))),
        "head revised: It is revised before it is made",
    ),
    (rules.dates_are_in_order, "version 0", replace(SOP, version=0), "version: 0 is no version number"),
]


@pytest.mark.parametrize(
    ("check", "procedure", "words"),
    [(check, procedure, words) for check, _, procedure, words in BROKEN],
    ids=[f"{check.__name__}: {what}" for check, what, _, _ in BROKEN],
)
def test_a_check_finds_what_it_is_for(check: Check, procedure: Procedure, words: str) -> None:
    assert [fault for fault in faults(check, procedure) if words in fault]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_shipped_procedure_passes(check: Check) -> None:
    assert faults(check, SOP) == []


def test_every_check_has_a_procedure_that_it_refuses() -> None:
    assert {check for check, _, _, _ in BROKEN} == set(CHECKS)


def test_a_paper_that_a_path_does_not_know_is_not_missed_there() -> None:
    """The refusal has no analysis of its own if the paper exists on the other path only."""
    assert faults(papers.papers_are_there_in_time, with_paper("analisis", path="accept")) == []


def test_a_return_makes_no_promise_about_papers_made_later() -> None:
    """Step 4 is reached from step 3 before any correction: a corrected draft cannot be needed there."""
    found = faults(papers.papers_are_there_in_time, with_step("4", needs=("rancangan_koreksi",)))
    assert found
    assert "'rancangan_koreksi' may not have been made when step 4 is reached" in found[0]


def test_all_faults_of_a_procedure_are_told_at_once() -> None:
    broken = with_step("6", with_step("2", actors=("kabit",)), time=None)
    with pytest.raises(BadInput) as caught:
        publish(broken, "mine.yaml")
    told = str(caught.value)
    assert "mine.yaml steps 2 actors: There is no actor 'kabit'. Did you mean 'kabid'?" in told
    assert "mine.yaml steps 6 time: The step has no time." in told


@pytest.mark.parametrize(
    "empty",
    [
        lambda: replace(SOP, steps=()),
        lambda: replace(SOP, actors=(), papers=(), paths=()),
        lambda: with_step("5", outcomes=()),
        lambda: with_path("refuse", skips=("7", "8", "6", "5", "4")),
        lambda: with_outcome("4", "submit_draft", to="4"),
        lambda: with_path("refuse", skips=("9",)),
        lambda: with_step("7", outcomes=()),
        lambda: with_outcome("5", "agree", to=None),
        lambda: with_outcome("5", "agree", to="66"),
    ],
)
def test_no_check_stumbles_over_a_procedure_that_is_broken_elsewhere(
    empty: Callable[[], Procedure],
) -> None:
    assert problems_of(empty())
