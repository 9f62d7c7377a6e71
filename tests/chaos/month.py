"""A month without the hub: ten thousand orders wait, then the hub is back.

    python -m tests.chaos.month      (ORDERS=10000)

A terminal (a process of its own, its days simulated) takes orders offline, then drains them to
a real hub in its own process. Meanwhile another terminal's single orders must be answered as
on a quiet day, and a fresh order of the draining one must not wait for the whole queue. The
yardstick, in the same run: the same bodies put by two bare HTTP threads to a copy of the hub.
The last line is `orders=… drained=… rate_per_s=… yardstick_per_s=… rss_…_mb=…`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from statistics import quantiles

import httpx
import msgspec

from kiosk.app import hub_client
from kiosk.config import Settings
from kiosk.demo.shop import build_shop
from kiosk.demo.shop.showcase import HERE
from kiosk.hub import admin
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.secrets import open_secrets
from kiosk.services.enrolling import enrol, identity
from kiosk.wire.terminals import EnrolRequest
from tests.chaos.month_terminal import Till

BUILD = Path(__file__).parents[2] / "build"
PORT = 18790
URL = f"http://127.0.0.1:{PORT}"
YARDSTICK_MOST = 3_000  # bodies; the rate does not change with more
QUIET_PROBES = 60
PROBE_EVERY_S = 0.2
START_WITHIN_S = 30.0


@contextmanager
def hub_process(folder: Path) -> Iterator[None]:
    """Run a hub over a folder until the end of the block."""
    command = [sys.executable, "-m", "kiosk", "hub", "serve", "--data", str(folder)]
    command += ["--port", str(PORT)]
    with (folder.parent / "hub.log").open("ab") as log:
        hub = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603  # ourselves
    try:
        _wait_until_up(hub)
        yield
    finally:
        hub.terminate()
        hub.wait(timeout=START_WITHIN_S)


def _wait_until_up(hub: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while hub.poll() is None and time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            httpx.get(f"{URL}/v1/status", timeout=1)
            return
        time.sleep(0.1)
    raise RuntimeError("the hub did not start")


def seed_hub(folder: Path, terminals: Sequence[str]) -> list[str]:
    """Fill a hub with the demo shop; return the terminals' enrolment codes."""
    hub = open_hub(HubSettings(folder))
    load_seed(hub.engine, build_shop(date.today()))
    admin.rebuild_catalogue(hub.engine, folder)
    codes = [admin.new_enrolment_code(hub.engine, "shopper", HERE, name) for name in terminals]
    hub.engine.dispose()
    return codes


def enrol_and_catch_up(data_dir: Path, code: str) -> None:
    """Enrol a terminal and let it take the catalogue."""
    settings = Settings(hub_url=URL, data_dir=data_dir, secrets="file")
    client = hub_client(settings, "")
    enrol(client, open_secrets(data_dir, "file"), EnrolRequest(code, "month", "0"))
    client.close()
    till = Till(URL, data_dir)
    till.catch_up()
    till.close()


class Probe:
    """Another terminal: takes single orders and times the hub's answer to each, in ms."""

    def __init__(self, data_dir: Path) -> None:
        self._till = Till(URL, data_dir)
        self._taken = 0
        self._stop = threading.Event()

    def some(self, count: int) -> list[float]:
        """Take so many."""
        return [self._one() for _ in range(count)]

    @contextmanager
    def meanwhile(self, into: list[float]) -> Iterator[None]:
        """Take one now and then, until the end of the block."""

        def work() -> None:
            while not self._stop.wait(PROBE_EVERY_S):
                into.append(self._one())

        with ThreadPoolExecutor(1) as pool:
            working = pool.submit(work)
            yield
            self._stop.set()
            working.result()

    def close(self) -> None:
        """End in order."""
        self._till.close()

    def _one(self) -> float:
        self._taken += 1
        placed = self._till.place(self._taken)
        started = time.perf_counter()
        self._till.core.ports.hub.put_order(placed.order.id, placed.body)
        return (time.perf_counter() - started) * 1000


def yardstick_rate(bodies: Sequence[bytes], token: str) -> float:
    """Put bodies by two bare threads; return orders per second."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def put(share: Sequence[bytes]) -> None:
        with httpx.Client(base_url=URL, headers=headers, timeout=30) as client:
            for body in share:
                order_id = msgspec.json.decode(body)["id"]
                client.put(f"/v1/orders/{order_id}", content=body).raise_for_status()

    started = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(put, (bodies[::2], bodies[1::2])))
    return len(bodies) / (time.perf_counter() - started)


def tell(process: subprocess.Popen[str], word: str) -> dict[str, float]:
    """Have the terminal's process do something; return what came of it."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process has no pipes")
    process.stdin.write(f"{word}\n")
    process.stdin.flush()
    told: dict[str, float] = json.loads(process.stdout.readline() or '{"fault": "it ended"}')
    if "fault" in told:
        raise RuntimeError(f"the terminal failed: {told['fault']}")
    return told


def run(orders: int, folder: Path) -> int:
    """Play the month; return how many orders were not decided."""
    hub, month, other = folder / "hub", folder / "month", folder / "other"
    codes = seed_hub(hub, ("T7", "T8"))
    with hub_process(hub):
        for data_dir, code in zip((month, other), codes, strict=True):
            enrol_and_catch_up(data_dir, code)
    bodies = folder / "bodies"
    command = [sys.executable, "-m", "tests.chaos.month_terminal", URL, str(month)]
    terminal = subprocess.Popen(  # noqa: S603  # ourselves
        [*command, str(orders), str(bodies)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    queued = tell(terminal, "take")["queued"]
    shutil.copytree(hub, folder / "copy")
    sample = bodies.read_bytes().splitlines()[:YARDSTICK_MOST]
    with hub_process(folder / "copy"):
        yardstick = yardstick_rate(sample, identity(open_secrets(month, "file")).token)
    busy: list[float] = []
    with hub_process(hub):
        probe = Probe(other)
        quiet = probe.some(QUIET_PROBES)
        with probe.meanwhile(busy):
            told = tell(terminal, "drain")
        probe.close()
    if terminal.stdin is not None:
        terminal.stdin.close()
    terminal.wait()
    _report(orders, queued, yardstick, told, quiet, busy)
    return int(orders - told["drained"] + told["unsent"])


def _report(
    orders: int,
    queued: float,
    yardstick: float,
    told: dict[str, float],
    quiet: list[float],
    busy: list[float],
) -> None:
    figures = " ".join(
        f"{name}={told[name]:.1f}" for name in ("rss_before_mb", "rss_peak_mb", "rss_after_mb")
    )
    sys.stdout.write(
        f"queued {queued:.0f} in 30 simulated days; accepted {told['accepted']}, "
        f"refused {told['refused']}, unsent {told['unsent']}\n"
        f"another terminal's order: {_spread(quiet)} on a quiet hub, {_spread(busy)} meanwhile "
        f"({len(busy)} orders)\n"
        f"a fresh order of the draining terminal: decided after {told['fresh_s']:.2f} s\n"
        f"orders={orders} drained={told['drained']} rate_per_s={told['rate_per_s']:.1f} "
        f"yardstick_per_s={yardstick:.1f} {figures}\n"
    )


def _spread(values: list[float]) -> str:
    cuts = quantiles(values, n=100, method="inclusive")
    return f"p50 {cuts[49]:.0f} ms p99 {cuts[98]:.0f} ms"


def main() -> int:
    """Run the command."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        return int(run(int(os.environ.get("ORDERS", "10000")), Path(folder)) != 0)


if __name__ == "__main__":
    sys.exit(main())
