"""The tables. Triggers and the guard against double booking are made by the migrations."""

from workflow.store.tables import cases, office, rooms, work
from workflow.store.tables.base import metadata

__all__ = ["cases", "metadata", "office", "rooms", "work"]
