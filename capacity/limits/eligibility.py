"""Yes/no rules of a rack: status, security zone, dedication, depth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from capacity.limits.limit import State
from capacity.policy import Policy
from capacity.room import Rack

States = npt.NDArray[np.uint8]


class Eligibility:
    """The racks' yes/no attributes as arrays, one entry per rack."""

    def __init__(self, racks: Sequence[Rack], policy: Policy) -> None:
        self._active = np.array([r.status == "active" for r in racks], dtype=bool)
        self._zone = np.array([r.security_zone or "" for r in racks], dtype=object)
        self._dedicated = np.array([r.dedicated_to or "" for r in racks], dtype=object)
        self.depth_mm = np.array(
            [-1 if r.usable_depth_mm is None else r.usable_depth_mm for r in racks], dtype=np.int64
        )
        self.depth_assumed = (self.depth_mm < 0) & (policy.unknown_limits == "condition")

    def status(self) -> States:
        return np.where(self._active, State.HOLDS, State.BROKEN).astype(np.uint8)

    def zone(self, wanted: str | None) -> States:
        """A rack of another zone is out; one whose zone is not known is undecided."""
        if wanted is None:
            return np.zeros(len(self._zone), dtype=np.uint8)
        other = np.where(self._zone == "", State.UNKNOWN, State.BROKEN)
        return np.where(self._zone == wanted, State.HOLDS, other).astype(np.uint8)

    def dedicated(self, owner: str | None) -> States:
        mine = (self._dedicated == "") | (self._dedicated == (owner or ""))
        return np.where(mine, State.HOLDS, State.BROKEN).astype(np.uint8)

    def depth(self, depth: str, depth_mm: int | None) -> States:
        """Full depth within usable_depth_mm, half depth within half of it (compared doubled, so exact)."""
        if depth_mm is None:
            unknown = np.where(self.depth_assumed, State.HOLDS, State.UNKNOWN)
            return unknown.astype(np.uint8)
        needed = depth_mm if depth == "full" else 2 * depth_mm
        unknown = np.where(self.depth_assumed, State.HOLDS, State.UNKNOWN)
        known = np.where(needed <= self.depth_mm, State.HOLDS, State.BROKEN)
        return np.where(self.depth_mm < 0, unknown, known).astype(np.uint8)
