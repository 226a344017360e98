"""A room and a batch as plain data: what is free for certain, where each item may go, what it charges there.

Derived from the contract, with the data classes of the room and networkx; limits, candidates and solver
of Titip are not used. Unknown values count at their worst for the item, so that only certain places are left.
"""

from benchmarks.peers.instance.instance import Instance

__all__ = ["Instance"]
