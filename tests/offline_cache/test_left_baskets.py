"""What a session that ended offline left behind: sent, or forgotten after a day."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.basket import BasketOp, OpKind
from kiosk.ports.orders import LeftBasket, LeftBaskets
from kiosk.wire.orders import Evidence
from offline_cache.store.left_baskets import KEEP_MS, SqliteLeftBaskets
from offline_cache.store.terminal_store import TerminalStore

KEY = bytes(range(32))
NOW = 1_767_225_600_000
YEARS = 5 * 365 * KEEP_MS


def left(name: str) -> LeftBasket:
    op = BasketOp(f"op-{name}", OpKind.REMOVE, "SKU", 0, "store", "2026-01-01", 3, ("a", "b"))
    return LeftBasket(name, Evidence("app_code", app_code="signed by Pushkin"), (op,))


def test_what_was_kept_is_there_after_a_restart_and_gone_when_dropped(data_dir: Path) -> None:
    with closing(TerminalStore(data_dir, KEY)) as store:
        baskets: LeftBaskets = SqliteLeftBaskets(store)
        for name in ("b", "a"):
            baskets.keep(left(name), NOW)
    with closing(TerminalStore(data_dir, KEY)) as store:
        baskets = SqliteLeftBaskets(store)
        assert baskets.waiting(NOW) == (left("b"), left("a"))
        baskets.drop("b")
        baskets.drop("nobody")
        assert baskets.waiting(NOW + KEEP_MS - 1) == (left("a"),)


@pytest.mark.parametrize("later", [KEEP_MS, YEARS, -KEEP_MS, -YEARS])
def test_after_a_day_by_any_clock_it_is_forgotten(store: TerminalStore, later: int) -> None:
    baskets = SqliteLeftBaskets(store)
    baskets.keep(left("a"), NOW)
    assert baskets.waiting(NOW + later) == ()
    assert baskets.waiting(NOW) == ()


def test_nothing_of_a_sent_one_stays_in_a_plain_file(data_dir: Path) -> None:
    with closing(TerminalStore(data_dir, None)) as store:
        baskets = SqliteLeftBaskets(store)
        baskets.keep(left("a"), NOW)
        files = list(data_dir.glob("terminal.db*"))
        assert any(b"Pushkin" in path.read_bytes() for path in files)
        baskets.drop("a")
        assert not any(b"Pushkin" in path.read_bytes() for path in files)
