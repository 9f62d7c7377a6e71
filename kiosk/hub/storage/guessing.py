"""Guessing card numbers: a terminal that asks for too many unknown ones waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, case, update

from kiosk.errors import HubRefused
from kiosk.hub.storage.tables import card_guess
from kiosk.hub.storage.times import as_text
from kiosk.hub.storage.upserts import upsert

UNKNOWN_ALLOWED = 10
UNKNOWN_WITHIN = timedelta(minutes=10)


def begin(connection: Connection, terminal_id: str, now: datetime) -> None:
    """Let a terminal ask for a card, and count it as unknown. Raises `HubRefused` `card_locked`.

    Counted before it is looked up: asking for many at once is no way round.
    """
    table = card_guess
    first = upsert(connection, table).values(terminal_id=terminal_id, since=as_text(now), unknown=1)
    over = (table.c.since <= as_text(now - UNKNOWN_WITHIN)) | (table.c.unknown == 0)
    counted = first.on_conflict_do_update(
        index_elements=["terminal_id"],
        set_={
            "since": case((over, first.excluded.since), else_=table.c.since),
            "unknown": case((over, 1), else_=table.c.unknown + 1),
        },
    )
    if connection.execute(counted.returning(table.c.unknown)).scalar_one() > UNKNOWN_ALLOWED:
        raise HubRefused("card_locked", 423)


def take_back(connection: Connection, terminal_id: str) -> None:
    """The card was known, or nobody could say: it counts for nothing.

    It lowers the count by itself alone: whoever guesses may own a card.
    """
    table = card_guess
    mine = (table.c.terminal_id == terminal_id) & (table.c.unknown > 0)
    connection.execute(update(table).where(mine).values(unknown=table.c.unknown - 1))
