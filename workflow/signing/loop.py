"""Signing and checking run in threads: the library has an event loop of its own."""

from __future__ import annotations

import asyncio


def outside_of_loops() -> None:
    """Raise RuntimeError within an event loop: there the library would fail as it does for a bad file."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("signatures are made and checked in a thread, not in an event loop")
