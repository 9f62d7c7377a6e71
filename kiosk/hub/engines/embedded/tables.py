"""The embedded engine's own tables, in the hub's database.

What is never searched is kept as JSON text of its struct (`body`).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table

from kiosk.hub.storage.tables import METADATA, TEXT, number_column, text_column

customer = Table(
    "customer",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("card_number", TEXT, nullable=False, unique=True),
    text_column("first_name"),
    text_column("last_name"),
    text_column("folded_name"),  # LIKE folds ASCII only
    text_column("phone"),
    text_column("email"),
    text_column("tier_id"),
    number_column("points"),
    text_column("points_as_of"),
    text_column("since"),
    text_column("consents"),
    text_column("sizes"),
    text_column("addresses"),
    Column("basket_id", TEXT, nullable=False, unique=True),
)
history = Table(
    "history",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("customer_id", TEXT, ForeignKey("customer.id"), nullable=False),
    text_column("at"),
    text_column("body"),
    Index("history_by_customer", "customer_id", "at"),
)
basket = Table("basket", METADATA, Column("id", TEXT, primary_key=True), number_column("version"))
basket_op = Table(
    "basket_op",
    METADATA,
    Column("basket_id", TEXT, ForeignKey("basket.id"), primary_key=True),
    Column("id", TEXT, primary_key=True),
    number_column("sequence"),
    text_column("body"),
    Index("basket_op_in_order", "basket_id", "sequence", unique=True),
)
engine_order = Table(
    "engine_order",
    METADATA,
    Column("order_id", TEXT, primary_key=True),
    Column("reference", TEXT, nullable=False, unique=True),
    text_column("backordered"),
    # None of these in a row of the release before.
    Column("sequence", BigInteger),
    Column("placed_at", TEXT),
    Column("ordered_before", BigInteger, nullable=False, server_default="0"),
    Index("engine_order_in_sequence", "sequence", unique=True),
)
