"""What must hold before a version of a procedure is published: one named function each."""

from __future__ import annotations

from capacity.errors import Problem
from workflow.procedure.checks.fault import Check, Fault
from workflow.procedure.checks.flow import (
    automatic_outcomes_are_fallbacks,
    decisions_offer_a_choice,
    every_path_comes_to_an_end,
    every_step_can_end,
    every_step_is_reached,
    one_start,
    skipped_steps_lead_on,
)
from workflow.procedure.checks.names import (
    actors_are_known,
    assumptions_name_fields,
    names_are_registered,
    names_are_unique,
    papers_are_known,
    paths_are_known,
    superiors_lead_up,
    targets_exist,
)
from workflow.procedure.checks.papers import (
    papers_are_there_in_time,
    signed_papers_belong_to_the_step,
    signing_steps_sign,
)
from workflow.procedure.checks.places import held_places_have_a_time, no_place_stays_held
from workflow.procedure.checks.rules import (
    dates_are_in_order,
    returns_and_refusals_say_why,
    signers_do_not_initial,
    steps_have_times,
)
from workflow.procedure.values import Procedure

CHECKS: tuple[Check, ...] = (
    names_are_unique,
    actors_are_known,
    papers_are_known,
    paths_are_known,
    targets_exist,
    names_are_registered,
    superiors_lead_up,
    assumptions_name_fields,
    one_start,
    every_step_is_reached,
    every_step_can_end,
    every_path_comes_to_an_end,
    skipped_steps_lead_on,
    automatic_outcomes_are_fallbacks,
    decisions_offer_a_choice,
    papers_are_there_in_time,
    signing_steps_sign,
    signed_papers_belong_to_the_step,
    no_place_stays_held,
    held_places_have_a_time,
    returns_and_refusals_say_why,
    steps_have_times,
    signers_do_not_initial,
    dates_are_in_order,
)


def problems_of(procedure: Procedure, file: str = "procedure.yaml") -> tuple[Problem, ...]:
    """Every problem of every check, in the order of the checks; empty if it may be published."""
    return tuple(
        Problem(file, None, fault.where, fault.problem, fault.advice)
        for check in CHECKS
        for fault in check(procedure)
    )


__all__ = ["CHECKS", "Check", "Fault", "problems_of"]
