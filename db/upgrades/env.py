"""What alembic runs for every store: the revisions, on the connection it was handed."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["schema"],
)
context.run_migrations()
