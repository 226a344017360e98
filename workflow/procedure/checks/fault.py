"""What a publish check gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from workflow.procedure.values import Procedure


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a procedure: the place in it, what is wrong, what to do."""

    where: str
    problem: str
    advice: str


Check: TypeAlias = Callable[[Procedure], Iterable[Fault]]
