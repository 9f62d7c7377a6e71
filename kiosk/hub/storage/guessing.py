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


def check_cards(connection: Connection, terminal_id: str, now: datetime) -> None:
    """Let a terminal ask for a card. Raises `HubRefused` `card_locked`.

    A known card in between does not lower the count: whoever guesses may own one. The terminal's
    row is locked until the end, so that guessing in parallel gains nothing.
    """
    table = card_guess
    first = upsert(connection, table).values(terminal_id=terminal_id, since=as_text(now), unknown=0)
    over = (table.c.since <= as_text(now - UNKNOWN_WITHIN)) | (table.c.unknown == 0)
    begun_anew = {
        "since": case((over, first.excluded.since), else_=table.c.since),
        "unknown": case((over, 0), else_=table.c.unknown),
    }
    counted = first.on_conflict_do_update(index_elements=["terminal_id"], set_=begun_anew)
    if connection.execute(counted.returning(table.c.unknown)).scalar_one() >= UNKNOWN_ALLOWED:
        raise HubRefused("card_locked", 423)


def count_unknown(connection: Connection, terminal_id: str) -> None:
    """Note that a terminal, whose cards were checked, asked for one that nobody has."""
    mine = card_guess.c.terminal_id == terminal_id
    connection.execute(update(card_guess).where(mine).values(unknown=card_guess.c.unknown + 1))
