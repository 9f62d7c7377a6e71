"""Orders know whom to call, and grants do without the engine's table of customers.

So another engine can keep the customers.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import inspect

revision = "0002"
down_revision = "0001"

_KEY = {"fk": "fk_%(table_name)s_%(column_0_name)s"}  # a name for what SQLite gave none
_OBJECT = {"sqlite": "json_object", "postgresql": "json_build_object"}
# The fields of a `kiosk.domain.orders.Contact`.
_FILL = """
UPDATE shop_order SET customer = (
    SELECT CAST({object}('phone', phone, 'name', trim(first_name || ' ' || last_name)) AS TEXT)
    FROM customer WHERE customer.id = shop_order.customer_id
) WHERE customer IS NULL AND customer_id IS NOT NULL
"""


def upgrade() -> None:
    """Fill in what orders lack, and drop the foreign key where a file has it."""
    connection = op.get_bind()
    op.execute(_FILL.format(object=_OBJECT[connection.dialect.name]))
    keys = inspect(connection).get_foreign_keys("customer_grant")
    if any(key["referred_table"] == "customer" for key in keys):
        with op.batch_alter_table("customer_grant", naming_convention=_KEY) as table:
            table.drop_constraint("fk_customer_grant_customer_id", type_="foreignkey")
