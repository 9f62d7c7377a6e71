"""The shop under test: folder, processes, links and mail, and how each step is done."""

from __future__ import annotations

import heapq
import json
import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from kiosk.demo.world import free_port
from tests.chain import Proxy, wait_for, wait_until_served
from tests.chaos.machine import (
    START_WITHIN_S,
    copy_hub,
    fill,
    put_back,
)
from tests.chaos.opening import make_terminal, seed_hub
from tests.chaos.processes import Processes
from tests.chaos.proxy import FaultProxy
from tests.chaos.schedule import DATABASE, LINKS, SMALL_DISK, TERMINALS, Range, Step
from tests.postgres import PostgresServer

REVIVE_MS = 500
HOUR_S = 3600.0
LEAVES_WITHIN_S = 60.0
LEAVES_MS = 2_000


class ShopUnderTest:
    """Everybody who takes part; `do` carries out one step of the schedule."""

    def __init__(
        self, folder: Path, seed: int, small_disk: Path | None, server: PostgresServer | None
    ) -> None:
        self.folder = folder
        self.hub_dir = folder / "hub"
        self.engine_file = folder / "engine.db"
        self.data = {name: folder / name for name in TERMINALS}
        if small_disk is not None:
            self.data[SMALL_DISK] = small_disk / SMALL_DISK
        self.ballast = self.data[SMALL_DISK].parent / "ballast"
        self.seen: Counter[str] = Counter()
        self.counts: dict[str, int] = {}
        self.bugs: list[str] = []
        self.restored_s: list[float] = []
        self.left: dict[str, str] = {}  # who: the last checkout that was left in peace
        self._mail = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._mail.setblocking(False)
        self._mail.bind(str(folder / "controller.sock"))
        self._server = server
        self.database_url = server.url(server.create()) if server else ""
        self._hub_ports = {name: free_port() for name in (("hub", "hub2") if server else ("hub",))}
        self._proxy = Proxy(folder, list(self._hub_ports.values())) if server else None
        self._hub_port = self._proxy.port if self._proxy else self._hub_ports["hub"]
        self._engine_port = free_port()
        self._picks = Random(f"{seed} backends")  # noqa: S311  # a play
        self._calm = False
        self._wall_s = dict.fromkeys(TERMINALS, 0.0)
        self._restarts: list[tuple[float, str]] = []
        self._down: set[str] = set()
        self._seed = seed
        self.processes = Processes(folder / "logs")
        randoms = {name: Random(f"{seed} {name}") for name in LINKS}  # noqa: S311  # a play
        self.links = {
            name: FaultProxy(
                self._engine_port if name == "engine" else self._hub_port, randoms[name]
            )
            for name in LINKS
        }
        self._codes: dict[str, str] = {}

    def open(self) -> Range:
        """Seed the hub, enrol the terminals, start everybody; return what can be ordered."""
        opened = seed_hub(self.hub_dir, self.database_url)
        self._codes = opened.app_codes
        for name, port in self._hub_ports.items():
            self._start(name)
            wait_for(port)
        if self._proxy is not None:
            wait_until_served(self._proxy.url)
        for name, code in opened.enrolment.items():
            make_terminal(f"http://127.0.0.1:{self._hub_port}", self.data[name], code)
        for name in ("engine", "worker", *TERMINALS):
            self._start(name)
        self._wait_for_terminals()
        return opened.range

    def do(self, step: Step) -> None:
        """Wait and do one step."""
        self.pass_time(step.after_ms)
        if step.do == "shop":
            self._send(step.who, {"do": "shop", **step.args})
        elif step.do == "network":
            self.links[step.who].behave(step.args["mode"])
        elif step.do == "clock":
            self._wall_s[step.who] = step.args["wall_s"]
            self._send(step.who, {"do": "clock", **step.args})
        elif step.do == "fill":
            fill(self.ballast)
        elif step.do == "free":
            self.ballast.unlink(missing_ok=True)
        elif step.do == "kill":
            self._kill(step.who, step.args["down_ms"])
        elif step.do == "restock":
            self._restock(step.args["sku"])
        elif step.do == "backup":
            self._back_up(step.args["copy"])
        elif step.do == "copy":
            self._stopped(lambda: copy_hub(self.hub_dir, self.folder / step.args["copy"]))
            self.seen["raw copies"] += 1
        elif step.do == "restore":
            self._restore(self.folder / step.args["copy"])

    def pass_time(self, milliseconds: float) -> None:
        """Let everybody work; start again whoever's time has come."""
        deadline = time.monotonic() + milliseconds / 1000
        while True:
            self._read_mail()
            now = time.monotonic()
            while self._restarts and self._restarts[0][0] <= now:
                self._start(heapq.heappop(self._restarts)[1])
            if now >= deadline:
                return
            upcoming = self._restarts[0][0] if self._restarts else deadline
            time.sleep(max(0.001, min(deadline, upcoming) - now))

    def look_after(self) -> None:
        """Start again who ended by itself, as the system's supervisor does."""
        for name in (*self._hub_ports, "engine", "worker", *TERMINALS):
            if name not in self._down and not self.processes.living(name):
                self._later(name, REVIVE_MS)

    def heal(self) -> None:
        """End all troubles: network, disk, engine; let all waits be over (simulated time)."""
        self.ballast.unlink(missing_ok=True)
        for link in self.links.values():
            link.behave("clear")
        self._calm = True
        for name in ("engine", "worker"):
            self._kill(name, 0)
        while self._down:
            self.pass_time(50)

    def let_wait(self, seconds: float) -> None:
        """Let time go by at the terminals (simulated)."""
        for name in TERMINALS:
            self._send(name, {"do": "wait", "seconds": seconds})

    def leave_checkouts(self, sku: str) -> None:
        """Let somebody at each terminal come to the checkout in peace, and leave it."""
        order = {"lines": [[sku, 1, "delivery", ""]], "fallback": "wait", "payment": 0}
        wish = {"who": "guest", "customer": "", "orders": [order], "leaves": True}
        deadline = time.monotonic() + LEAVES_WITHIN_S
        self.left.clear()
        while len(self.left) < len(TERMINALS):
            if time.monotonic() > deadline:
                self.bugs.append(f"only {len(self.left)} held something in peace and left")
                return
            self.let_wait(60)  # a catalogue that is missing comes when its turn has come
            for name in TERMINALS:
                if name not in self.left:
                    self._send(name, {"do": "shop", **wish})
            self.pass_time(LEAVES_MS)
            self.look_after()
        self.pass_time(LEAVES_MS)  # what is let go is heard by the hub

    def ask_counts(self) -> None:
        """Ask the terminals how much they have to send."""
        self.counts.clear()
        for name in TERMINALS:
            self._send(name, {"do": "count"})

    def close(self) -> None:
        """End everybody."""
        self.processes.close()
        if self._proxy is not None:
            self._proxy.stop()
        for link in self.links.values():
            link.stop()
        self._mail.close()

    def acks(self, name: str) -> Path:
        """Where a terminal's acknowledgements are written down."""
        return self.folder / f"acks-{name}.log"

    def told(self, name: str) -> Path:
        """Where it is written down what the hub answered to a terminal."""
        return self.folder / f"told-{self.acks(name).name}"

    def _wait_for_terminals(self) -> None:
        """Let the terminals take their first catalogue."""
        deadline = time.monotonic() + START_WITHIN_S
        while self.seen["catalogues"] < len(TERMINALS) and time.monotonic() < deadline:
            self.pass_time(20)

    def _start(self, name: str) -> None:
        self._down.discard(name)
        link = self.links.get(name)
        args: dict[str, Any]
        if name in self._hub_ports:
            role = "hub"
            args = {"data_dir": str(self.hub_dir), "port": self._hub_ports[name], **self._database}
        elif name == "worker":
            role = "worker"
            args = {
                "data_dir": str(self.hub_dir),
                "engine_url": self.links["engine"].url,
                **self._database,
                "ahead_s": HOUR_S if self._calm else 0.0,
            }
        elif name == "engine":
            role = "engine"
            args = {
                "port": self._engine_port,
                "path": str(self.engine_file),
                "seed": f"{self._seed} manners {self.processes.started}",
                "calm": self._calm,
            }
        else:
            assert link is not None
            role = "terminal"
            args = {
                "name": name,
                "hub_url": link.url,
                "data_dir": str(self.data[name]),
                "mail": str(self.folder),
                "acks": str(self.acks(name)),
                "codes": self._codes,
                "wall_s": self._wall_s[name],
            }
        self.processes.start(name, role, args)

    @property
    def _database(self) -> dict[str, str]:
        return {"database_url": self.database_url}

    def _kill(self, name: str, down_ms: float) -> None:
        if name == DATABASE:
            self._kill_backend()
            return
        if name in self._down:
            return
        self.processes.kill(name)
        self._later(name, down_ms)

    def _kill_backend(self) -> None:
        """Kill one of the server's processes at random: it ends all others and recovers."""
        assert self._server is not None
        pids = self._server.backends()
        if pids:
            os.kill(self._picks.choice(pids), signal.SIGKILL)
            self.processes.kills += 1
            self.seen["backends killed"] += 1

    def _later(self, name: str, down_ms: float) -> None:
        self._down.add(name)
        heapq.heappush(self._restarts, (time.monotonic() + down_ms / 1000, name))

    def _stopped(self, work: Callable[[], None]) -> None:
        """Do something to the hub's files while nobody has them open."""
        for name in ("hub", "worker"):
            if name not in self._down:
                self.processes.kill(name)
        self._restarts = [one for one in self._restarts if one[1] not in ("hub", "worker")]
        heapq.heapify(self._restarts)
        work()
        for name in ("hub", "worker"):
            self._later(name, 0)

    def _restock(self, sku: str) -> None:
        args = {"data_dir": str(self.hub_dir), "sku": sku, **self._database}
        self.processes.start("restock", "restock", args)
        # A server that recovers from a kill lets nobody in for a moment.
        if self.processes.result("restock", START_WITHIN_S) != 0 and self._server is None:
            self.bugs.append("a piece did not come in: see logs/restock.log")
        self.seen["rushes"] += 1

    def _back_up(self, copy: str) -> None:
        to = self.folder / copy
        to.mkdir()
        args = {"data_dir": str(self.hub_dir), "to": str(to / "hub.db")}
        self.processes.start("backup", "backup", args)
        if self.processes.result("backup", START_WITHIN_S) != 0:
            self.bugs.append("a backup failed: see logs/backup.log")
        self.seen["backups"] += 1

    def _restore(self, copy: Path) -> None:
        if not (copy / "hub.db").exists():
            self.bugs.append(f"{copy.name} cannot be restored: there is no copy")
            return
        self.seen["restores"] += 1
        self.restored_s.append(time.monotonic())
        self._stopped(lambda: put_back(copy, self.hub_dir))

    def _send(self, name: str, command: dict[str, Any]) -> None:
        message = json.dumps(command).encode()
        try:
            self._mail.sendto(message, str(self.folder / f"{name}.sock"))
        except OSError:  # nobody there, or one that is too busy to hear: as in a shop
            self.seen["nobody to serve"] += command["do"] == "shop"

    def _read_mail(self) -> None:
        with suppress(BlockingIOError):
            while True:
                news = json.loads(self._mail.recv(65_536))
                event = news["event"]
                if event == "counts":
                    self.counts[news["from"]] = news["unsent"]
                elif event == "bug":
                    self.bugs.append(f"{news['from']}: {news['what']}")
                elif event == "unserved":
                    self.seen[f"unserved at {news['from']}: {news['code']}"] += 1
                elif event == "left":
                    self.seen["left"] += 1
                    self.seen["left, pieces held"] += news["held"]
                    if self._calm and news["held"]:
                        self.left[news["from"]] = news["session"]
                else:
                    self.seen[event] += 1
