"""The store in a database: SQLite or PostgreSQL, one code. Everybody else knows `workflow.ports` only."""

from workflow.store.backup import BadBackup, Manifest, backup, check, restore
from workflow.store.migrate import downgrade, upgrade
from workflow.store.store import SqlStore, open_store

__all__ = [
    "BadBackup",
    "Manifest",
    "SqlStore",
    "backup",
    "check",
    "downgrade",
    "open_store",
    "restore",
    "upgrade",
]
