"""The hub comes back as a copy of yesterday: today's orders are sent again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.demo.shop.showcase import HERE, RAIN_JACKET, TSHIRT
from kiosk.domain.back_off import BackOff
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import OutboxState
from kiosk.hub import admin
from kiosk.lanes import Lane
from tests.journey.conftest import Shop
from tests.journey.test_last_piece import order, wants

FILES = ("hub.db", "hub.db-wal", "hub.db-shm")

pytestmark = pytest.mark.sqlite  # a copy is a file


def copy_aside(shop: Shop) -> Path:
    """Copy the hub's files as somebody does who knows of no `kiosk hub backup`."""
    shop.server.stop()
    yesterday = shop.server.hub.data_dir.parent / "yesterday"
    shutil.copytree(shop.server.hub.data_dir, yesterday)
    shop.server.start()
    shop.online()
    return yesterday


def put_back(shop: Shop, yesterday: Path) -> None:
    shop.server.stop()
    for name in FILES:
        (shop.server.hub.data_dir / name).unlink(missing_ok=True)
        if (yesterday / name).exists():
            shutil.copy(yesterday / name, shop.server.hub.data_dir / name)


def epoch(shop: Shop) -> str:
    position = shop.core.ports.files.position()
    return position.epoch if position else ""


@pytest.mark.parametrize("busy", [False, True])
def test_todays_order_is_sent_again(
    shop: Shop, busy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the copy has made more changes since than were lost (`busy`)."""
    monkeypatch.setattr(  # the first file is new
        "kiosk.services.snapshots.AFTER_TAKEN", BackOff(0.0, 0.0)
    )
    shop.online()
    yesterday = copy_aside(shop)
    wants(shop, TSHIRT.sku, FulfilmentKind.DELIVERY)
    placed = order(shop)
    shop.main.until(lambda: bool(shop.settled), "the confirmation")
    before = shop.core.ports.files.position()
    put_back(shop, yesterday)
    assert admin.list_orders(shop.server.engine) == ()
    for pieces in range(50 if busy else 0):
        admin.set_stock(shop.server.engine, RAIN_JACKET.sku, HERE, pieces)
    shop.server.start()
    shop.main.until(lambda: len(shop.settled) == 2, "the second confirmation")
    assert [o.id for o in admin.list_orders(shop.server.engine)] == [placed.order.id]
    row = shop.run(Lane.DISK, lambda: shop.core.ports.outbox.row(placed.order.id))
    assert row is not None
    assert row.state is OutboxState.ACCEPTED
    assert before is not None
    shop.main.until(lambda: epoch(shop) not in ("", before.epoch), "the new history's catalogue")
