"""The change feed: append-only, numbered in the order of the commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from kiosk.domain.stock import StockLevel
from kiosk.errors import HubRefused
from kiosk.hub.storage import news
from kiosk.hub.storage.database import durable_through, epoch, new_epoch, put_setting
from kiosk.hub.storage.tables import catalogue, change, counter, setting
from kiosk.hub.storage.times import as_text
from kiosk.wire.feed import PAGE_LIMIT, Change, ChangesPage, StockChange

K = TypeVar("K")

_FLOOR = "changes_floor"
_NEWEST = catalogue.c.id.desc()
_AT_ONCE = 1_000  # rows of a statement that names them


def head(connection: Connection) -> int:
    """Return the sequence of the newest change."""
    newest: int = connection.execute(
        select(counter.c.value).where(counter.c.name == "changes")
    ).scalar_one()
    return newest


def append(connection: Connection, made: Sequence[Callable[[int], Change]]) -> None:
    """Append a batch of changes; each is a function of the sequence that it gets.

    Terminals show a batch whole or not at all.
    """
    if not made:
        return
    taken = connection.execute(
        update(counter)
        .where(counter.c.name == "changes")
        .values(value=counter.c.value + len(made))
        .returning(counter.c.value)
    ).scalar_one()
    rows = []
    for sequence, make in enumerate(made, taken - len(made) + 1):
        body = make(sequence)
        kind = str(body.__struct_config__.tag)
        text = msgspec.json.encode(body).decode()
        rows.append({"sequence": sequence, "kind": kind, "body": text, "batch": taken})
    connection.execute(insert(change), rows)
    news.tell(connection)


def page(connection: Connection, since: int, limit: int, now: datetime) -> ChangesPage:
    """Return one page after `since`.

    Raises `HubRefused` `changes_gone` where the terminal needs a new catalogue: what
    follows `since` is no longer kept, or `since` is of a future this hub never had.
    """
    rows = rows_since(connection, since, min(limit, PAGE_LIMIT))
    newest, floor = head(connection), _floor(connection)
    last = rows[-1].sequence if rows else since
    ends = [row.sequence for row in rows if row.batch <= row.sequence]
    # A page from the middle of a batch completes none; how far earlier pages did is not looked up.
    complete = ends[-1] if ends else floor if rows else since
    return ChangesPage(
        epoch=epoch(connection),
        changes=tuple(msgspec.json.decode(row.body, type=Change) for row in rows),
        next=last,
        more=last < newest,
        now=as_text(now),
        durable_through=durable_through(connection),
        complete=complete,
        catalogue=connection.scalar(select(catalogue.c.sha256).order_by(_NEWEST).limit(1)) or "",
    )


def rows_since(connection: Connection, since: int, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what follows `since`: sequence, body, batch. Raises as `page` does."""
    if since < _floor(connection) or since > head(connection):
        raise HubRefused("changes_gone", 410)
    return connection.execute(
        select(change.c.sequence, change.c.body, change.c.batch)
        .where(change.c.sequence > since)
        .order_by(change.c.sequence)
        .limit(limit)
    ).all()


def has_lost(connection: Connection, since: int, in_epoch: str) -> bool:
    """Tell whether a terminal saw a change of our own epoch that we never made.

    Then the database is an older copy of itself that nobody marked.
    """
    return in_epoch == epoch(connection) and since > head(connection)


def begin_again(connection: Connection, since: int, in_epoch: str) -> bool:
    """Begin a new epoch if what was seen is lost; False where somebody was faster."""
    epoch(connection, locked=True)
    lost = has_lost(connection, since, in_epoch)
    if lost:
        new_epoch(connection)
    return lost


def forget_up_to(connection: Connection, sequence: int) -> None:
    """Drop changes that every kept catalogue file includes."""
    connection.execute(delete(change).where(change.c.sequence <= sequence))
    put_setting(connection, _FLOOR, str(sequence))


def tell_stock(connection: Connection, levels: Sequence[StockLevel]) -> None:
    """Append the new levels to the feed as one batch."""
    append(connection, [partial(_stock_change, level) for level in levels])


def _stock_change(level: StockLevel, sequence: int) -> Change:
    return StockChange(sequence, level)


def _floor(connection: Connection) -> int:
    return int(connection.scalar(select(setting.c.value).where(setting.c.name == _FLOOR)) or 0)
