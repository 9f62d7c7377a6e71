"""New catalogue files: taken soon, refused with a reason, never in an order's way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.orders import OutboxState
from kiosk.errors import HubRefused, HubUnreachable, SnapshotRefused, StoreFull
from kiosk.ports.catalogue import FeedPosition, Refusal
from kiosk.ports.hub import Answered
from kiosk.ports.orders import OutboxRow
from kiosk.services.snapshots import AFTER_REFUSAL_S, AFTER_TAKEN, SPREAD_ANEW_S, SPREAD_S, Coming
from kiosk.wire.catalogue_file import VERSION
from kiosk.wire.feed import ChangesPage
from kiosk.wire.orders import OrderAnswer
from kiosk.wire.snapshot import Manifest, SignedManifest
from tests.core.test_lanes import MainThread
from tests.fake_hub import MANIFEST
from tests.fakes import FakeShop, FakeStore, rub
from tests.patience import PATIENCE_S

NEWER = msgspec.structs.replace(MANIFEST, sha256="a" * 64, sequence=9)


@pytest.fixture
def store(shop: FakeShop) -> FakeStore:
    store = shop.store
    assert isinstance(store, FakeStore)
    return store


def tell_of(shop: FakeShop, manifest: Manifest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub built another file and says so on every page of the feed."""
    shop.hub.newest = manifest
    changes = shop.hub.changes

    def told(since: int, limit: int, epoch: str = "") -> ChangesPage:
        return msgspec.structs.replace(changes(since, limit, epoch), catalogue=manifest.sha256)

    monkeypatch.setattr(shop.hub, "changes", told)


def play_round(shop: FakeShop, main: MainThread) -> None:
    """One round of the feed, and whatever it set going."""
    syncing = shop.terminal.syncing
    syncing.tick()
    main.until(lambda: not syncing._following and shop.terminal.snapshots.coming is None)


def test_without_a_catalogue_one_is_fetched_at_once_and_the_feed_goes_on_from_it(
    shop: FakeShop, main: MainThread, store: FakeStore
) -> None:
    store.at = None
    shop.terminal.syncing.tick()
    main.until(lambda: store.at is not None and shop.terminal.syncing.link.current_at is not None)
    assert store.taken == [MANIFEST]
    assert shop.terminal.syncing.link.online


def test_a_newer_file_is_taken_within_the_spread_and_not_by_all_terminals_at_once(
    shop: FakeShop, main: MainThread, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.services.snapshots.random.uniform", lambda low, high: high - 1)
    tell_of(shop, NEWER, monkeypatch)
    play_round(shop, main)
    assert store.taken == []
    shop.clock.advance(SPREAD_S)
    play_round(shop, main)
    assert store.taken == [NEWER]


def test_the_file_in_use_is_not_fetched_again(
    shop: FakeShop, main: MainThread, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_of(shop, MANIFEST, monkeypatch)
    for _ in range(3):
        shop.clock.advance(SPREAD_S)
        play_round(shop, main)
    assert store.taken == []


def test_a_file_whose_place_in_the_feed_was_lost_is_not_fetched_again(
    shop: FakeShop, main: MainThread, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.services.snapshots.SPREAD_ANEW_S", 0.0)
    store.at = FeedPosition("", 7, MANIFEST.sha256, 7)  # the overlay was begun anew
    monkeypatch.setattr(shop.hub, "download_catalogue", never)
    play_round(shop, main)
    assert store.at == FeedPosition("epoch-1", 7, MANIFEST.sha256, 7)


def test_files_that_do_not_help_are_taken_with_growing_pauses(
    shop: FakeShop, main: MainThread, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hubs of different histories behind one address, say."""
    store.at = None
    gone = HubRefused("changes_gone", 410)
    with monkeypatch.context() as broken:
        broken.setattr(shop.hub, "changes", fail(gone))
        broken.setattr("kiosk.services.snapshots.random.uniform", lambda low, high: low)
        for taken in (1, 2, 3):
            for _ in range(3):
                play_round(shop, main)
            assert len(store.taken) == taken
            shop.clock.advance(AFTER_TAKEN.pause_s(taken))
    play_round(shop, main)  # the feed goes on
    store.at = None
    play_round(shop, main)
    assert len(store.taken) == 4


def test_a_restored_hub_is_not_asked_by_all_terminals_at_once(
    shop: FakeShop, main: MainThread, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.services.snapshots.random.uniform", lambda low, high: high - 1)
    monkeypatch.setattr(shop.hub, "changes", fail(HubRefused("changes_gone", 410)))
    play_round(shop, main)
    assert store.taken == []
    shop.clock.advance(SPREAD_ANEW_S)
    play_round(shop, main)
    assert store.taken == [MANIFEST]


@pytest.mark.parametrize("version", ["0.2", "0.2.0", "0.2.0rc1", "0.3", "1"])
def test_a_release_is_not_too_old_for_itself(
    shop: FakeShop, main: MainThread, store: FakeStore, version: str
) -> None:
    store.at = None
    shop.hub.newest = msgspec.structs.replace(MANIFEST, min_app="0.2.0")
    shop.terminal.snapshots._app_version = version
    play_round(shop, main)
    assert store.taken == [shop.hub.newest]


FOREIGN = Ed25519PrivateKey.generate()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sequence": 6}, "snapshot_older"),
        ({"epoch": "epoch-0"}, "snapshot_older"),
        ({"schema": VERSION + 1}, "snapshot_schema"),
        ({"schema": VERSION - 1}, "snapshot_schema"),
        ({"min_app": "99.0"}, "app_too_old"),
        ({"not_after": "2020-01-01T00:00:00+00:00"}, "snapshot_expired"),
        ({"not_after": "tomorrow"}, "snapshot_unsigned"),
        ({"not_after": "2100-01-01T00:00:00"}, "snapshot_unsigned"),
    ],
)
def test_a_file_that_must_not_be_used_is_refused_before_it_is_fetched(
    shop: FakeShop,
    main: MainThread,
    store: FakeStore,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
    code: str,
) -> None:
    before = store.at
    monkeypatch.setattr(shop.hub, "download_catalogue", never)
    tell_of(shop, msgspec.structs.replace(NEWER, **change), monkeypatch)
    shop.clock.advance(SPREAD_S)
    play_round(shop, main)
    shop.clock.advance(SPREAD_S)
    play_round(shop, main)
    refusal = store.refused()
    assert refusal is not None
    assert (refusal.code, store.taken, store.at) == (code, [], before)
    fault = shop.terminal.snapshots.fault
    assert isinstance(fault, SnapshotRefused)
    assert fault.code == code
    assert shop.terminal.syncing.link.online  # it sells on with the file in use


def never(*_: object) -> None:
    raise AssertionError("it was fetched")


@pytest.mark.parametrize("key_id", ["k1", "k2"])
def test_a_manifest_that_somebody_else_signed_is_refused(
    shop: FakeShop,
    main: MainThread,
    store: FakeStore,
    monkeypatch: pytest.MonkeyPatch,
    key_id: str,
) -> None:
    store.at = None
    signed = shop.hub.manifest()
    shop.hub.key = FOREIGN
    foreign = msgspec.structs.replace(shop.hub.manifest(), key_id=key_id)
    monkeypatch.setattr(shop.hub, "manifest", lambda: foreign)
    play_round(shop, main)
    assert store.refused() == Refusal("snapshot_unsigned", shop.clock.now().isoformat())
    mixed = msgspec.structs.replace(foreign, manifest=signed.manifest, key_id="k1")
    monkeypatch.setattr(shop.hub, "manifest", lambda: mixed)
    shop.clock.advance(AFTER_REFUSAL_S)
    play_round(shop, main)
    assert store.taken == []
    monkeypatch.setattr(shop.hub, "manifest", lambda: signed)
    shop.clock.advance(AFTER_REFUSAL_S)
    play_round(shop, main)
    assert store.taken == [MANIFEST]
    assert store.refused() is None


def test_a_refused_file_is_asked_for_again_only_after_a_pause(
    shop: FakeShop, main: MainThread, monkeypatch: pytest.MonkeyPatch, store: FakeStore
) -> None:
    store.at = None
    asked: list[SignedManifest] = []
    shop.hub.newest = msgspec.structs.replace(MANIFEST, min_app="99")
    manifest = shop.hub.manifest

    def count() -> SignedManifest:
        asked.append(manifest())
        return asked[-1]

    monkeypatch.setattr(shop.hub, "manifest", count)
    for _ in range(3):
        play_round(shop, main)
    assert len(asked) == 1
    shop.clock.advance(AFTER_REFUSAL_S)
    play_round(shop, main)
    assert len(asked) == 2


@pytest.mark.parametrize("fault", [HubUnreachable("hub_unreachable"), StoreFull("store_full")])
def test_a_download_that_breaks_off_goes_on_later(
    shop: FakeShop,
    main: MainThread,
    store: FakeStore,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
) -> None:
    store.at = None
    with monkeypatch.context() as broken:
        broken.setattr(shop.hub, "download_catalogue", fail(fault))
        play_round(shop, main)
    assert (store.taken, store.refused()) == ([], None)
    shop.clock.advance(10)
    play_round(shop, main)
    assert store.taken == [MANIFEST]


def fail(error: Exception) -> Callable[..., None]:
    def broken(*_: object) -> None:
        raise error

    return broken


def test_orders_and_stock_go_on_while_a_file_comes_and_it_says_how_far_it_is(
    shop: FakeShop, main: MainThread, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived, here, complete = [], threading.Event(), threading.Event()

    def download(manifest: Manifest, to: Path, received: Callable[[int], None]) -> None:
        received(1)
        here.set()
        complete.wait(PATIENCE_S)

    def put_order(order_id: str, _: bytes, __: bytes = b"") -> Answered:
        arrived.append(order_id)
        return Answered(OrderAnswer(order_id, "T7-1", "confirmed", rub(1), 0), "epoch-1")

    monkeypatch.setattr("kiosk.services.snapshots.random.uniform", lambda low, high: low)
    monkeypatch.setattr(shop.hub, "download_catalogue", download)
    monkeypatch.setattr(shop.hub, "put_order", put_order)
    big = msgspec.structs.replace(NEWER, packed_size=4)
    tell_of(shop, big, monkeypatch)
    syncing, snapshots = shop.terminal.syncing, shop.terminal.snapshots
    try:
        syncing.tick()
        main.until(lambda: here.is_set() and snapshots.coming == Coming(1, 4))
        began = syncing.link.current_at
        shop.clock.advance(5)
        shop.outbox.put(
            OutboxRow("o1", "T7-1", OutboxState.PENDING, "2026-11-21T12:00:00+00:00", 0, "", b"{}")
        )
        syncing.tick()
        main.until(lambda: arrived and syncing.link.current_at != began)
        assert store.taken == []
    finally:
        complete.set()
    main.until(lambda: snapshots.coming is None)
    assert store.taken == [big]
    assert store.at == FeedPosition("epoch-1", 9, big.sha256, 9)
