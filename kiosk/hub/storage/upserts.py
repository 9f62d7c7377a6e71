"""Inserts that may meet a row of the same key, also one that another hub makes at this moment."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an insert that can say `ON CONFLICT`, which both databases spell alike."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_new(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert a row; False where there is one of the same key, which stays as it is."""
    new = upsert(connection, table).values(row).on_conflict_do_nothing()
    return connection.execute(new.returning(*table.primary_key)).one_or_none() is not None


def put(connection: Connection, table: Table, row: Mapping[str, object], key: str) -> None:
    """Insert a row, or change the one whose column `key`, which is unique, is the same."""
    statement = upsert(connection, table).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=row))


def delete_old(connection: Connection, table: Table, old: ColumnElement[bool]) -> None:
    """Delete rows of which nobody else deletes or changes one at this moment.

    Whoever tidies up waits for nobody: two that did might wait for each other.
    """
    (key,) = table.primary_key.columns
    free = select(key).where(old).with_for_update(skip_locked=True)
    connection.execute(delete(table).where(key.in_(free)))
