"""Guessing card numbers: a terminal that asks for too many unknown ones waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, update

from kiosk.errors import HubRefused
from kiosk.hub.storage.tables import card_guess
from kiosk.hub.storage.times import as_text

UNKNOWN_ALLOWED = 10
UNKNOWN_WITHIN = timedelta(minutes=10)


def begin(connection: Connection, terminal_id: str, now: datetime) -> None:
    """Let a terminal ask for a card, and count it as unknown. Raises `HubRefused` `card_locked`.

    Counted before it is looked up: asking for many at once is no way round.
    """
    table = card_guess
    mine = table.c.terminal_id == terminal_id
    connection.execute(delete(table).where(mine, table.c.since <= as_text(now - UNKNOWN_WITHIN)))
    counted = connection.scalar(
        update(table).where(mine).values(unknown=table.c.unknown + 1).returning(table.c.unknown)
    )
    if counted is None:
        first = {"terminal_id": terminal_id, "since": as_text(now), "unknown": 1}
        connection.execute(insert(table).values(first))
    elif counted > UNKNOWN_ALLOWED:
        raise HubRefused("card_locked", 423)


def take_back(connection: Connection, terminal_id: str) -> None:
    """The card was known, or nobody could say: it counts for nothing.

    It lowers the count by itself alone: whoever guesses may own a card.
    """
    table = card_guess
    connection.execute(
        update(table).where(table.c.terminal_id == terminal_id).values(unknown=table.c.unknown - 1)
    )
