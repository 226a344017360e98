"""Changes to a room, applied in order to a copy: what a scenario is made of."""

from capacity.scenario.apply import Applied, applied, apply, set_values
from capacity.scenario.changes import Add, Change, Lose, Move, Place, Remove, Scenario, Set, SetPolicy, Stand
from capacity.scenario.losses import Aftermath

__all__ = [
    "Add",
    "Aftermath",
    "Applied",
    "Change",
    "Lose",
    "Move",
    "Place",
    "Remove",
    "Scenario",
    "Set",
    "SetPolicy",
    "Stand",
    "applied",
    "apply",
    "set_values",
]
