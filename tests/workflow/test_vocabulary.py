"""The names that procedures may use are the names that the program knows."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.workflow.driving import Desk, facts, sop
from workflow import guards, vocabulary
from workflow.guards import Situation


def test_every_guard_of_the_vocabulary_is_there_and_no_other() -> None:
    assert set(guards.REGISTRY) == set(vocabulary.GUARDS)


def test_every_effect_that_moves_a_place_is_an_effect() -> None:
    assert set(vocabulary.PLACE_AFTER) <= set(vocabulary.EFFECTS)


def test_the_shipped_procedure_uses_every_guard_effect_and_act() -> None:
    """None was forgotten: install_place and end_stay come after the archive, extend_hold after a pause."""
    procedure = sop().procedure
    outcomes = [outcome for step in procedure.steps for outcome in step.outcomes]
    assert procedure.handover is not None
    assert procedure.stay is not None
    used = {guard for outcome in outcomes for guard in outcome.guards} | set(procedure.handover.guards)
    assert used == set(vocabulary.GUARDS)
    effects = {effect for outcome in outcomes for effect in outcome.effects}
    effects |= {*procedure.clock.on_resume, *procedure.handover.effects, *procedure.stay.effects}
    assert effects == set(vocabulary.EFFECTS)
    assert {act for step in procedure.steps for act in step.acts} == set(vocabulary.ACTS)


def test_a_guard_about_a_step_holds_where_there_is_none() -> None:
    """After the archive no papers of a step and no initials are asked for."""
    situation = Situation(Desk().at("2").case, sop().procedure, facts(), "komang")
    assert guards.papers_complete(situation) is None
    assert guards.initials_complete(situation) is None


def test_an_analysis_is_missed_also_where_no_paper_asks_for_it() -> None:
    error = guards.analysis_exists(Situation(Desk().at("3").case, sop().procedure, facts(), "komang"))
    assert error is not None
    assert "has not been analysed" in error.sentence


def test_nothing_in_the_workflow_evaluates_text() -> None:
    """A procedure holds no expressions, and there is nothing that could run one."""
    root = Path(guards.__file__).parent
    calls = [
        (path.name, node.func.id)
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert calls
    assert not [call for call in calls if call[1] in ("eval", "exec", "compile", "__import__")]
