"""A hub that came back as an older copy is found out, whatever it says of itself."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from kiosk.domain.orders import OutboxState
from kiosk.errors import HubUnreachable
from kiosk.ports.orders import OutboxRow
from kiosk.services.hub_time import HubTime
from kiosk.services.syncing import Syncing
from kiosk.wire.orders import AUDIT_LIMIT
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore
from tests.core.test_lanes import MainThread
from tests.fakes import FakeShop

AT = "2026-11-21T12:00:00+00:00"


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
    auditing.go("epoch-1", "boot-1", 0)
    main.until(lambda: len(shop.hub.audits) == 1 and not auditing._steps.busy)
    auditing.go("epoch-1", "boot-1", 0)
    assert not auditing._steps.busy
    auditing.go("epoch-1", "boot-2", 0)
    main.until(lambda: len(shop.hub.audits) == 2 and not auditing._steps.busy)
    auditing.suspect()
    auditing.go("epoch-1", "boot-1", 0)
    main.until(lambda: len(shop.hub.audits) == 3 and not auditing._steps.busy)
    shop.clock.advance(3601)
    auditing.go("epoch-1", "boot-1", 0)
    main.until(lambda: len(shop.hub.audits) == 4 and not auditing._steps.busy)


def test_lost_orders_start_a_round_that_sees_the_new_epoch(
    shop: FakeShop, main: MainThread
) -> None:
    keep(shop, 3)
    told: list[bool] = []
    auditing = shop.terminal.syncing._auditing
    auditing.missing.add(lambda: told.append(True))
    shop.hub.lost = {"o1"}
    auditing.go("epoch-1", "boot-1", 0)
    main.until(lambda: told)
    assert not auditing._steps.busy


def test_a_cable_cut_meanwhile_leaves_it_due(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(shop, 3)
    auditing = shop.terminal.syncing._auditing

    def cut(*_: object) -> None:
        raise HubUnreachable("hub_unreachable")

    with monkeypatch.context() as cable:
        cable.setattr(shop.hub, "missing", cut)
        auditing.go("epoch-1", "boot-1", 0)
        main.until(lambda: not auditing._steps.busy)
    assert (shop.hub.audits, shop.outbox.released) == ([], [])
    auditing.go("epoch-1", "boot-1", 0)
    main.until(lambda: shop.hub.audits)


def test_bodies_are_forgotten_only_after_the_hub_was_asked_for_all_of_them(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(shop, AUDIT_LIMIT + 3)
    pages_asked: list[int] = []
    release = shop.outbox.release

    def note(epoch: str, durable_through: int) -> int:
        pages_asked.append(len(shop.hub.audits))
        return release(epoch, durable_through)

    monkeypatch.setattr(shop.outbox, "release", note)
    backed_up(shop, monkeypatch, 60)
    shop.terminal.syncing.tick()
    main.until(lambda: shop.outbox.released)
    assert (pages_asked, shop.outbox.released) == ([2], [("epoch-1", 60)])


def test_a_hub_that_misses_one_makes_nothing_forgotten_and_is_not_asked_on_and_on(
    shop: FakeShop, main: MainThread
) -> None:
    keep(shop, 3)
    told: list[bool] = []
    auditing = shop.terminal.syncing._auditing
    auditing.missing.add(lambda: told.append(True))
    shop.hub.lost = {"o1"}
    auditing.go("epoch-1", "boot-1", 60)
    main.until(lambda: told)
    auditing.go("epoch-1", "boot-1", 60)
    assert (auditing._steps.busy, shop.outbox.released) == (False, [])


def test_a_newer_backup_makes_it_due_again(shop: FakeShop, main: MainThread) -> None:
    keep(shop, 1)
    auditing = shop.terminal.syncing._auditing
    auditing.go("epoch-1", "boot-1", 5)
    main.until(lambda: shop.outbox.released and not auditing._steps.busy)
    auditing.go("epoch-1", "boot-1", 5)
    assert not auditing._steps.busy
    auditing.go("epoch-1", "boot-1", 9)
    main.until(lambda: len(shop.outbox.released) == 2)
    assert len(shop.hub.audits) == 2
    assert shop.outbox.released == [("epoch-1", 5), ("epoch-1", 9)]


@pytest.mark.parametrize("call", ["missing", "kept"])
def test_a_bug_in_one_audit_does_not_end_the_audits(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    keep(shop, 1)
    auditing = shop.terminal.syncing._auditing
    with monkeypatch.context() as broken:
        broken.setattr(shop.hub if call == "missing" else shop.outbox, call, bug)
        auditing.go("epoch-1", "boot-1", 5)
        main.until(lambda: main.bugs)
    assert shop.outbox.released == []
    auditing.suspect()
    auditing.go("epoch-1", "boot-1", 5)
    main.until(lambda: shop.outbox.released)


def test_an_older_copy_that_others_have_filled_up_again_costs_no_body(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with closing(TerminalStore(tmp_path / "real", None)) as store:
        outbox = SqliteOutbox(store)
        outbox.commit("o1", "T7-00001-X", b"the only copy", AT)
        outbox.accept("o1", b"{}", "epoch-1", 55)
        shop.hub.lost = {"o1"}
        backed_up(shop, monkeypatch, 60)  # the copy had 50 orders; others made them 60
        syncing = Syncing(shop.hub, shop.store, outbox, shop.terminal.actions, HubTime(shop.clock),
                          shop.terminal.lanes, shop.terminal.snapshots)  # fmt: skip
        syncing.tick()
        main.until(lambda: shop.hub.audits)
        main.until(lambda: not syncing._auditing._steps.busy and not syncing._following)
        row = outbox.row("o1")
        shop.terminal.lanes.close()
    assert row is not None
    assert row.body == b"the only copy"


def bug(*_: object) -> None:
    raise OverflowError


def backed_up(shop: FakeShop, monkeypatch: pytest.MonkeyPatch, through: int) -> None:
    """Let the hub say how far its newest backup goes."""
    page = msgspec.structs.replace(shop.hub.changes(7, 500), durable_through=through)
    monkeypatch.setattr(shop.hub, "changes", lambda *_: page)
