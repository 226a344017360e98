"""Python's collector of cyclic garbage, set for a service that keeps rooms of millions of objects."""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 20_000, 10, 50


def set_collector() -> None:
    """Collect the young often and everything seldom; what was imported is never looked at again.

    With Python's own figures a page of a room of a thousand racks waits in every sixth answer for a full
    collection, which finds nothing: what pages leave behind is young, or not cyclic.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
