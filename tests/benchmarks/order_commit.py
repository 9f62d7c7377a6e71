"""How long it takes until an order is on the disk, against one write and fsync of its bytes.

    python -m tests.benchmarks.order_commit      (ORDERS=400)

Places orders as the terminal does (`Checkout.place` over the real, encrypted store: a number,
then the order) on the real disk, in turns with the yardstick: the same bytes appended to a
file, and fsync. Once on an idle machine, once with a busy process on each core. The last line
is `idle_p50_ms=… idle_p99_ms=… loaded_p50_ms=… loaded_p99_ms=… ratio_p99=…`, where the ratio
is the worse of the two.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from kiosk.domain.orders import Address, Contact, Payment
from kiosk.services.basket import BasketView
from kiosk.services.checkout import Checkout, Form
from kiosk.services.session import SessionState
from offline_cache.outbox import SqliteOutbox
from offline_cache.terminal_store import TerminalStore
from tests.fakes import BOOTS, RAIN_98, TEE, FakeCatalogue, FakeClock, build_fake_shop, raise_bug

HERE = Path(__file__).parents[2] / "build"
WARM_UP = 20


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


def percentile(values: list[float], percent: int) -> float:
    """Return a percentile."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


class Till:
    """A terminal's checkout with a basket that is ordered again and again."""

    def __init__(self, folder: Path) -> None:
        self._store = TerminalStore(folder, bytes(range(32)))
        self._outbox = SqliteOutbox(self._store)
        self._checkout = Checkout(FakeCatalogue(), self._outbox, FakeClock(), "T7", "s1")
        self._state, self._view = _filled_basket(folder)
        address = Address(city="Москва", street="Лесная", house="5", flat="12")
        contact = Contact("+79161234567", "Анна")
        self._form = Form(Payment.AT_TILL, address, contact, self._checkout.slots()[0])
        self._beside = os.open(folder / "yardstick", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def place(self) -> bytes:
        """Commit an order; return its bytes."""
        return self._checkout.place(self._state, self._view, self._form, None, True).body

    def write(self, body: bytes) -> None:
        """Do what nobody can do without."""
        os.write(self._beside, body)
        os.fsync(self._beside)

    def close(self) -> None:
        """Close the store."""
        self._store.close()
        os.close(self._beside)


def _filled_basket(folder: Path) -> tuple[SessionState, BasketView]:
    shop = build_fake_shop(folder, lambda run: run(), raise_bug)
    terminal = shop.terminal
    for sku in (RAIN_98, BOOTS, TEE):
        terminal.session.add(sku)
    state = terminal.session.state
    view = terminal.baskets.view(state)
    terminal.lanes.close()
    return state, view


def measure(till: Till, orders: int) -> Times:
    """Take turns: an order, a write of the same bytes."""
    times = Times([], [])
    for _ in range(orders):
        bodies: list[bytes] = []
        times.orders.append(_timed(lambda: bodies.append(till.place())))  # noqa: B023
        times.writes.append(_timed(lambda: till.write(bodies[0])))  # noqa: B023
    return times


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


@contextmanager
def busy_cores(count: int) -> Iterator[None]:
    """Keep the processors busy with something else."""
    spinning = [sys.executable, "-c", "while True: pass"]
    processes = [subprocess.Popen(spinning) for _ in range(count)]  # noqa: S603  # our own
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def main() -> None:
    """Run the benchmark."""
    orders = int(os.environ.get("ORDERS", "400"))
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HERE) as folder:
        till = Till(Path(folder))
        size = len(till.place())
        measure(till, WARM_UP)
        idle = measure(till, orders)
        with busy_cores(os.cpu_count() or 1):
            loaded = measure(till, orders)
        till.close()
    figures = [
        ("idle_p50_ms", percentile(idle.orders, 50)),
        ("idle_p99_ms", percentile(idle.orders, 99)),
        ("loaded_p50_ms", percentile(loaded.orders, 50)),
        ("loaded_p99_ms", percentile(loaded.orders, 99)),
        ("ratio_p99", max(idle.ratio(99), loaded.ratio(99))),
    ]
    sys.stdout.write(f"{orders} orders of {size} bytes each\nidle:   {idle}\nloaded: {loaded}\n")
    sys.stdout.write(" ".join(f"{name}={value:.2f}" for name, value in figures) + "\n")


if __name__ == "__main__":
    main()
