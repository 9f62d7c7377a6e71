"""The tables as they were when revisions began: made, or a file of before completed to them.

Frozen: what changes later is a revision of its own, and `kiosk.hub.storage.tables` is not asked.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Inspector,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    inspect,
)
from sqlalchemy.schema import CreateColumn, CreateIndex

revision = "0001"
down_revision = None

METADATA = MetaData()
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
ROWID = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make the tables, columns and indexes that are lacking; nothing is ever dropped."""
    connection = op.get_bind()
    inspector = inspect(connection)  # remembers what it has read: each table is read once
    there = set(inspector.get_table_names())
    METADATA.create_all(connection)
    for table in METADATA.sorted_tables:
        if table.name in there:
            _complete(connection, inspector, table)


def _complete(connection: Connection, inspector: Inspector, table: Table) -> None:
    known = {column["name"] for column in inspector.get_columns(table.name)}
    for column in table.columns:
        if column.name not in known:
            connection.exec_driver_sql(f"ALTER TABLE {_added(connection, table, column)}")
    indexes = {index["name"] for index in inspector.get_indexes(table.name)}
    for index in table.indexes:
        if index.name not in indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            names = [column.name for column in constraint.columns]
            if frozenset(names) not in _unique(inspector, table):  # SQLite adds none to a table
                columns = [table.c[name] for name in names]
                index = Index("_".join(["unique", table.name, *names]), *columns, unique=True)
                table.indexes.discard(index)  # of this file, not of the schema
                connection.execute(CreateIndex(index, if_not_exists=True))


def _added(connection: Connection, table: Table, column: Column[object]) -> str:
    described = CreateColumn(column).compile(dialect=connection.dialect)
    references = "".join(
        f" REFERENCES {key.column.table.name} ({key.column.name})" for key in column.foreign_keys
    )
    return f"{table.name} ADD COLUMN {described}{references}"


def _unique(inspector: Inspector, table: Table) -> set[frozenset[str | None]]:
    """Return the sets of columns that the file keeps unique."""
    found = {
        frozenset[str | None](one["column_names"])
        for one in inspector.get_unique_constraints(table.name)
    }
    for index in inspector.get_indexes(table.name):
        if index["unique"]:
            found.add(frozenset(index["column_names"]))
    return found


def _text(name: str) -> Column[str]:
    return Column(name, TEXT, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


Table("setting", METADATA, Column("name", TEXT, primary_key=True), _text("value"))

Table("counter", METADATA, Column("name", TEXT, primary_key=True), _number("value"))

# --- terminals and channels
Table(
    "enrolment_code",
    METADATA,
    Column("code_hash", TEXT, primary_key=True),
    _text("mode"),
    _text("location_id"),
    Column("prefix", TEXT, nullable=False, unique=True),
    _text("expires_at"),
    Column("used_at", TEXT),
)
Table(
    "terminal",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("token_hash", TEXT, nullable=False, unique=True),
    Column("prefix", TEXT, nullable=False, unique=True),
    _text("mode"),
    _text("location_id"),
    _text("device"),
    _text("app_version"),
    _text("enrolled_at"),
    Column("revoked_at", TEXT),
    Column("last_seen_at", TEXT),
)
Table(
    "channel_token",
    METADATA,
    Column("token_hash", TEXT, primary_key=True),
    _text("channel"),
    _text("made_at"),
)

# --- the shop
Table("category", METADATA, Column("id", TEXT, primary_key=True), _text("body"))
Table("location", METADATA, Column("id", TEXT, primary_key=True), _text("body"))
Table("promotion", METADATA, Column("id", TEXT, primary_key=True), _text("body"))
Table(
    "product",
    METADATA,
    Column("id", TEXT, primary_key=True),
    _number("position"),
    _text("body"),
    Index("product_in_order", "position", unique=True),
)
Table(
    "variant",
    METADATA,
    Column("sku", TEXT, primary_key=True),
    Column("product_id", TEXT, ForeignKey("product.id"), nullable=False, index=True),
    _number("price_minor"),
    _text("body"),
)
Table(
    "stock",
    METADATA,
    Column("sku", TEXT, ForeignKey("variant.sku"), primary_key=True),
    Column("location_id", TEXT, ForeignKey("location.id"), primary_key=True),
    _number("on_hand"),
    _number("allocated"),
    _number("reserved"),
    _number("buffer"),
)
Table(
    "change",
    METADATA,
    Column("sequence", ROWID, primary_key=True, autoincrement=False),
    _text("kind"),
    _text("body"),
    Column("batch", BigInteger, nullable=False, server_default="0"),
)
Table(
    "catalogue",
    METADATA,
    Column("id", ROWID, primary_key=True),
    _text("sha256"),
    _number("size"),
    _number("sequence"),
    _text("built_at"),
    Column("schema", BigInteger, nullable=False, server_default="1"),
    Column("packed_sha256", TEXT, nullable=False, server_default=""),
    Column("packed_size", BigInteger, nullable=False, server_default="0"),
)

# --- staff, and what terminals may see of a customer
Table(
    "staff",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("badge_number", TEXT, nullable=False, unique=True),
    Column("number", TEXT, nullable=False, unique=True),
    _text("name"),
    _text("role"),
    _text("location_id"),
    _text("pin_hash"),
    _number("failures"),
    Column("locked_until", TEXT),
)
Table(
    "card_guess",
    METADATA,
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), primary_key=True),
    _text("since"),
    _number("unknown"),
)
Table(
    "customer_grant",
    METADATA,
    Column("token_hash", TEXT, primary_key=True),
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), nullable=False),
    _text("customer_id"),
    _text("recognition"),
    _text("expires_at"),
)
Table(
    "staff_grant",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("token_hash", TEXT, nullable=False, unique=True),
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), nullable=False),
    Column("staff_id", TEXT, ForeignKey("staff.id"), nullable=False),
    _text("made_at"),
    _text("expires_at"),
)

# --- orders
shop_order = Table(
    "shop_order",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), nullable=False),
    _text("status"),
    _text("received_at"),
    Column("body", LargeBinary, nullable=False),
    _text("body_sha256"),
    _number("answer_status"),
    Column("answer", LargeBinary, nullable=False),
    Column("number", TEXT, unique=True),
    Column("replaces", TEXT, unique=True),
    Column("customer_id", TEXT, index=True),
    Column("customer", TEXT),
    Column("deliver_to", TEXT),
    Column("notes", TEXT),
    Column("handed_over_at", TEXT),
    Column("engine_reference", TEXT),
    _number("attempts"),
    Column("next_attempt_at", TEXT),
    Column("location_id", TEXT, index=True),
    Column("sequence", BigInteger, unique=True),
)
Index(
    "shop_order_to_hand_over",
    shop_order.c.next_attempt_at,
    sqlite_where=shop_order.c.handed_over_at.is_(None),
    postgresql_where=shop_order.c.handed_over_at.is_(None),
)
Table(
    "order_line",
    METADATA,
    Column("order_id", TEXT, ForeignKey("shop_order.id"), primary_key=True),
    Column("sku", TEXT, ForeignKey("variant.sku"), primary_key=True),
    _number("quantity"),
    _text("kind"),
    _text("location_id"),
    _text("source_id"),
    _number("charged_minor"),
    _text("state"),
)
Table(
    "staff_task",
    METADATA,
    Column("id", TEXT, primary_key=True),
    _text("kind"),
    Column("order_id", TEXT, ForeignKey("shop_order.id"), nullable=False),
    _text("sku"),
    _text("made_at"),
    Column("done_at", TEXT),
    Column("done_by", TEXT, ForeignKey("staff.id")),
    UniqueConstraint("order_id", "kind", "sku"),
    Index("staff_task_open", "done_at", "made_at"),
)

Table(
    "staff_call",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("terminal_id", TEXT, ForeignKey("terminal.id"), nullable=False, index=True),
    _text("prefix"),
    _text("location_id"),
    _text("about"),
    _text("made_at"),
    Column("done_at", TEXT),
)

# --- pieces that are promised and not yet in the engine's book
Table(
    "checkout",
    METADATA,
    Column("id", TEXT, primary_key=True),
    _text("owner"),
    _text("first_at"),
    Column("expires_at", TEXT, nullable=False, index=True),
)
Table(
    "reservation",
    METADATA,
    Column("kind", TEXT, primary_key=True),
    Column("holder", TEXT, primary_key=True),
    Column("sku", TEXT, primary_key=True),
    Column("location_id", TEXT, primary_key=True),
    _number("quantity"),
    ForeignKeyConstraint(["sku", "location_id"], ["stock.sku", "stock.location_id"]),
    CheckConstraint("quantity > 0"),
)

# --- the embedded engine
Table(
    "customer",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("card_number", TEXT, nullable=False, unique=True),
    _text("first_name"),
    _text("last_name"),
    _text("folded_name"),
    _text("phone"),
    _text("email"),
    _text("tier_id"),
    _number("points"),
    _text("points_as_of"),
    _text("since"),
    _text("consents"),
    _text("sizes"),
    _text("addresses"),
    Column("basket_id", TEXT, nullable=False, unique=True),
)
Table(
    "history",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("customer_id", TEXT, ForeignKey("customer.id"), nullable=False),
    _text("at"),
    _text("body"),
    Index("history_by_customer", "customer_id", "at"),
)
Table("basket", METADATA, Column("id", TEXT, primary_key=True), _number("version"))
Table(
    "basket_op",
    METADATA,
    Column("basket_id", TEXT, ForeignKey("basket.id"), primary_key=True),
    Column("id", TEXT, primary_key=True),
    _number("sequence"),
    _text("body"),
    Index("basket_op_in_order", "basket_id", "sequence", unique=True),
)
Table(
    "engine_order",
    METADATA,
    Column("order_id", TEXT, primary_key=True),
    Column("reference", TEXT, nullable=False, unique=True),
    _text("backordered"),
)
