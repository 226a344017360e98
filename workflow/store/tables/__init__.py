"""The tables. Triggers and the guard against double booking are made by the migrations."""

from workflow.store.tables import accounts, cases, drafts, letters, office, rooms, scenarios, service, work
from workflow.store.tables.base import metadata

__all__ = [
    "accounts",
    "cases",
    "drafts",
    "letters",
    "metadata",
    "office",
    "rooms",
    "scenarios",
    "service",
    "work",
]
