"""What a store refuses: each kind has a stable code, and leaves everything as it was before the command."""

from __future__ import annotations

from capacity.errors import TitipError
from workflow.errors import Conflict


class StaleVersion(Conflict):
    """The case was changed by somebody else since it was read."""

    code = "stale-version"


class AlreadyThere(Conflict):
    """Something with that name, or that step of a case, is stored already."""

    code = "already-there"


class PlaceTaken(Conflict):
    """The units, on that face, are taken by something else."""

    code = "place-taken"


class NotEnough(Conflict):
    """The ports of a switch, or what a host has left, do not suffice."""

    code = "not-enough"


class HoldGone(Conflict):
    """The case holds no place any more: it was released, or its hold has lapsed."""

    code = "hold-gone"


class AlreadyClaimed(Conflict):
    """The task was claimed by somebody else, or is closed."""

    code = "already-claimed"


class KeyReused(Conflict):
    """The idempotency key came before, with another content."""

    code = "key-reused"


class LeaseLost(Conflict):
    """The job is not leased by this worker any more: it took too long, or the job was armed anew."""

    code = "lease-lost"


class Busy(Conflict):
    """Other writers were in the way as often as was tried. Nothing has happened: try again later."""

    code = "busy"


class NotStored(TitipError):
    """Nothing of that name is stored."""

    code = "not-stored"


class StoreDown(TitipError):
    """The database cannot be reached, or the connection broke; a commit under way may have come through."""

    code = "store-down"


class StoreFault(TitipError):
    """The database refuses what the program asked of it: a fault of Titip, or of a changed database."""

    code = "store-fault"
