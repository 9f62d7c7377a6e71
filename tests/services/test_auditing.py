"""A hub that came back as an older copy is found out, whatever it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.orders import OutboxState
from kiosk.errors import HubUnreachable
from kiosk.ports import OutboxRow
from kiosk.wire.orders import AUDIT_LIMIT
from tests.core.test_lanes import MainThread
from tests.fakes import FakeShop, build_fake_shop

AT = "2026-11-21T12:00:00+00:00"


@pytest.fixture
def main() -> MainThread:
    return MainThread()


@pytest.fixture
def shop(tmp_path: Path, main: MainThread) -> Iterator[FakeShop]:
    shop = build_fake_shop(tmp_path, main.waiting.put, main.bugs.append)
    yield shop
    shop.terminal.lanes.close()


def keep(shop: FakeShop, count: int) -> list[str]:
    ids = [f"o{n}" for n in range(count)]
    for order_id in ids:
        shop.outbox.put(OutboxRow(order_id, order_id, OutboxState.ACCEPTED, AT, 1, "", b"{}"))
    return ids


def test_all_kept_orders_are_asked_for_in_pages_at_the_first_contact(
    shop: FakeShop, main: MainThread
) -> None:
    ids = keep(shop, AUDIT_LIMIT + 3)
    shop.terminal.syncing.tick()
    main.until(lambda: len(shop.hub.audits) == 2)
    assert [order_id for page in shop.hub.audits for order_id in page] == ids


def test_an_absence_makes_it_due_again_and_otherwise_an_hour_does(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(shop, 1)
    auditing = shop.terminal.syncing._auditing
    auditing.go("epoch-1", "boot-1")
    main.until(lambda: len(shop.hub.audits) == 1 and not auditing._busy)
    auditing.go("epoch-1", "boot-1")
    assert not auditing._busy
    auditing.go("epoch-1", "boot-2")
    main.until(lambda: len(shop.hub.audits) == 2 and not auditing._busy)
    auditing.suspect()
    auditing.go("epoch-1", "boot-1")
    main.until(lambda: len(shop.hub.audits) == 3 and not auditing._busy)
    shop.clock.advance(3601)
    auditing.go("epoch-1", "boot-1")
    main.until(lambda: len(shop.hub.audits) == 4 and not auditing._busy)


def test_lost_orders_start_a_round_that_sees_the_new_epoch(
    shop: FakeShop, main: MainThread
) -> None:
    keep(shop, 3)
    told: list[bool] = []
    auditing = shop.terminal.syncing._auditing
    auditing.listen(lambda: told.append(True))
    shop.hub.lost = {"o1"}
    auditing.go("epoch-1", "boot-1")
    main.until(lambda: told)
    assert not auditing._busy


def test_a_cable_cut_meanwhile_leaves_it_due(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(shop, 3)
    auditing = shop.terminal.syncing._auditing

    def cut(*_: object) -> None:
        raise HubUnreachable("hub_unreachable")

    with monkeypatch.context() as cable:
        cable.setattr(shop.hub, "missing", cut)
        auditing.go("epoch-1", "boot-1")
        main.until(lambda: not auditing._busy)
    assert shop.hub.audits == []
    auditing.go("epoch-1", "boot-1")
    main.until(lambda: shop.hub.audits)
