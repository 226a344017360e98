"""Figures are worked out of the whole log: kept as long as nothing is added to it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime

from workflow.installing import in_force
from workflow.overview import Figures
from workflow.overview import figures as worked_out
from workflow.ports import UnitOfWork

MOST_KEPT = 16
Key = tuple[str, str, datetime | None, datetime | None]


class KeptFigures:
    """The figures of a few periods; shared by threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Figures] = OrderedDict()
        self._lock = threading.Lock()

    def figures(
        self, unit: UnitOfWork, at: datetime, since: datetime | None, until: datetime | None
    ) -> Figures:
        """The figures of what was decided in a period; none where no calendar counts working time yet."""
        calendar = in_force(unit)
        if calendar is None:
            return Figures(0, (), (), ())
        key = (unit.log.head().sha256, calendar.name, since, until)
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                return kept
        made = worked_out(unit, at, since=since, until=until)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made
