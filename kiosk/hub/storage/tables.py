"""The hub's tables.

What is never searched is kept as JSON text of its struct (`body`). Times are ISO 8601 UTC
with milliseconds, so that they sort as text.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()


def _text(name: str, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, default=default)


def _number(name: str, default: int | None = None) -> Column[int]:
    return Column(name, Integer, nullable=False, default=default)


setting = Table("setting", METADATA, Column("name", Text, primary_key=True), _text("value"))

# A counter row instead of a generated key: its lock makes the order of the numbers the
# order of the commits, also where several hubs write, and no reader can skip a change.
counter = Table("counter", METADATA, Column("name", Text, primary_key=True), _number("value"))

# --- terminals and channels
enrolment_code = Table(
    "enrolment_code",
    METADATA,
    Column("code_hash", Text, primary_key=True),
    _text("mode"),
    _text("location_id"),
    Column("prefix", Text, nullable=False, unique=True),
    _text("expires_at"),
    Column("used_at", Text),
)
terminal = Table(
    "terminal",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("prefix", Text, nullable=False, unique=True),
    _text("mode"),
    _text("location_id"),
    _text("device"),
    _text("app_version"),
    _text("enrolled_at"),
    Column("revoked_at", Text),
    Column("last_seen_at", Text),  # to the minute or so; none for a row of an earlier release
)
channel_token = Table(
    "channel_token",
    METADATA,
    Column("token_hash", Text, primary_key=True),
    _text("channel"),
    _text("made_at"),
)

# --- the shop
category = Table("category", METADATA, Column("id", Text, primary_key=True), _text("body"))
location = Table("location", METADATA, Column("id", Text, primary_key=True), _text("body"))
promotion = Table("promotion", METADATA, Column("id", Text, primary_key=True), _text("body"))
product = Table(
    "product",
    METADATA,
    Column("id", Text, primary_key=True),
    _number("position"),
    _text("body"),
    Index("product_in_order", "position", unique=True),
)
variant = Table(
    "variant",
    METADATA,
    Column("sku", Text, primary_key=True),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False, index=True),
    _number("price_minor"),
    _text("body"),
)
stock = Table(
    "stock",
    METADATA,
    Column("sku", Text, ForeignKey("variant.sku"), primary_key=True),
    Column("location_id", Text, ForeignKey("location.id"), primary_key=True),
    _number("on_hand"),
    _number("allocated", 0),
    _number("reserved", 0),
    _number("buffer", 0),
)
change = Table(
    "change",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    _text("kind"),
    _text("body"),
    # The last sequence of the batch it belongs to; 0 in rows that are older than this column.
    Column("batch", Integer, nullable=False, server_default="0"),
)
catalogue = Table(
    "catalogue",
    METADATA,
    Column("id", Integer, primary_key=True),
    _text("sha256"),
    _number("size"),
    _number("sequence"),
    _text("built_at"),
    # Of the packed file, which alone is kept. A row of the first release has none.
    Column("schema", Integer, nullable=False, server_default="1"),
    Column("packed_sha256", Text, nullable=False, server_default=""),
    Column("packed_size", Integer, nullable=False, server_default="0"),
)

# --- customers and staff
customer = Table(
    "customer",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("card_number", Text, nullable=False, unique=True),
    _text("first_name"),
    _text("last_name"),
    _text("folded_name"),  # LIKE folds ASCII only
    _text("phone"),
    _text("email"),
    _text("tier_id"),
    _number("points"),
    _text("points_as_of"),
    _text("since"),
    _text("consents"),
    _text("sizes"),
    _text("addresses"),
    Column("basket_id", Text, nullable=False, unique=True),
)
history = Table(
    "history",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, ForeignKey("customer.id"), nullable=False),
    _text("at"),
    _text("body"),
    Index("history_by_customer", "customer_id", "at"),
)
basket = Table("basket", METADATA, Column("id", Text, primary_key=True), _number("version"))
basket_op = Table(
    "basket_op",
    METADATA,
    Column("basket_id", Text, ForeignKey("basket.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    _number("sequence"),
    _text("body"),
    Index("basket_op_in_order", "basket_id", "sequence", unique=True),
)
staff = Table(
    "staff",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("badge_number", Text, nullable=False, unique=True),
    Column("number", Text, nullable=False, unique=True),
    _text("name"),
    _text("role"),
    _text("location_id"),
    _text("pin_hash"),
    _number("failures", 0),
    Column("locked_until", Text),
)
card_guess = Table(
    "card_guess",
    METADATA,
    Column("terminal_id", Text, ForeignKey("terminal.id"), primary_key=True),
    _text("since"),
    _number("unknown"),
)
customer_grant = Table(
    "customer_grant",
    METADATA,
    Column("token_hash", Text, primary_key=True),
    Column("terminal_id", Text, ForeignKey("terminal.id"), nullable=False),
    Column("customer_id", Text, ForeignKey("customer.id"), nullable=False),
    _text("recognition"),
    _text("expires_at"),
)
staff_grant = Table(
    "staff_grant",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("terminal_id", Text, ForeignKey("terminal.id"), nullable=False),
    Column("staff_id", Text, ForeignKey("staff.id"), nullable=False),
    _text("made_at"),
    _text("expires_at"),  # a sign-out moves it to the present; the row stays as evidence
)

# --- orders
shop_order = Table(
    "shop_order",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("terminal_id", Text, ForeignKey("terminal.id"), nullable=False),
    _text("status"),  # accepted, rejected
    _text("received_at"),
    Column("body", LargeBinary, nullable=False),
    _text("body_sha256"),
    _number("answer_status"),
    Column("answer", LargeBinary, nullable=False),
    # The rest is set for accepted orders only.
    Column("number", Text, unique=True),
    Column("replaces", Text, unique=True),
    Column("customer_id", Text, index=True),
    Column("deliver_to", Text),  # the full address, JSON
    Column("notes", Text),  # price differences for staff, JSON
    Column("handed_over_at", Text),
    Column("engine_reference", Text),
    _number("attempts", 0),
    Column("next_attempt_at", Text),
    Column("location_id", Text, index=True),
    Column("sequence", Integer, unique=True),  # set for rejected ones, too
)
# Only what is not handed over yet: a worker looks every second, and holds the write lock meanwhile.
Index(
    "shop_order_to_hand_over",
    shop_order.c.next_attempt_at,
    sqlite_where=shop_order.c.handed_over_at.is_(None),
    postgresql_where=shop_order.c.handed_over_at.is_(None),
)
order_line = Table(
    "order_line",
    METADATA,
    Column("order_id", Text, ForeignKey("shop_order.id"), primary_key=True),
    Column("sku", Text, ForeignKey("variant.sku"), primary_key=True),
    _number("quantity"),
    _text("kind"),
    _text("location_id"),
    _text("source_id"),
    _number("charged_minor"),
    _text("state"),  # open, allocated, backorder, left_out
)
staff_task = Table(
    "staff_task",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("kind"),
    Column("order_id", Text, ForeignKey("shop_order.id"), nullable=False),
    _text("sku"),
    _text("made_at"),
    Column("done_at", Text),
    Column("done_by", Text, ForeignKey("staff.id")),
    UniqueConstraint("order_id", "kind", "sku"),
    Index("staff_task_open", "done_at", "made_at"),
)

staff_call = Table(
    "staff_call",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("terminal_id", Text, ForeignKey("terminal.id"), nullable=False, index=True),
    _text("prefix"),
    _text("location_id"),
    _text("about"),
    _text("made_at"),
    Column("done_at", Text),
)

# --- pieces that are promised and not yet in the engine's book
checkout = Table(
    "checkout",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("owner"),
    _text("first_at"),
    Column("expires_at", Text, nullable=False, index=True),
)
# `stock.reserved` is always the sum of these.
reservation = Table(
    "reservation",
    METADATA,
    Column("kind", Text, primary_key=True),  # checkout, order
    Column("holder", Text, primary_key=True),
    Column("sku", Text, primary_key=True),
    Column("location_id", Text, primary_key=True),
    _number("quantity"),
    ForeignKeyConstraint(["sku", "location_id"], ["stock.sku", "stock.location_id"]),
    CheckConstraint("quantity > 0"),
)

# --- the embedded engine's own book
engine_order = Table(
    "engine_order",
    METADATA,
    Column("order_id", Text, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    _text("backordered"),
)
