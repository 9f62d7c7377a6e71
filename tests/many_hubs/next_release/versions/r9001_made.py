"""Orders get a column that hubs of the release before do not know, and an index on it."""

from __future__ import annotations

from pathlib import Path

from alembic import op
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Text

from kiosk.hub.storage import migrations

revision = "9001"
down_revision = ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head()


def upgrade() -> None:
    """Add the column, fill it for the orders that are there, and make the index."""
    op.add_column("shop_order", Column("made", Text))
    op.execute("UPDATE shop_order SET made = received_at")
    op.create_index("shop_order_made", "shop_order", ["made"])
