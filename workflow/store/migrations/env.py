"""What Alembic runs around the revisions: they use the connection, and the transaction, of the caller."""

from __future__ import annotations

from alembic import context

from workflow.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the transaction is the caller's, on both databases
)
context.run_migrations()
