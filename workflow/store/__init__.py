"""The store in a database: SQLite or PostgreSQL, one code. Everybody else knows `workflow.ports` only."""

from workflow.store.migrate import downgrade, upgrade
from workflow.store.store import SqlStore, open_store

__all__ = ["SqlStore", "downgrade", "open_store", "upgrade"]
