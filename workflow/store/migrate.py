"""Bring a database to a revision of the schema: wholly, or not at all."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from workflow.conflicts import NotStored
from workflow.store.engine import WRITES
from workflow.store.translate import translated

_ONE_AT_A_TIME = 0x7174_6970  # the number of an advisory lock, any that nothing else takes


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision. Raises NotStored for a database of a newer Titip, StoreDown."""
    try:
        with engine.connect() as connection:
            if _current(connection) == ScriptDirectory.from_config(_config()).get_current_head():
                return
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            _alone(connection)
            _refuse_newer(connection)
            command.upgrade(_config(connection), revision)
    except SQLAlchemyError as error:
        raise translated(error) from error


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the schema down to a revision; what has no place there is lost."""
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        _alone(connection)
        command.downgrade(_config(connection), revision)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "workflow.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _alone(connection: Connection) -> None:
    """Have other processes that start at the same time wait; SQLite's write lock does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))


def _refuse_newer(connection: Connection) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    current = _current(connection)
    if current is not None and current not in known:
        raise NotStored(f"The database is of a newer Titip (revision {current}).", "database")
