"""The hub's tables as this release uses them; a change of one needs a revision (`migrations`).

What is never searched is kept as JSON text of its struct (`body`). Times are ISO 8601 UTC
with milliseconds, so that they sort as text.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
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
# In the order of its bytes, as SQLite and Python have it, whatever language a server speaks.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
ROWID = BigInteger().with_variant(Integer, "sqlite")  # only so is it SQLite's own row number


def text_column(name: str, default: str | None = None) -> Column[str]:
    """Return a text that every row has."""
    return Column(name, TEXT, nullable=False, default=default)


def number_column(name: str, default: int | None = None) -> Column[int]:
    """Return a number that every row has."""
    return Column(name, BigInteger, nullable=False, default=default)


setting = Table("setting", METADATA, Column("name", TEXT, primary_key=True), text_column("value"))

# A counter row instead of a generated key: its lock makes the order of the numbers the
# order of the commits, also where several hubs write, and no reader can skip a change.
counter = Table("counter", METADATA, Column("name", TEXT, primary_key=True), number_column("value"))

# --- terminals and channels
enrolment_code = Table(
    "enrolment_code",
    METADATA,
    Column("code_hash", TEXT, primary_key=True),
    text_column("mode"),
    text_column("location_id"),
    Column("prefix", TEXT, nullable=False, unique=True),
    text_column("expires_at"),
    Column("used_at", TEXT),
)
terminal = Table(
    "terminal",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("token_hash", TEXT, nullable=False, unique=True),
    Column("prefix", TEXT, nullable=False, unique=True),
    text_column("mode"),
    text_column("location_id"),
    text_column("device"),
    text_column("app_version"),
    text_column("enrolled_at"),
    Column("revoked_at", TEXT),
    Column("last_seen_at", TEXT),  # to the minute or so; none for a row of an earlier release
)
channel_token = Table(
    "channel_token",
    METADATA,
    Column("token_hash", TEXT, primary_key=True),
    text_column("channel"),
    text_column("made_at"),
)

# --- the shop
category = Table("category", METADATA, Column("id", TEXT, primary_key=True), text_column("body"))
location = Table("location", METADATA, Column("id", TEXT, primary_key=True), text_column("body"))
promotion = Table("promotion", METADATA, Column("id", TEXT, primary_key=True), text_column("body"))
product = Table(
    "product",
    METADATA,
    Column("id", TEXT, primary_key=True),
    number_column("position"),
    text_column("body"),
    Index("product_in_order", "position", unique=True),
)
variant = Table(
    "variant",
    METADATA,
    Column("sku", TEXT, primary_key=True),
    Column("product_id", TEXT, ForeignKey("product.id"), nullable=False, index=True),
    number_column("price_minor"),
    text_column("body"),
)
stock = Table(
    "stock",
    METADATA,
    Column("sku", TEXT, ForeignKey("variant.sku"), primary_key=True),
    Column("location_id", TEXT, ForeignKey("location.id"), primary_key=True),
    number_column("on_hand"),
    number_column("allocated", 0),
    number_column("reserved", 0),
    number_column("buffer", 0),
)
change = Table(
    "change",
    METADATA,
    Column("sequence", ROWID, primary_key=True, autoincrement=False),
    text_column("kind"),
    text_column("body"),
    # The last sequence of the batch it belongs to; 0 in rows that are older than this column.
    Column("batch", BigInteger, nullable=False, server_default="0"),
)
catalogue = Table(
    "catalogue",
    METADATA,
    Column("id", ROWID, primary_key=True),
    text_column("sha256"),
    number_column("size"),
    number_column("sequence"),
    text_column("built_at"),
    # Of the packed file, which alone is kept. A row of the first release has none.
    Column("schema", BigInteger, nullable=False, server_default="1"),
    Column("packed_sha256", TEXT, nullable=False, server_default=""),
    Column("packed_size", BigInteger, nullable=False, server_default="0"),
)
# What all hubs of a server's database find there (`shared_files`); of a file of SQLite it is empty.
shared_file = Table(
    "shared_file",
    METADATA,
    Column("kind", TEXT, primary_key=True),
    Column("name", TEXT, primary_key=True),
    Column("part", BigInteger, primary_key=True, autoincrement=False),  # from 0
    Column("data", LargeBinary, nullable=False),
)

# --- staff, and what terminals may see of a customer
staff = Table(
    "staff",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("badge_number", TEXT, nullable=False, unique=True),
    Column("number", TEXT, nullable=False, unique=True),
    text_column("name"),
    text_column("role"),
    text_column("location_id"),
    text_column("pin_hash"),
    number_column("failures", 0),
    Column("locked_until", TEXT),
)
card_guess = Table(
    "card_guess",
    METADATA,
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), primary_key=True),
    text_column("since"),
    number_column("unknown"),
)
customer_grant = Table(
    "customer_grant",
    METADATA,
    Column("token_hash", TEXT, primary_key=True),
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), nullable=False),
    text_column("customer_id"),  # the engine's, like the basket
    Column("basket_id", TEXT, nullable=False, server_default=""),
    text_column("recognition"),
    text_column("expires_at"),
)
staff_grant = Table(
    "staff_grant",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("token_hash", TEXT, nullable=False, unique=True),
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), nullable=False),
    Column("staff_id", TEXT, ForeignKey("staff.id"), nullable=False),
    text_column("made_at"),
    text_column("expires_at"),  # a sign-out moves it to the present; the row stays as evidence
)

# --- orders
shop_order = Table(
    "shop_order",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), nullable=False),
    text_column("status"),  # accepted, rejected
    text_column("received_at"),
    Column("body", LargeBinary, nullable=False),
    text_column("body_sha256"),
    number_column("answer_status"),
    Column("answer", LargeBinary, nullable=False),
    # The rest is set for accepted orders only.
    Column("number", TEXT, unique=True),
    Column("replaces", TEXT, unique=True),
    Column("customer_id", TEXT, index=True),
    Column("customer", TEXT),  # whom to call: a `Contact`, JSON; none for a guest
    Column("deliver_to", TEXT),  # the full address, JSON
    Column("notes", TEXT),  # price differences for staff, JSON
    Column("handed_over_at", TEXT),
    Column("engine_reference", TEXT),
    number_column("attempts", 0),
    Column("next_attempt_at", TEXT),
    Column("location_id", TEXT, index=True),
    Column("sequence", BigInteger, unique=True),  # set for rejected ones, too
    Column("basket_id", TEXT),  # the customer's, where the order takes lines out of it
)
# Only what is not handed over yet: a worker looks every second, and holds the write lock meanwhile.
Index(
    "shop_order_to_hand_over",
    shop_order.c.next_attempt_at,
    sqlite_where=shop_order.c.handed_over_at.is_(None),
    postgresql_where=shop_order.c.handed_over_at.is_(None),
)
Index(
    "shop_order_of_basket",
    shop_order.c.basket_id,
    sqlite_where=shop_order.c.handed_over_at.is_(None),
    postgresql_where=shop_order.c.handed_over_at.is_(None),
)
order_line = Table(
    "order_line",
    METADATA,
    Column("order_id", TEXT, ForeignKey("shop_order.id"), primary_key=True),
    Column("sku", TEXT, ForeignKey("variant.sku"), primary_key=True),
    number_column("quantity"),
    text_column("kind"),
    text_column("location_id"),
    text_column("source_id"),
    number_column("charged_minor"),
    text_column("state"),  # open, allocated, backorder, left_out
)
staff_task = Table(
    "staff_task",
    METADATA,
    Column("id", TEXT, primary_key=True),
    text_column("kind"),
    Column("order_id", TEXT, ForeignKey("shop_order.id"), nullable=False),
    text_column("sku"),
    text_column("made_at"),
    Column("done_at", TEXT),
    Column("done_by", TEXT, ForeignKey("staff.id")),
    UniqueConstraint("order_id", "kind", "sku"),
    Index("staff_task_open", "done_at", "made_at"),
)

staff_call = Table(
    "staff_call",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), nullable=False, index=True),
    text_column("prefix"),
    text_column("location_id"),
    text_column("about"),
    text_column("made_at"),
    Column("done_at", TEXT),
)

# --- pieces that are promised and not yet in the engine's book
checkout = Table(
    "checkout",
    METADATA,
    Column("id", TEXT, primary_key=True),
    text_column("owner"),
    text_column("first_at"),
    Column("expires_at", TEXT, nullable=False, index=True),
)
# `stock.reserved` is always the sum of these.
reservation = Table(
    "reservation",
    METADATA,
    Column("kind", TEXT, primary_key=True),  # checkout, order
    Column("holder", TEXT, primary_key=True),
    Column("sku", TEXT, primary_key=True),
    Column("location_id", TEXT, primary_key=True),
    number_column("quantity"),
    ForeignKeyConstraint(["sku", "location_id"], ["stock.sku", "stock.location_id"]),
    CheckConstraint("quantity > 0"),
)
