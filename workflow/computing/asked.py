"""What every kind of question can do: be kept, be checked, become work; and what work is given and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from capacity.reading.catalogue import Catalogue
from placement.sweep import Pool
from workflow.ports import UnitOfWork

Pools = Callable[[], Pool | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as a JSON object, and the table that can be had as a file, where there is one."""

    told: Mapping[str, object]
    table: pd.DataFrame | None = None


class Watch(Protocol):
    """Says whether to stop, and is told how far the work is."""

    def stop(self) -> bool: ...

    def progress(self, reached: tuple[int, int]) -> None: ...


#: Work that needs no unit any more; `Pools` makes what sweeps are spread over, None: a process of its own.
Work = Callable[[Watch, Pools | None], Answer]


class Asked(Protocol):
    """A question: `text` is how it is kept."""

    @property
    def kind(self) -> str: ...
    @property
    def room(self) -> str: ...
    @property
    def text(self) -> bytes: ...

    def check(self, unit: UnitOfWork, catalogue: Catalogue) -> None:
        """Raise BadInput with every problem, or NotStored."""
        ...

    def work(self, unit: UnitOfWork, catalogue: Catalogue) -> Work:
        """What is to be done, with all that it takes of the store. Raises as `check` does."""
        ...
