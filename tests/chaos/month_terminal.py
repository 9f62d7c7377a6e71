"""A terminal that was offline for a month: takes its orders, then drains them (a process).

Told what to do on stdin, one word a line; says what came of it on stdout, one JSON a line.
"""

from __future__ import annotations

import gc
import json
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.app import SystemClock, open_core
from kiosk.config import Settings
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import Address, Contact, Payment
from kiosk.errors import KioskError
from kiosk.lanes import Lanes
from kiosk.secrets import open_secrets
from kiosk.services.browsing import shop_now, ways_of
from kiosk.services.checkout import Form, Placed
from kiosk.services.draining import Settled
from kiosk.services.session import Choice
from tests.chaos.terminal import Words

DAYS = 30
PRODUCTS = 60
SAMPLE_S = 0.1
ROUND_S, HEARTBEAT_S = 1.0, 15.0


class SimulatedClock(SystemClock):
    """The machine's clocks with simulated days: `behind_s` are still to pass until today."""

    def __init__(self, days: float) -> None:
        self.behind_s = days * 24 * 3600

    def monotonic(self) -> float:
        return super().monotonic() - self.behind_s

    def now(self) -> datetime:
        return super().now() - timedelta(seconds=self.behind_s)


class Till:
    """A terminal without a window; whoever made it is its main thread."""

    def __init__(self, hub_url: str, data_dir: Path, days: float = 0.0) -> None:
        self._main: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.clock = SimulatedClock(days)
        self._lanes = Lanes(self._main.put, self._bug, self.clock)
        settings = Settings(hub_url=hub_url, data_dir=data_dir, secrets="file")
        secrets = open_secrets(data_dir, "file")
        self.core = open_core(settings, secrets, self._lanes, self.clock)
        self.terminal = self.core.build(self._lanes, Words)
        self._skus: Sequence[str] = ()

    def catch_up(self) -> None:
        """Follow the feed once."""
        self.terminal.syncing.tick()
        self.until(lambda: self.terminal.syncing.link.online)

    def until(self, condition: Callable[[], bool]) -> None:
        """Run what the lanes deliver until a condition holds."""
        while not condition():
            try:
                self._main.get(timeout=SAMPLE_S)()
            except queue.Empty:
                continue

    def place(self, count: int) -> Placed:
        """Take a guest's order for delivery."""
        terminal = self.terminal
        skus = self._skus = self._skus or self._delivered_skus()
        for step in range(1 + count % 3):
            sku = skus[(count * 7 + step * 13) % len(skus)]
            terminal.session.add(sku)
            terminal.session.choose(sku, Choice(FulfilmentKind.DELIVERY))
        state = terminal.session.state
        address = Address(city="Москва", street="Лесная улица", house="5", flat=str(count))
        contact = Contact("+79161234567", "Анна")
        form = Form(Payment.AT_TILL, address, contact, terminal.checkout.slots()[0])
        basket = terminal.baskets.view(state)
        position = self.core.ports.files.position()
        placed = terminal.checkout.place(state, basket, form, position, False)
        terminal.session.end()
        return placed

    def close(self) -> None:
        """End in order."""
        self.core.hang_up()
        self._lanes.close()
        self.core.close()

    def _delivered_skus(self) -> Sequence[str]:
        """What can be delivered, from every category."""
        terminal, catalogue = self.terminal, self.core.ports.catalogue
        skus = [
            variant.sku
            for category in catalogue.categories()
            for hit in catalogue.in_category(category.id, PRODUCTS, 0)
            for variant in catalogue.variants_of(hit.product.id)
        ]
        ways = ways_of(catalogue, terminal.here_id, skus, shop_now(catalogue, terminal.clock))
        kinds = {sku: {way.kind for way in found} for sku, found in ways.items()}
        return [sku for sku in skus if FulfilmentKind.DELIVERY in kinds[sku]]

    def _bug(self, error: BaseException) -> None:
        raise error


class Memory:
    """The process's resident memory, sampled."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        threading.Thread(target=self._sample, daemon=True).start()

    @staticmethod
    def now_mb() -> float:
        """Return what is resident now."""
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def _sample(self) -> None:
        while True:
            self.peak_mb = max(self.peak_mb, self.now_mb())
            time.sleep(SAMPLE_S)


def take(till: Till, orders: int, into: Path) -> dict[str, object]:
    """Take a month's orders; put their bodies into a file."""
    month_s = till.clock.behind_s
    with into.open("wb") as bodies:
        for count in range(orders):
            till.clock.behind_s = month_s * (1 - (count + 1) / orders)
            bodies.write(till.place(count).body + b"\n")
    return {"queued": till.core.ports.outbox.counts().unsent}


def drain(till: Till, orders: int) -> dict[str, object]:
    """Let the queue go to the hub; a fresh order is taken when a tenth of it is gone."""
    memory = Memory()
    gc.collect()
    before_mb, settled = memory.now_mb(), list[str]()
    fresh: dict[str, float] = {}

    def heard(done: Settled) -> None:
        settled.append("accepted" if done.answer else done.reason)
        if done.row.order_id in fresh:
            fresh[done.row.order_id] = time.monotonic() - fresh[done.row.order_id]

    syncing = till.terminal.syncing
    syncing.settled.add(heard)
    started = time.monotonic()
    syncing.start(ROUND_S, HEARTBEAT_S)
    till.until(lambda: len(settled) >= orders // 10)
    placed = till.place(orders)
    fresh[placed.order.id] = time.monotonic()
    syncing.drain()
    till.until(lambda: len(settled) >= orders + 1)
    took_s = time.monotonic() - started
    gc.collect()
    counts = till.core.ports.outbox.counts()
    return {
        "drained": len(settled) - 1,
        "accepted": settled.count("accepted") - 1,
        "unsent": counts.unsent,
        "refused": counts.refused,
        "rate_per_s": len(settled) / took_s,
        "fresh_s": fresh[placed.order.id],
        "rss_before_mb": before_mb,
        "rss_peak_mb": memory.peak_mb,
        "rss_after_mb": memory.now_mb(),
    }


def main(hub_url: str, data_dir: Path, orders: int, bodies: Path) -> None:
    """Serve stdin."""
    till = Till(hub_url, data_dir, DAYS)
    for line in sys.stdin:
        try:
            told = take(till, orders, bodies) if line == "take\n" else drain(till, orders)
        except KioskError as error:
            told = {"fault": f"{error.code} {error.args_}"}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    till.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
