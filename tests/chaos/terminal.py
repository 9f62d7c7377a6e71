"""A terminal's process: its core without a window, and somebody who shops at it."""

from __future__ import annotations

import json
import os
import queue
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO, cast

import msgspec

from kiosk.app import SystemClock, open_core
from kiosk.config import Settings
from kiosk.domain.money import Money
from kiosk.errors import KioskError
from kiosk.lanes import Lanes
from kiosk.ports.orders import Outbox
from kiosk.secrets import open_secrets
from kiosk.services.draining import Settled
from kiosk.services.terminal import Terminal
from tests.chaos.planted import FAULTS
from tests.chaos.shopper import Shopper, SpoiltOutbox

CANNOT_START = 75
FEED_EVERY_S = 0.3
HEARTBEAT_S = 15.0


class JumpyClock(SystemClock):
    """The machine's clocks, set wrong (simulated).

    `wall_s` is how far the wall clock is off; `passed_s` is time that has gone by.
    """

    def __init__(self, wall_s: float) -> None:
        self.wall_s = wall_s
        self.passed_s = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.passed_s

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.wall_s + self.passed_s)


class Words:
    """Receipts are not printed here."""

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, code: str, **args: object) -> str:
        return code

    def money(self, amount: Money) -> str:
        return str(amount.minor)

    def day(self, iso_date: str) -> str:
        return iso_date

    def moment(self, iso_utc: str, time_zone: str) -> str:
        return iso_utc


class Mail:
    """Commands in, news out: datagrams, so that a dead process is nobody's to wait for."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._to = str(folder / "controller.sock")
        path = folder / f"{name}.sock"
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._out = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._out.setblocking(False)

    def tell(self, event: str, **news: object) -> None:
        """Send news; a controller that does not read loses it."""
        message = json.dumps({"from": self._name, "event": event, **news})
        with suppress(OSError):
            self._out.sendto(message.encode(), self._to)

    def next(self) -> dict[str, Any]:
        """Wait for a command."""
        command: dict[str, Any] = json.loads(self._socket.recv(65_536))
        return command


class Process:
    """The main thread's queue and the commands that come in beside it."""

    def __init__(self, mail: Mail, clock: JumpyClock) -> None:
        self._mail = mail
        self._clock = clock
        self._main: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._shopping: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self.deliver = self._main.put

    def run(self, settings: Settings, acks: Path, codes: dict[str, str]) -> None:
        """Build the core and serve for ever."""
        lanes = Lanes(self.deliver, self._bug, self._clock)
        secrets = open_secrets(settings.data_dir, "file")
        core = open_core(settings, secrets, lanes, self._clock)
        outbox = SpoiltOutbox(core.ports.outbox)
        core = replace(core, ports=replace(core.ports, outbox=cast(Outbox, outbox)))
        terminal = core.build(lanes, Words)
        if planted := os.environ.get("PLANT"):
            FAULTS[planted](terminal, outbox)
        told = acks.with_name(f"told-{acks.name}").open("a", buffering=1)
        terminal.syncing.settled.add(lambda done: self._settled(done, told))
        terminal.snapshots.taken.add(lambda: self._mail.tell("catalogues"))
        terminal.syncing.start(FEED_EVERY_S, HEARTBEAT_S)
        shopper = Shopper(terminal, self.deliver, outbox, acks, codes, self._mail.tell)
        threading.Thread(target=self._shop, args=(shopper,), daemon=True).start()
        threading.Thread(target=self._obey, args=(terminal,), daemon=True).start()
        self._mail.tell("up")
        while True:
            self._main.get()()

    def _shop(self, shopper: Shopper) -> None:
        while True:
            shopper.shop(self._shopping.get())

    def _obey(self, terminal: Terminal) -> None:
        while True:
            command = self._mail.next()
            if command["do"] == "shop":
                self._shopping.put(command)
            elif command["do"] == "clock":
                self._clock.wall_s = command["wall_s"]
            elif command["do"] == "wait":
                self._clock.passed_s += command["seconds"]
                terminal.lanes.look_at_clock()
            elif command["do"] == "count":
                counts = terminal.orders.counts()
                self._mail.tell("counts", unsent=counts.unsent, refused=counts.refused)

    def _settled(self, done: Settled, told: TextIO) -> None:
        """Put down what the customer can be told by now."""
        if done.answer is not None:
            answer = msgspec.json.encode(done.answer).decode()
            told.write(f"{time.monotonic():.3f} {answer}\n")
        self._mail.tell("settled", reason=done.reason)

    def _bug(self, error: BaseException) -> None:
        """A bug is logged and the terminal goes on, as the real one does."""
        traceback.print_exception(error)
        sys.stderr.flush()
        self._mail.tell("bug", what=repr(error)[:300])


def terminal(
    name: str,
    hub_url: str,
    data_dir: str,
    mail: str,
    acks: str,
    codes: dict[str, str],
    wall_s: float = 0.0,
) -> int:
    """Run a terminal until it is killed; one that cannot start says why."""
    process = Process(Mail(name, Path(mail)), JumpyClock(wall_s))
    settings = Settings(hub_url=hub_url, data_dir=Path(data_dir), secrets="file")
    try:
        process.run(settings, Path(acks), codes)
    except KioskError as error:
        sys.stderr.write(f"cannot start: {error.code} {error.args_}\n")
        sys.stderr.flush()
        return CANNOT_START
    return 0
