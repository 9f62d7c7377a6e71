"""The engine enters what an order means in a step of its own: what the hub keeps until then."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Text, text

revision = "0003"
down_revision = "0002"

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_WAITS = text("handed_over_at IS NULL")
_BASKETS = """
UPDATE customer_grant SET basket_id = coalesce(
    (SELECT basket_id FROM customer WHERE customer.id = customer_grant.customer_id), ''
)
"""


def upgrade() -> None:
    """Add columns; grants that are good get the baskets of their customers."""
    op.add_column("customer_grant", Column("basket_id", TEXT, nullable=False, server_default=""))
    op.execute(_BASKETS)
    op.add_column("shop_order", Column("basket_id", TEXT))
    op.create_index(
        "shop_order_of_basket",
        "shop_order",
        ["basket_id"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    op.add_column("engine_order", Column("sequence", BigInteger))
    op.create_index("engine_order_in_sequence", "engine_order", ["sequence"], unique=True)
    op.add_column("engine_order", Column("placed_at", TEXT))
    op.add_column(
        "engine_order", Column("ordered_before", BigInteger, nullable=False, server_default="0")
    )
