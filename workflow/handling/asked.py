"""What a case asks for, and what was found out about it: texts of the store, looked up when needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from capacity.reading.catalogue import Catalogue
from placement.request import Request
from workflow.analysis import Assumption, Frozen, read_frozen, request_named
from workflow.errors import NotYet
from workflow.ports import UnitOfWork
from workflow.state import Case


@dataclass(frozen=True, slots=True)
class Asked:
    """The request of a case and its analysis, within one unit of work."""

    unit: UnitOfWork
    case: Case
    catalogue: Catalogue

    def request(self) -> Request:
        """The request as it now stands, by the name of its case."""
        _, text = self.unit.files.get(self.case.request_sha256)
        return request_named(text, self.case.name, self.catalogue)

    def frozen(self) -> Frozen:
        """The stored analysis. Raises NotYet without one."""
        if self.case.analysis is None:
            raise NotYet("The request has not been analysed.", "analysis_exists", self.case.name)
        _, text = self.unit.files.get(self.case.analysis.sha256)
        return read_frozen(text)

    def assumptions(self) -> Sequence[Assumption]:
        """What the analysis assumes for missing data."""
        return self.frozen().assumptions
