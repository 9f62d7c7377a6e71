"""How long it takes until an order is on the disk, against one write and fsync of its bytes.

Orders are placed as the terminal does (`Checkout.place` over the real, encrypted store: a
number, then the order) on the real disk, in turns with the yardstick: the same bytes appended
to a file, and fsync.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.app import SystemClock
from kiosk.domain.catalogue import Variant
from kiosk.domain.orders import Address, Contact, Payment
from kiosk.services.basket import Baskets, BasketView
from kiosk.services.checkout import Checkout, Form
from kiosk.services.enrolling import identity
from kiosk.services.hub_time import HubTime
from kiosk.services.session import Session, SessionState
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore
from tests.benchmarks.prepared_shop import Effort, PreparedShop
from tests.benchmarks.rows import Row, percentile, spread

WARM_UP = 20
LINES = 3
LIMIT = 5.0


@dataclass(frozen=True)
class Times:
    """Milliseconds of each order and of the write beside it."""

    orders: list[float]
    writes: list[float]

    def __str__(self) -> str:
        return ", ".join(
            f"p{percent}: order {percentile(self.orders, percent):.2f} ms, "
            f"write {percentile(self.writes, percent):.2f} ms, ratio {self.ratio(percent):.2f}"
            for percent in (50, 99)
        )

    def ratio(self, percent: int) -> float:
        """How many writes an order takes."""
        return percentile(self.orders, percent) / percentile(self.writes, percent)


class Till:
    """A checkout with a store of its own, and a basket that is ordered again and again."""

    def __init__(self, folder: Path, shop: PreparedShop) -> None:
        me, clock = identity(shop.secrets), HubTime(SystemClock())
        self._files, self._hub = CatalogueFiles(shop.settings.data_dir), shop.client()
        catalogue = LocalCatalogue(self._files)
        self._store = TerminalStore(folder, bytes(range(32)))
        outbox = SqliteOutbox(self._store)
        self._checkout = Checkout(catalogue, outbox, clock, me.prefix, me.location_id)
        baskets = Baskets(catalogue, self._hub, clock, me.location_id)
        self._state, self._view = _filled(baskets, Session(clock, "ru"), shop.variants)
        address = Address(city="Москва", street="Лесная", house="5", flat="12")
        contact = Contact("+79161234567", "Анна")
        self._form = Form(Payment.AT_TILL, address, contact, self._checkout.slots()[0])
        self._beside = os.open(folder / "yardstick", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def place(self) -> bytes:
        """Commit an order; return its bytes."""
        return self._checkout.place(self._state, self._view, self._form, None, True).body

    def write(self, body: bytes) -> None:
        """Append the same bytes to a file and sync it: the least that keeps an order."""
        os.write(self._beside, body)
        os.fsync(self._beside)

    def rest(self) -> None:
        """Fold the store's log into its file, as a terminal does between two shoppers."""
        self._store.fold()

    def close(self) -> None:
        """Close everything."""
        self._store.close()
        self._files.close()
        self._hub.close()
        os.close(self._beside)


def _filled(
    baskets: Baskets, session: Session, variants: Sequence[Variant]
) -> tuple[SessionState, BasketView]:
    """Fill a basket with the first pieces that can be got."""
    for variant in variants:
        session.add(variant.sku)
        line = baskets.view(session.state).lines[-1]
        if line.way is None or line.short:
            session.set_quantity(variant.sku, 0)
        elif len(session.state.lines) == LINES:
            break
    return session.state, baskets.view(session.state)


def measure(shop: PreparedShop, effort: Effort) -> Iterator[Row]:
    """Time orders on an idle machine, as they come: with a quiet moment in between."""
    idle, _, size = times(shop, effort.orders, loaded=False)
    ratio = idle.ratio(99)
    yield Row(
        name="order_commit",
        values=spread(idle.orders, 99, 50),
        unit="ms",
        how=f"{effort.orders} orders of {size} bytes, in turns with one write and fsync of them; "
        "in between, as in a quiet moment, the store folds its log",
        limit=f"p99 at most {LIMIT:.0f} x the write",
        yardstick=spread(idle.writes, 99, 50),
        ratio=round(ratio, 2),
        ok=ratio <= LIMIT,
    )


def times(shop: PreparedShop, orders: int, *, loaded: bool) -> tuple[Times, Times | None, int]:
    """Time orders on an idle machine, and if wished with a busy process on each core.

    The last figure is an order's size in bytes.
    """
    with tempfile.TemporaryDirectory(dir=shop.folder) as folder:
        till = Till(Path(folder), shop)
        try:
            size = len(till.place())
            _take_turns(till, WARM_UP)
            idle = _take_turns(till, orders)
            busy = None
            if loaded:
                with _busy_cores(os.cpu_count() or 1):
                    busy = _take_turns(till, orders)
        finally:
            till.close()
    return idle, busy, size


def _take_turns(till: Till, orders: int) -> Times:
    """Take turns: an order, a write of the same bytes."""
    times = Times([], [])
    for _ in range(orders):
        began = time.perf_counter()
        body = till.place()
        placed = time.perf_counter()
        till.write(body)
        written = time.perf_counter()
        till.rest()
        times.orders.append((placed - began) * 1000)
        times.writes.append((written - placed) * 1000)
    return times


@contextmanager
def _busy_cores(count: int) -> Iterator[None]:
    """Keep the processors busy with something else."""
    spinning = [sys.executable, "-c", "while True: pass"]
    processes = [subprocess.Popen(spinning) for _ in range(count)]  # noqa: S603  # our own
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def print_times(shop: PreparedShop, orders: int) -> None:
    """Print what `kiosk bench orders` says; the last line is for scripts."""
    idle, busy, size = times(shop, orders, loaded=True)
    print(f"{orders} orders of {size} bytes each\nidle:   {idle}")
    figures = [("idle", idle)]
    if busy is not None:
        print(f"loaded: {busy}")
        figures.append(("loaded", busy))
    parts = [
        f"{name}_p{percent}_ms={percentile(one.orders, percent):.2f}"
        for name, one in figures
        for percent in (50, 99)
    ]
    print(*parts, f"ratio_p99={max(one.ratio(99) for _, one in figures):.2f}")
