"""Guessing card numbers: a terminal that asks for too many unknown ones waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.errors import HubRefused
from kiosk.hub.storage.tables import card_guess
from kiosk.hub.storage.times import as_text

UNKNOWN_ALLOWED = 10
UNKNOWN_WITHIN = timedelta(minutes=10)


def check_cards(connection: Connection, terminal_id: str, now: datetime) -> None:
    """Let a terminal ask for a card. Raises `HubRefused` `card_locked`.

    A known card in between does not lower the count: whoever guesses may own one.
    """
    table = card_guess
    connection.execute(
        delete(table)
        .where(table.c.terminal_id == terminal_id)
        .where(table.c.since <= as_text(now - UNKNOWN_WITHIN))
    )
    unknown = connection.scalar(select(table.c.unknown).where(table.c.terminal_id == terminal_id))
    if unknown is not None and unknown >= UNKNOWN_ALLOWED:
        raise HubRefused("card_locked", 423)


def count_unknown(connection: Connection, terminal_id: str, now: datetime) -> None:
    """Note that a terminal asked for a card that nobody has."""
    table = card_guess
    counted = connection.execute(
        update(table).where(table.c.terminal_id == terminal_id).values(unknown=table.c.unknown + 1)
    )
    if not counted.rowcount:
        first = {"terminal_id": terminal_id, "since": as_text(now), "unknown": 1}
        connection.execute(insert(table).values(first))
