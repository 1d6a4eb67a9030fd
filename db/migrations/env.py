"""Alembic's entry: runs the steps on the connection that the program hands over, inside its transaction.

It knows nothing of the program. There is no alembic.ini; see `foodsafe_desktop.store.migrate`.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
