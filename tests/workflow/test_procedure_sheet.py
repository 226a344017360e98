"""Every row and every detail of the office's procedure, each with the tests that show it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent

# What the procedure says: the tests that show it, as file::test, below this folder.
ROWS = {
    "1a: the agency submits the request, with its letter, to the head through the division": (
        "case/test_filing.py::test_step_1a_the_opd_submits_and_the_case_waits_for_the_disposisi",
        "case/test_filing.py::test_a_request_without_its_letter_is_not_filed",
        "procedure/test_sheet.py::test_a_row_of_the_sheet",
    ),
    "1b: the head or the secretary sends it on: 1 jam, disposisi; the actor is assumed": (
        "procedure/test_sheet.py::test_a_row_of_the_sheet",
        "procedure/test_sheet.py::test_a_row_marks_its_source_field_by_field",
        "case/test_steps.py::test_a_step_is_decided_by_its_actors_and_nobody_else",
    ),
    "2: the Kabid coordinates with the Kasi: 1 jam, catatan hasil koordinasi": (
        "procedure/test_sheet.py::test_a_row_of_the_sheet",
        "case/test_steps.py::test_a_step_is_not_left_without_the_papers_it_makes",
    ),
    "3: the Kasi analyses whether it can be placed: 1 hari, the analysis": (
        "procedure/test_sheet.py::test_step_3_decides_whether_it_can_be_placed",
        "case/test_steps.py::test_step_3_is_not_decided_without_an_analysis",
        "handling/test_on_the_store.py::test_a_rerun_of_the_analysis_releases_the_cases_own_hold_first",
    ),
    "4: the Kasi drafts the reply: 2 jam; assumed, number 4 is missing on the sheet": (
        "procedure/test_sheet.py::test_a_row_of_the_sheet",
        "procedure/test_sheet.py::test_a_row_marks_its_source_field_by_field",
    ),
    "5: the Kabid corrects: Setuju goes on, Tidak setuju goes back to the Kasi: 1 jam": (
        "procedure/test_sheet.py::test_step_5_says_setuju_or_tidak_setuju_and_goes_back_to_the_kasi",
        "case/test_steps.py::test_tidak_setuju_goes_back_to_the_kasi_and_the_draft_becomes_revision_2",
        "case/test_steps.py::test_setuju_makes_the_corrected_draft_of_the_revision_that_was_read",
    ),
    "6: the Kabid signs the reply letter: 30 menit": (
        "case/test_signing.py::test_step_6_the_kabid_signs_for_the_kepala_dinas",
        "case/test_signing.py::test_a_letter_is_not_signed_without_the_signed_letter",
    ),
    "7: the Kepala Dinas signs the decision with its cover letter: 30 menit": (
        "case/test_signing.py"
        "::test_step_7_the_kepala_dinas_signs_for_himself_the_decision_and_its_cover_letter",
        "procedure/test_sheet.py::test_a_row_of_the_sheet",
    ),
    "8: the Kasi sends the decision, the agency receives it, it is archived: 1 hari; sender assumed": (
        "procedure/test_sheet.py::test_step_8_is_sent_by_the_kasi_and_received_by_the_opd",
        "case/test_steps.py::test_step_8_is_archived_only_after_the_letters_were_sent",
        "case/test_afterwards.py::test_the_opd_confirms_that_it_has_the_letters_before_or_after_the_archive",
    ),
    "the standard in all: 4 working hours and 2 working days, plus step 4": (
        "procedure/test_sheet.py"
        "::test_the_stated_standard_is_4_working_hours_and_2_working_days_without_step_4",
    ),
}
HEAD_AND_ACTORS = {
    "the head of the sheet: number, dates, who approved it": (
        "procedure/test_sheet.py::test_the_head_of_the_sheet_has_number_dates_and_who_approved_it",
    ),
    "the head of the sheet: legal basis, qualifications, related, equipment, warning, recording": (
        "procedure/test_sheet.py::test_the_head_of_the_sheet_has_its_lists",
    ),
    "every case is recorded in the register": (
        "handling/test_on_the_store.py"
        "::test_a_request_goes_through_all_steps_to_a_firm_place_and_into_the_register",
    ),
    "the actors, in the order of the sheet": (
        "procedure/test_sheet.py::test_the_actors_are_those_of_the_sheet_in_its_order",
    ),
    "an actor is a role, held by a person for a dated period": (
        "test_roles.py::test_a_post_is_held_from_a_day_until_another_exclusive",
        "case/test_steering.py::test_the_day_of_a_post_is_the_offices_own_day",
    ),
    "also as Plt or Plh, with the number of the decree": (
        "test_roles.py::test_a_plh_acts_instead_of_the_holder_who_is_away",
        "test_roles.py::test_a_plt_acts_while_the_post_is_vacant_and_not_beside_a_holder",
        "handling/test_on_the_store.py"
        "::test_an_acting_official_decides_in_his_days_and_the_log_names_the_decree",
    ),
    "many Kasi posts are functional posts": (
        "test_roles.py::test_a_functional_post_may_carry_the_role_of_the_kasi",
    ),
}
LEFT_OPEN = {
    "cannot be placed: a refusal, step 7 is skipped, it is sent and archived": (
        "case/test_steps.py::test_a_refused_request_skips_step_7_and_is_sent_and_archived",
        "procedure/test_sheet.py::test_a_refusal_skips_step_7_and_is_assumed",
    ),
    "a refusal states the reasons and what would make it fit": (
        "case/test_steps.py::test_a_return_or_a_refusal_needs_a_comment",
    ),
    "the agency may submit a revised request that refers to the first": (
        "case/test_filing.py::test_a_revised_request_refers_to_the_refused_one",
        "handling/test_on_the_store.py"
        "::test_a_refused_request_is_followed_by_a_smaller_one_that_refers_to_it",
    ),
    "while the agency is asked, the clock is paused": (
        "case/test_questions.py::test_while_the_opd_is_asked_the_clock_is_paused",
        "working_time/test_deadlines.py"
        "::test_after_a_pause_as_much_time_is_left_as_before_it_or_as_much_overdue",
    ),
    "there is no clock on the agency itself": (
        "case/test_questions.py::test_there_is_no_clock_on_the_opd_itself",
    ),
    "1 hari is the same clock time one working day later; jam and menit are working time": (
        "working_time/test_deadlines.py::test_minutes_and_hours_are_working_time_and_days_are_working_days",
        "working_time/test_deadlines.py::test_a_step_of_as_many_hours_as_a_day_is_no_shorter_than_one",
    ),
    "office hours have dates": ("working_time/test_office_hours.py::",),
    "holidays and Bali's own days are proposed and confirmed": (
        "working_time/test_bali_days.py::",
        "working_time/test_days_off.py::",
    ),
    "submitted Mon 8 Jun 2026 08:00: due Wed 10 Jun 15:00": (
        "working_time/test_check_dates.py"
        "::test_submitted_on_monday_8_june_2026_at_eight_the_last_step_is_due_on_wednesday_at_three",
        "case/test_due_dates.py::test_a_case_that_is_decided_when_due_ends_on_the_check_date",
    ),
    "submitted Mon 15 Jun 2026 14:00, before Galungan: due Tue 23 Jun 11:30": (
        "working_time/test_check_dates.py"
        "::test_submitted_on_monday_15_june_2026_at_two_before_galungan_it_is_due_on_tuesday_23_june",
        "case/test_due_dates.py::test_a_case_that_is_decided_when_due_ends_on_the_check_date",
    ),
}
DETAILS = {
    "front desk: a registrar files, with agenda number and the stamp; the clock starts there": (
        "case/test_filing.py::test_a_registrar_files_on_an_agencys_behalf_and_the_clock_starts_when_complete",
        "handling/test_on_the_store.py"
        "::test_a_registrar_files_what_came_on_paper_and_the_clock_starts_when_it_was_complete",
    ),
    "paraf of Kasi, Kabid and Sekretaris before the Kepala Dinas signs": (
        "case/test_signing.py"
        "::test_the_kepala_dinas_does_not_sign_before_kasi_kabid_and_sekretaris_put_their_initials",
        "handling/test_on_the_store.py::test_initials_are_in_the_inbox_of_everybody_who_gives_them",
    ),
    "each paraf is a logged act": (
        "case/test_signing.py::test_each_initial_is_a_logged_act_over_the_revisions_that_were_read",
    ),
    "no paraf for a drafter who signs himself": (
        "case/test_signing.py::test_a_drafter_who_signs_himself_needs_no_initials",
    ),
    "wet ink: scanned with an attestation, not verifiable; electronic is verified": (
        "case/test_signing.py::test_a_letter_signed_by_hand_needs_an_attestation_and_is_not_verifiable",
        "case/test_signing.py::test_an_electronic_signature_has_been_verified",
    ),
    "authority: a.n. Kepala Dinas, with a copy to him": (
        "procedure/test_sheet.py::test_the_kabid_signs_a_n_the_kepala_dinas_with_a_copy_to_him",
        "case/test_signing.py::test_step_6_the_kabid_signs_for_the_kepala_dinas",
    ),
    "step 7 verifies again and returns to step 3 with the reason: the hold lapsed": (
        "case/test_signing.py::test_step_7_verifies_again_and_returns_to_step_3_with_the_reason",
        "handling/test_on_the_store.py::test_step_7_returns_to_the_analysis_when_the_hold_has_lapsed",
    ),
    "step 7 verifies again and returns to step 3 with the reason: the verification fails": (
        "handling/test_on_the_store.py::test_step_7_returns_to_the_analysis_when_the_room_has_changed",
        "handling/test_on_the_store.py"
        "::test_step_7_returns_to_the_analysis_when_the_request_was_changed_after_it",
    ),
    "a paused clock extends the hold": (
        "case/test_questions.py::test_a_paused_clock_extends_the_hold",
        "handling/test_on_the_store.py::test_a_paused_clock_keeps_the_place_and_gives_it_as_much_longer",
        "handling/test_on_the_store.py"
        "::test_more_time_given_while_the_clock_stands_still_does_not_cost_the_place",
    ),
    "reminders: short steps on arrival and when due, longer ones at 80 % and 100 %": (
        "working_time/test_deadlines.py::test_a_short_step_is_reminded_of_on_arrival_and_when_due",
        "working_time/test_deadlines.py::test_a_step_of_a_day_is_reminded_of_at_80_percent_and_when_due",
        "handling/test_on_the_store.py"
        "::test_reminders_come_on_arrival_when_due_and_at_80_percent_and_then_the_superior",
    ),
    "the rest as a daily digest": (
        "working_time/test_deadlines.py::test_the_digest_goes_out_as_a_working_day_begins",
        "handling/test_on_the_store.py::test_every_morning_each_official_is_told_what_waits_for_him",
    ),
    "the Kepala Dinas has no superior in the system": (
        "procedure/test_sheet.py::test_a_late_step_goes_to_the_superior_and_the_kepala_dinas_has_none",
        "handling/test_on_the_store.py::test_of_the_kepala_dinas_nobody_is_told",
    ),
    "handover record: actual serial, weight, draw and place, verified again": (
        "case/test_afterwards.py"
        "::test_the_handover_keeps_actual_serial_weight_draw_and_place_and_was_verified_again",
        "handling/test_on_the_store.py"
        "::test_at_the_handover_the_actual_values_are_verified_again_and_stand_in_the_room",
    ),
    "end of stay at until, with a notice before": (
        "handling/test_on_the_store.py"
        "::test_before_the_stay_ends_notice_is_given_and_then_the_place_is_given_back",
        "case/test_afterwards.py::test_the_stay_ends_with_a_reason_and_the_place_is_given_back",
    ),
    "one person may hold several posts": ("test_roles.py::test_one_person_may_hold_several_posts",),
    "a letter takes an outside number and date": (
        "case/test_signing.py::test_a_letter_keeps_the_number_and_date_that_the_national_register_gave",
    ),
}
EXPECTED = {
    "inbox per role with claim; the second claim is a conflict": (
        "case/test_steering.py"
        "::test_a_claim_takes_it_out_of_the_others_inbox_and_the_second_claim_is_a_conflict",
        "handling/test_on_the_store.py::test_a_second_claim_is_a_conflict",
    ),
    "papers are required before a step can be decided": (
        "case/test_steps.py::test_a_step_is_not_left_without_the_papers_it_makes",
        "handling/test_on_the_store.py::test_papers_are_required_before_a_step_is_decided",
    ),
    "a comment is needed on return or refusal": (
        "case/test_steps.py::test_a_return_or_a_refusal_needs_a_comment",
    ),
    "return to a named earlier step, resubmitted as a numbered revision": (
        "handling/test_on_the_store.py::test_a_disagreement_comes_back_as_a_numbered_revision",
        "case/test_steps.py::test_tidak_setuju_goes_back_to_the_kasi_and_the_draft_becomes_revision_2",
    ),
    "with a diff": ("test_revisions.py::",),
    "withdraw (OPD)": (
        "case/test_steering.py::test_the_opd_withdraws_at_any_step_and_the_place_is_free",
        "handling/test_on_the_store.py::test_a_withdrawal_and_a_cancellation_free_the_place",
    ),
    "cancel (Kabid)": (
        "case/test_steering.py::test_the_kabid_cancels_with_a_reason",
        "handling/test_on_the_store.py::test_a_withdrawal_and_a_cancellation_free_the_place",
    ),
    "reassign": ("case/test_steering.py::test_a_superior_gives_a_step_to_another_official",),
    "acting officials by date": (
        "case/test_steering.py::test_an_acting_official_acts_on_his_days_and_the_log_names_the_decree",
    ),
    "no official decides on his own request, checked again after substitution": (
        "test_roles.py::test_own_requests_are_checked_after_substitution",
        "handling/test_on_the_store.py::test_no_acting_official_decides_his_own_request",
    ),
    "escalation to the superior": (
        "case/test_steering.py::test_a_late_step_is_escalated_to_the_superior",
        "handling/test_on_the_store.py"
        "::test_reminders_come_on_arrival_when_due_and_at_80_percent_and_then_the_superior",
    ),
    "extension with reason, original date kept": (
        "case/test_steering.py::test_an_extension_has_a_reason_and_keeps_the_original_date",
        "handling/test_on_the_store.py"
        "::test_an_extension_moves_the_due_date_in_the_inbox_and_keeps_the_original_one",
    ),
    "a running case stays on its version": (
        "case/test_filing.py::test_a_case_is_pinned_to_the_version_it_was_filed_under",
        "handling/test_on_the_store.py"
        "::test_a_running_case_stays_on_its_version_until_it_is_moved_and_its_inbox_follows",
    ),
    "timeline of everything that happened": (
        "overview/test_timeline.py::test_every_entry_is_a_sentence_with_nothing_left_open",
    ),
    "figures: working time per step, on time, corrections, per agency and per role": (
        "overview/test_figures.py::test_the_figures_of_each_step",
        "overview/test_figures.py::test_the_figures_of_each_role_and_agency",
    ),
    "a picture of the procedure with the current step marked": ("drawing/test_drawing.py::",),
    "the first place, another or an own one; soft rules with a reason, physical limits never": (
        "case/test_steps.py::test_the_kasi_takes_an_own_place_with_a_reason_for_what_he_overrides",
        "handling/test_on_the_store.py"
        "::test_the_kasi_overrides_the_offices_own_rule_with_a_reason_and_a_physical_limit_never",
    ),
    "an assumption for missing data is recorded": (
        "handling/test_on_the_store.py"
        "::test_an_assumption_for_missing_data_is_recorded_and_the_place_holds_it",
    ),
    "holds are released on refusal, withdrawal and expiry": (
        "handling/test_on_the_store.py::test_a_refusal_frees_the_place",
        "handling/test_on_the_store.py::test_a_withdrawal_and_a_cancellation_free_the_place",
        "handling/test_on_the_store.py::test_a_hold_that_expires_frees_the_place_and_the_official_is_told",
    ),
    "a place is given to one case only": (
        "handling/test_racing.py::test_one_of_many_approvers_gets_the_last_slot_and_the_others_are_told_why",
        "store/test_racing.py::test_the_database_alone_lets_one_of_many_through",
    ),
    "internal and visible comments": (
        "case/test_steering.py::test_comments_are_internal_or_visible_and_the_agency_has_visible_ones_only",
    ),
    "all walks of the procedure end or can end": ("case/test_walks.py::",),
}
SHEET = {**ROWS, **HEAD_AND_ACTORS, **LEFT_OPEN, **DETAILS, **EXPECTED}


@cache
def named_in(file: str) -> frozenset[str]:
    """The tests that a file defines."""
    tree = ast.parse((HERE / file).read_text())
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize("statement", SHEET)
def test_a_statement_of_the_procedure_has_tests_that_show_it(statement: str) -> None:
    assert SHEET[statement]
    for named in SHEET[statement]:
        file, test = named.split("::")
        assert named_in(file), file
        # A whole file where all of it is about the statement.
        assert test == "" or test in named_in(file), named


def test_no_statement_is_told_twice() -> None:
    parts = (ROWS, HEAD_AND_ACTORS, LEFT_OPEN, DETAILS, EXPECTED)
    assert len(SHEET) == sum(map(len, parts))
    assert [row.split(":")[0] for row in ROWS][:9] == ["1a", "1b", "2", "3", "4", "5", "6", "7", "8"]
