"""What `kiosk doctor` says about the orders on a machine, without touching them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.config import Settings
from kiosk.secrets import open_secrets
from kiosk.services.enrolling import STORE_KEY
from kiosk.tools.checks import Check, Status
from kiosk.tools.order_check import orders
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import FILE_NAME, TerminalStore

KEY = bytes(range(32))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = Settings(data_dir=tmp_path / "data", secrets="file")
    open_secrets(found.data_dir, "file").set(STORE_KEY, KEY.hex())
    return found


@pytest.fixture
def store(settings: Settings) -> Iterator[TerminalStore]:
    with closing(TerminalStore(settings.data_dir, KEY)) as opened:
        yield opened


def take(store: TerminalStore, *order_ids: str) -> None:
    for order_id in order_ids:
        SqliteOutbox(store).commit(order_id, f"T7-{order_id}", b"{}", "2026-11-21T09:00:00Z")


def files(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.data_dir.iterdir() if path.is_file()}


def test_a_machine_without_a_store_has_no_orders(settings: Settings) -> None:
    assert orders(settings) == Check("orders", Status.OK, "none yet")


def test_what_waits_for_the_hub_and_for_staff_is_counted(settings: Settings) -> None:
    with closing(TerminalStore(settings.data_dir, KEY)) as store:
        take(store, "1", "2", "3")
        SqliteOutbox(store).reject("3", "price_refused", "")
    before = files(settings)
    found = orders(settings)
    assert (found.status, found.found) == (Status.WARN, "2 unsent, 1 refused waiting for staff")
    assert "kiosk export" in found.advice
    assert files(settings) == before


def test_a_store_where_all_is_settled_is_fine(settings: Settings) -> None:
    with closing(TerminalStore(settings.data_dir, KEY)) as store:
        take(store, "1")
        SqliteOutbox(store).accept("1", b"{}", "epoch", 1)
    assert orders(settings).status is Status.OK


def test_orders_are_counted_while_the_terminal_runs(
    settings: Settings, store: TerminalStore
) -> None:
    take(store, "1")
    assert orders(settings).found.startswith("1 unsent")
    take(store, "2")
    assert orders(settings).found.startswith("2 unsent")


def test_a_lost_key_fails_and_says_what_helps(settings: Settings, store: TerminalStore) -> None:
    open_secrets(settings.data_dir, "file").delete(STORE_KEY)
    found = orders(settings)
    assert found.status is Status.FAIL
    assert "hub recover-store" in found.advice


def test_a_store_that_cannot_be_read_is_left_as_it_is(settings: Settings) -> None:
    path = settings.data_dir / FILE_NAME
    path.write_bytes(b"no database at all" * 500)
    before = files(settings)
    assert orders(settings).status is Status.FAIL
    assert files(settings) == before
