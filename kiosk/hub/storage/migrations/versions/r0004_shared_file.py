"""Files that all hubs of a database find in it, in parts."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, Text

revision = "0004"
down_revision = "0003"

TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the table; who does not know it goes on without."""
    op.create_table(
        "shared_file",
        Column("kind", TEXT, primary_key=True),
        Column("name", TEXT, primary_key=True),
        Column("part", BigInteger, primary_key=True, autoincrement=False),
        Column("data", LargeBinary, nullable=False),
    )
