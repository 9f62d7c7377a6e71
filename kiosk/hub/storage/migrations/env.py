"""What Alembic runs for an upgrade: in the transaction of whoever asked for it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
