"""A ledger that follows arrivals and departures: what changes is charged, not compiled anew.

Every part is the ledger's own class with its arrays kept up to date, so that the production filter and
ranker work on it unchanged; after any number of changes it equals the ledger of the room recompiled.
"""

from placement.forecast.live.ledger import LiveLedger, demand_of

__all__ = ["LiveLedger", "demand_of"]
