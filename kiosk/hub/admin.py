"""What IT, the demo's panel and tests do to a hub without its HTTP interface."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Engine

from kiosk.domain.basket import BasketOp
from kiosk.errors import BadConfig, BadInput
from kiosk.hub.context import Hub
from kiosk.hub.engines.embedded import stock_book
from kiosk.hub.engines.embedded.engine import EmbeddedEngine
from kiosk.hub.keys import fit, new_keys, replace_keys, require_fitting
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.hub.storage import backup, catalogue, orders, pictures, terminals
from kiosk.hub.storage.backup import Backup
from kiosk.hub.storage.database import (
    DATABASE,
    epoch,
    faults,
    new_epoch,
    open_database,
    read,
    set_durable_through,
    write,
)
from kiosk.hub.storage.orders import OrderRecord
from kiosk.hub.storage.terminals import Revocation, TerminalRow, WaitingCode
from kiosk.hub.storage.times import utc_now
from kiosk.wire.baskets import BasketState
from kiosk.wire.snapshot import Manifest


def new_enrolment_code(engine: Engine, mode: str, location_id: str, prefix: str) -> str:
    """Make a one-time code, good for 24 hours, to be typed into a new terminal.

    Raises `BadInput`: `mode_unknown`, `shop_missing`, `location_unknown`, `prefix_invalid`,
    `prefix_taken`.
    """
    with write(engine) as connection:
        return terminals.make_code(connection, mode, location_id, prefix, utc_now())


def new_renewal_code(engine: Engine, terminal: str) -> str:
    """Make a one-time code that gives the same terminal, by prefix or id, a new token.

    Raises `BadInput` `terminal_unknown`.
    """
    with write(engine) as connection:
        return terminals.make_renewal(connection, terminal, utc_now())


def waiting_codes(engine: Engine) -> tuple[WaitingCode, ...]:
    """List the codes that are good and that nobody has used so far."""
    with read(engine) as connection:
        return terminals.waiting_codes(connection, utc_now())


def find_terminal(engine: Engine, named: str) -> TerminalRow:
    """Return a terminal by prefix or id. Raises `BadInput` `terminal_unknown`."""
    with read(engine) as connection:
        return terminals.existing(connection, named)


def list_terminals(engine: Engine) -> tuple[TerminalRow, ...]:
    """List all terminals ever enrolled, newest first."""
    with read(engine) as connection:
        return terminals.every(connection)


def revoke_terminal(engine: Engine, terminal: str) -> Revocation:
    """Shut a terminal, by prefix or id, out at once. Raises `BadInput` `terminal_unknown`."""
    with write(engine) as connection:
        return terminals.revoke(connection, terminal, utc_now())


def new_channel_token(engine: Engine, channel: str) -> str:
    """Make a token for `web`, `app`, `messenger` or `call_centre`; it is shown once."""
    with write(engine) as connection:
        return terminals.make_channel_token(connection, channel, utc_now())


def set_price(engine: Engine, sku: str, minor: int) -> None:
    """Change a list price and tell the terminals. Raises `BadInput` `sku_unknown`."""
    with write(engine) as connection:
        stock_book.set_prices(connection, {sku: minor})


def set_prices(engine: Engine, prices: Mapping[str, int]) -> None:
    """Change list prices by SKU: terminals show all the new ones or none.

    Raises `BadInput` `sku_unknown`; then nothing was changed.
    """
    with write(engine) as connection:
        stock_book.set_prices(connection, prices)


def set_stock(engine: Engine, sku: str, location_id: str, on_hand: int) -> None:
    """Change what lies at a location and tell the terminals.

    Raises `BadInput`: `sku_unknown`, `location_unknown`.
    """
    with write(engine) as connection:
        stock_book.set_stocks(connection, [(sku, location_id, on_hand)])


def set_stocks(engine: Engine, counted: Iterable[tuple[str, str, int]]) -> None:
    """Change what lies where (SKU, location, pieces): terminals show all of it or none.

    Raises `BadInput`: `sku_unknown`, `location_unknown`; then nothing was changed.
    """
    with write(engine) as connection:
        stock_book.set_stocks(connection, counted)


def add_picture(
    engine: Engine, data_dir: Path, product_id: str, colour_code: str, data: bytes
) -> str:
    """Store a JPEG, PNG or WebP of a product in a colour; return its name, the SHA-256.

    Terminals see it with the next catalogue file. Raises `BadInput`: `picture_wrong`,
    `colour_unknown`.
    """
    name = pictures.keep(engine, data_dir, data)
    with write(engine) as connection:
        pictures.assign(connection, product_id, colour_code, name)
    return name


def append_to_basket(
    engine: Engine, basket_id: str, ops: Sequence[BasketOp], channel: str
) -> BasketState:
    """Write a basket as another channel does. Raises `LookupError` for an unknown one."""
    state = EmbeddedEngine(engine).change_basket(basket_id, ops, channel)
    if state is None:
        raise LookupError(basket_id)
    return state


def rebuild_catalogue(engine: Engine, data_dir: Path) -> Manifest:
    """Build a new catalogue file of the present state."""
    return catalogue.rebuild(engine, data_dir, utc_now())


def open_existing(settings: HubSettings) -> Hub:
    """Open a hub that exists. Raises `BadConfig`: `no_hub`, and what `open_hub` raises."""
    _require_file(settings)
    return open_hub(settings, existing=True)


def open_data(settings: HubSettings) -> Engine:
    """Open only a hub's database, with its keys or without. Raises as `open_existing` does."""
    _require_file(settings)
    with faults(settings.data_dir):
        return open_database(settings.database, existing=True)


def back_up(engine: Engine, to: Path) -> Backup:
    """Copy the database while the hub works; neither keys nor pictures are in the copy.

    Raises `BadConfig`: `backup_of_server`, `backup_exists`, `backup_not_written`.
    """
    if engine.dialect.name == "postgresql":
        raise BadConfig("backup_of_server")
    return backup.back_up(engine, to)


def backup_mark(engine: Engine) -> str:
    """Return what a backup of a server's database that begins from now on is sure to hold."""
    with read(engine) as connection:
        return f"{epoch(connection)}:{orders.newest_sequence(connection)}"


def note_backup(engine: Engine, mark: str) -> int:
    """Let terminals forget what a backup holds that is on disk whole; return its last order.

    `mark` is from before it began. Raises `BadInput` `backup_mark_wrong`, also for one of another
    history: a database that was put back does not go on where it was.
    """
    of_epoch, _, sequence = mark.partition(":")
    with write(engine) as connection:
        ours = of_epoch == epoch(connection) and re.fullmatch("[0-9]{1,18}", sequence)
        if not ours or int(sequence) > orders.newest_sequence(connection):
            raise BadInput("backup_mark_wrong", mark=mark)
        set_durable_through(connection, of_epoch, int(sequence))
    return int(sequence)


def begin_new_history(engine: Engine) -> None:
    """Note that a database was put back: terminals send again what it may have forgotten."""
    with write(engine) as connection:
        new_epoch(connection)


def put_back(copy: Path, data_dir: Path) -> Path | None:
    """Put a copy in the place of a stopped hub's database; return where that was moved to.

    Raises `BadConfig`: `no_backup`, `keys_missing`, `keys_of_another_hub`, `hub_running`,
    `backup_not_written`; then nothing was changed.
    """
    require_fitting(data_dir, backup.inside(copy).keys)
    return backup.put_back(copy, data_dir / DATABASE)


def put_back_with_new_keys(copy: Path, data_dir: Path) -> tuple[Path, ...]:
    """Put a copy back whose keys are lost for good; return where the old files were moved to.

    Terminals accept the hub again when they have been renewed. Raises `BadConfig`: `keys_fit` where
    nothing is lost, and what `put_back` raises. After a crash half-way the hub does not start until
    the same call has been repeated.
    """
    if fit(data_dir, backup.inside(copy).keys):
        raise BadConfig("keys_fit", path=str(data_dir))
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = new_keys()
    replaced = backup.put_back(copy, data_dir / DATABASE, keys.fingerprint)
    return ((replaced,) if replaced else ()) + replace_keys(data_dir, keys)


def missing_pictures(copy: Path, data_dir: Path) -> tuple[int, int]:
    """Count the pictures that a copy names, and those of them that are not in the folder."""
    named = backup.inside(copy).pictures
    place = pictures.folder(data_dir)
    return len(named), sum(not (place / name).exists() for name in named)


def list_orders(engine: Engine) -> tuple[OrderRecord, ...]:
    """List all orders ever received, accepted or rejected, oldest first."""
    with read(engine) as connection:
        return orders.every(connection)


def _require_file(settings: HubSettings) -> None:
    """Look for a hub's file before anything is made beside it; a server is asked when opened."""
    if isinstance(settings.database, Path) and not settings.database.exists():
        raise BadConfig("no_hub", path=str(settings.data_dir))
