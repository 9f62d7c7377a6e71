"""Files of orders: whole, for their owner and the hub alone, and never over another file."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.domain.orders import OutboxState
from kiosk.errors import BadInput, StoreBroken
from kiosk.tools.order_files import write_orders
from kiosk.tools.wording import in_words
from kiosk.wire.order_export import unseal
from offline_cache.store import export
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore

PRIVATE = X25519PrivateKey.generate()
HUB = urlsafe_b64encode(PRIVATE.public_key().public_bytes_raw()).decode()
AT = "2026-11-21T09:00:00Z"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TerminalStore]:
    with closing(TerminalStore(tmp_path / "data", bytes(32))) as opened:
        outbox = SqliteOutbox(opened)
        for name in ("accepted", "pending", "refused", "cancelled", "restored"):
            outbox.commit(name, f"T7-{name}", name.encode(), AT)
        outbox.accept("restored", b"{}", "old epoch", 1)
        outbox.resend("new epoch")
        outbox.accept("accepted", b"{}", "new epoch", 1)
        outbox.reject("refused", "price_refused", "")
        outbox.reject("cancelled", "price_refused", "")
        outbox.resolve("cancelled", "cancelled", "staff-1")
        yield opened


def ids(path: Path) -> list[str]:
    return [order.id for order in unseal(path.read_bytes(), PRIVATE).orders]


def test_a_file_holds_what_the_hub_lacks_and_what_waits_for_staff_in_order(
    store: TerminalStore, tmp_path: Path
) -> None:
    file = tmp_path / "orders.file"
    assert write_orders(store, HUB, file) == unseal(file.read_bytes(), PRIVATE).orders
    assert ids(file) == ["pending", "refused", "restored"]
    found = unseal(file.read_bytes(), PRIVATE).orders[1]
    assert (found.number, found.state, found.created_at) == ("T7-refused", OutboxState.REJECTED, AT)
    assert (found.body, found.reason) == (b"refused", "price_refused")


def test_orders_left_to_their_file_are_sent_no_more_and_can_be_written_again(
    store: TerminalStore, tmp_path: Path
) -> None:
    export.give_up(store, export.waiting(store))
    outbox = SqliteOutbox(store)
    assert outbox.lease(0, 10) == ()
    assert (outbox.counts().unsent, outbox.counts().refused) == (0, 0)
    row = outbox.row("pending")
    assert row is not None
    assert (row.state, row.reason, row.body) == (OutboxState.REJECTED, "exported", b"pending")
    outbox.commit("later", "T7-later", b"later", AT)
    write_orders(store, HUB, tmp_path / "again")
    assert ids(tmp_path / "again") == ["pending", "refused", "restored", "later"]


def test_a_file_that_is_there_is_not_overwritten(store: TerminalStore, tmp_path: Path) -> None:
    there = tmp_path / "orders.file"
    there.write_text("last week's")
    with pytest.raises(BadInput, match="export_exists"):
        write_orders(store, HUB, there)
    assert there.read_text() == "last week's"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["orders.file"]


def test_where_nothing_can_be_written_nothing_is_left(store: TerminalStore, tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere" / "file", store.path / "file"):
        with pytest.raises(BadInput, match="export_unwritable"):
            write_orders(store, HUB, place)
        assert not place.exists()


def test_an_export_is_remembered_by_its_orders_across_exports(
    store: TerminalStore, tmp_path: Path
) -> None:
    first, *others = export.waiting(store)
    assert export.exported(tmp_path) == frozenset()
    export.remember(tmp_path, [first])
    export.remember(tmp_path, others)
    assert export.exported(tmp_path) == {"pending", "refused", "restored"}
    (tmp_path / export.MARK).write_text('["cut of')
    assert export.exported(tmp_path) == frozenset()


@pytest.mark.parametrize(
    "code",
    [
        "export_exists",
        "export_unwritable",
        "export_without_hub",
        "order_file_unreadable",
        "orders_only_here",
        "other_user",
        "recovery_incomplete",
        "store_in_use",
    ],
)
def test_what_can_go_wrong_is_said_in_words(code: str) -> None:
    assert code not in in_words(StoreBroken(code))
