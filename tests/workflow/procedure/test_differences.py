"""What differs between two versions is told field by field."""

from __future__ import annotations

from dataclasses import replace

from tests.workflow.procedure.broken import (
    SOP,
    with_actor,
    with_outcome,
    with_path,
    with_step,
    without_outcome,
)
from workflow.procedure import Duration, Procedure, differences
from workflow.procedure.values import Fallback


def told(after: Procedure) -> list[str]:
    return [str(difference) for difference in differences(SOP, after)]


def test_two_versions_that_say_the_same_do_not_differ() -> None:
    assert differences(SOP, replace(SOP)) == ()


def test_a_changed_time_is_told_with_its_step() -> None:
    assert told(with_step("4", time=Duration(3, "jam"))) == ["steps 4 time: 2 jam → 3 jam"]


def test_a_time_that_is_new_or_gone_is_told_as_such() -> None:
    untimed = with_step("4", time=None)
    assert told(untimed) == ["steps 4 time: removed 2 jam"]
    assert [str(d) for d in differences(untimed, SOP)] == ["steps 4 time: added 2 jam"]


def test_another_actor_is_told_as_a_list() -> None:
    assert told(with_step("1b", actors=("sekretaris",))) == [
        "steps 1b actors: kepala_dinas, sekretaris → sekretaris"
    ]


def test_a_changed_outcome_is_told_within_its_step() -> None:
    assert told(with_outcome("5", "disagree", to="3")) == ["steps 5 outcomes disagree to: 4 → 3"]
    (removed,) = told(without_outcome("5", "analyse_again"))
    assert removed.startswith("steps 5 outcomes analyse_again: removed")


def test_a_step_that_was_added_or_removed_is_told_whole() -> None:
    without = replace(SOP, steps=SOP.steps[:-1])
    assert told(without)[0].startswith("steps 8: removed {")
    assert str(differences(without, SOP)[0]).startswith("steps 8: added {")


def test_another_order_of_steps_is_told() -> None:
    swapped = replace(SOP, steps=(*SOP.steps[:2], SOP.steps[3], SOP.steps[2], *SOP.steps[4:]))
    assert told(swapped) == ["steps order: 1a, 1b, 2, 3, 4, 5, 6, 7, 8 → 1a, 1b, 3, 2, 4, 5, 6, 7, 8"]


def test_what_was_emptied_reads_as_nothing_or_removed() -> None:
    assert told(with_path("refuse", skips=())) == ["paths refuse skips: removed 7"]
    assert told(with_actor("kasi", superior="sekretaris")) == ["actors kasi superior: kabid → sekretaris"]


def test_entries_without_names_of_their_own_are_told_as_a_whole() -> None:
    """Two fallbacks of the same guard cannot be told apart by name."""
    twice = (Fallback("fits", "a"), Fallback("fits", "b"))
    (told_,) = differences(SOP, with_outcome("7", "sign", fallbacks=twice))
    assert told_.where == "steps 7 outcomes sign fallbacks"


def test_the_version_number_itself_is_a_difference() -> None:
    assert told(replace(SOP, version=2)) == ["version: 1 → 2"]
