"""Orders in a file: written beside a terminal's store, placed at the hub."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kiosk.errors import BadInput, StoreFull
from kiosk.hub.context import Hub
from kiosk.hub.orders.from_file import import_orders
from kiosk.places import trouble
from kiosk.wire.order_export import ExportedOrder, OrderExport, seal
from offline_cache.connection import no_room_at
from offline_cache.store import export, key_backup
from offline_cache.store.terminal_store import FILE_NAME, TerminalStore
from offline_cache.whole_file import whole_file

_NAMED = 5  # so many order numbers are named; the rest is counted


def import_file(hub: Hub, path: Path) -> int:
    """Place the orders of a file; say what became of each, the refused ones once more."""
    try:
        sealed = path.read_bytes()
    except OSError as error:
        raise BadInput("file_unreadable", path=str(path), **trouble(error, path)) from error
    refused = []
    placed = known = 0
    for one in import_orders(hub, sealed):
        before = ", was here before" if one.was_here else ""
        print(f"{one.number}  {'refused: ' if one.refused else ''}{one.outcome}{before}")
        if one.refused:
            refused.append(one)
        known += one.was_here
        placed += not one.was_here and not one.refused
    print(f"placed={placed} known={known} refused={len(refused)}")
    if refused:
        print("For staff, to call the customers:")
        for one in refused:
            print(f"  {one.number}  {one.outcome}")
    return 1 if refused else 0


def recover_store(hub: Hub, folder: Path, to: Path) -> int:
    """Write the orders of a store whose key was lost, from copies of the machine's files."""
    refuse_to_overwrite(to)
    wrapped = folder / key_backup.FILE_NAME
    for needed in (wrapped, folder / FILE_NAME):
        if not needed.exists():
            raise BadInput("recovery_incomplete", path=str(needed))
    key = key_backup.unwrap_key(wrapped.read_bytes(), hub.keys.recovery)
    with closing(TerminalStore(folder, key)) as store:
        write_orders(store, hub.keys.recovery_key, to)
    return 0


def write_orders(store: TerminalStore, recovery_key: str, to: Path) -> tuple[ExportedOrder, ...]:
    """Write what waits in a store into a new file; return it, nothing where none was needed."""
    orders = export.given_up(store) + export.waiting(store)
    if not orders:
        print("No order waits here: no file was written.")
        return ()
    made_at = datetime.now(UTC).isoformat()
    _write_whole(to, seal(OrderExport(made_at, orders), recovery_key))
    print(f"{len(orders)} in {to}: {numbers(orders)}")
    print(f"Place them at the hub: kiosk hub import-orders {to.name} --data DIR")
    return orders


def _write_whole(to: Path, content: bytes) -> None:
    """Write a file for its owner alone; on return it is on the disk, else there is none."""
    try:
        with whole_file(to) as file:
            file.write(content)
            refuse_to_overwrite(to)
    except OSError as error:
        if no_room_at(to):
            raise StoreFull("store_full", file=to.name) from error
        raise BadInput("export_unwritable", path=str(to), **trouble(error, to)) from error


def refuse_to_overwrite(to: Path) -> None:
    """Raise `BadInput` `export_exists` where there is such a file."""
    if to.exists():
        raise BadInput("export_exists", path=str(to))


def numbers(orders: Sequence[ExportedOrder]) -> str:
    """Name the first orders."""
    named = ", ".join(order.number for order in orders[:_NAMED])
    return named if len(orders) <= _NAMED else f"{named} …"
