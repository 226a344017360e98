"""Fewest racks: the second objective as a pure count, with its bound: how few empty racks a batch opens."""

from placement.fewest.fewest import Fewest, fewest

__all__ = ["Fewest", "fewest"]
