"""Bring a database of an earlier release up to this one, forward only.

A column that comes later must be nullable or have a `server_default`: rows that are there
already get it, and the release before can still insert into the table.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, Index, Inspector, Table, UniqueConstraint, inspect
from sqlalchemy.schema import CreateColumn, CreateIndex

from kiosk.hub.storage.tables import METADATA


def bring_up_to_date(connection: Connection) -> None:
    """Make the tables, columns and indexes that the file lacks; nothing is ever dropped."""
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
