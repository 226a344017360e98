"""The peers that the planner is measured against: greedy rules of thumb and textbook models.

Each is one module with one function ``(room, requests, today, seconds) -> Outcome``. They share the
instance data (`benchmarks.peers.instance`), which is derived from the contract alone and uses nothing of
the ledger or the planner, so that the textbook models also serve as oracles in tests.
"""
