"""A whole terminal without a window, on a real hub behind a cable, with a real socket printer."""

from __future__ import annotations

import queue
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from kiosk.app import Core, SystemClock, hub_client, open_core
from kiosk.config import Settings
from kiosk.demo.cable import Cable
from kiosk.demo.filling import fill
from kiosk.demo.paper import PaperListener
from kiosk.demo.shop import build_shop
from kiosk.demo.shop.showcase import HERE
from kiosk.demo.world import World
from kiosk.domain.money import Money
from kiosk.errors import KioskError
from kiosk.hub import admin
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.serve import HubServer, HubSettings, open_hub
from kiosk.lanes import Lane, Lanes
from kiosk.secrets import open_secrets
from kiosk.services.draining import Settled
from kiosk.services.enrolling import enrol
from kiosk.services.terminal import Terminal
from kiosk.wire.terminals import EnrolRequest
from tests.databases import copy_hub, hub_settings, named_in
from tests.patience import PATIENCE_S

T = TypeVar("T")


class PlainTexts:
    """Receipt words as codes, so that tests read what was said and not how."""

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, code: str, **args: object) -> str:
        return " ".join([code, *map(str, args.values())])

    def money(self, amount: Money) -> str:
        return f"{amount.minor / 100:.2f}"

    def day(self, iso_date: str) -> str:
        return iso_date

    def moment(self, iso_utc: str, time_zone: str) -> str:
        return iso_utc


class MainThread:
    """The test's own thread stands for the main thread: it runs what lanes deliver."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def deliver(self, action: Callable[[], None]) -> None:
        self._queue.put(action)

    def until(self, condition: Callable[[], bool], what: str = "it") -> None:
        """Run deliveries until a condition holds."""
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            left = deadline - time.monotonic()
            assert left > 0, f"{what} never happened"
            try:
                self._queue.get(timeout=min(left, 0.1))()
            except queue.Empty:
                continue


@dataclass
class Shop:
    """A running shop: hub, cable, printer and one terminal of it."""

    server: HubServer
    cable: Cable
    paper: PaperListener
    settings: Settings
    main: MainThread
    core: Core
    settled: list[Settled]
    lanes: Lanes = field(init=False)
    terminal: Terminal = field(init=False)

    def online(self) -> None:
        """Wait until the terminal has a catalogue and knows that the hub is in reach."""
        self.main.until(lambda: self.core.ports.files.position() is not None, "a catalogue")
        self.main.until(lambda: self.terminal.syncing.link.online, "being online")

    def offline(self) -> None:
        """Cut the cable and wait until the terminal knows."""
        self.cable.cut()
        self.main.until(lambda: not self.terminal.syncing.link.online, "being offline")

    def run(self, lane: Lane, job: Callable[[], T]) -> T:
        """Run a use case in its lane as a view model does; raise what it raises."""
        results: list[T] = []
        errors: list[KioskError] = []
        self.terminal.lanes.run(lane, job, results.append, errors.append)
        self.main.until(lambda: bool(results or errors), "an answer")
        if errors:
            raise errors[0]
        return results[0]

    def shut_down(self) -> None:
        """End the terminal's core in order."""
        self.core.hang_up()
        self.lanes.close()
        self.core.close()

    def boot(self) -> None:
        """Start the terminal's core, as after power-on."""
        bugs: list[BaseException] = []
        clock = SystemClock()
        self.lanes = Lanes(self.main.deliver, bugs.append, clock)
        secrets = open_secrets(self.settings.data_dir, "file")
        self.core = open_core(self.settings, secrets, self.lanes, clock)
        self.terminal = self.core.build(self.lanes, PlainTexts)
        self.terminal.syncing.settled.add(self.settled.append)
        self.terminal.syncing.start(0.2, 15.0)


def enrolled(server: HubServer, settings: Settings, prefix: str) -> None:
    """Make a data folder that of a terminal of the shop."""
    code = admin.new_enrolment_code(server.engine, "shopper", HERE, prefix)
    hub = hub_client(settings, "")
    enrol(hub, open_secrets(settings.data_dir, "file"), EnrolRequest(code, "test", "0"))
    hub.close()


@pytest.fixture(scope="session")
def seeded_hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub's folder with the demo shop in it, to be copied."""
    folder = tmp_path_factory.mktemp("seeded") / "hub"
    seed_hub(hub_settings(folder))
    return folder


def seed_hub(settings: HubSettings) -> None:
    """Make a hub with the demo shop in it."""
    hub = open_hub(settings)
    load_seed(hub.engine, build_shop(date(2026, 11, 21)))
    admin.rebuild_catalogue(hub.engine, settings.data_dir)
    hub.engine.dispose()


@pytest.fixture(scope="session")
def demo_hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a hub with the demo shop of today, pictures and all, to be copied."""
    folder = tmp_path_factory.mktemp("demo") / "hub"
    hub = open_hub(HubSettings(folder))  # the demo's hubs have files
    fill(hub.engine, folder)
    admin.rebuild_catalogue(hub.engine, folder)
    hub.engine.dispose()
    return folder


@pytest.fixture
def world(demo_hub: Path, tmp_path: Path) -> Iterator[World]:
    shutil.copytree(demo_hub, tmp_path / "hub")
    made = World(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def neighbour(shop: Shop, tmp_path: Path) -> Iterator[Shop]:
    """Another terminal of the same shop, on the same cable."""
    settings = replace(shop.settings, data_dir=tmp_path / "neighbour")
    enrolled(shop.server, settings, "T8")
    made = replace(shop, settings=settings, main=MainThread(), settled=[])
    made.boot()
    yield made
    made.shut_down()


@pytest.fixture
def shop(seeded_hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    copy_hub(seeded_hub, tmp_path / "hub")
    with running_shop(hub_settings(tmp_path / "hub"), monkeypatch) as made:
        yield made


@contextmanager
def running_shop(hub_at: HubSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Start a hub that has goods, and a terminal of it whose folder lies beside the hub's."""
    monkeypatch.setattr("kiosk.services.snapshots.SPREAD_ANEW_S", 0.0)  # one terminal or two
    named_in(monkeypatch, hub_at)
    server = HubServer(hub_at)
    server.start()
    host, port = server.url.removeprefix("http://").split(":")
    cable, paper = Cable((host, int(port))), PaperListener()
    cable.start()
    paper.start()
    settings = Settings(
        hub_url=cable.url,
        data_dir=hub_at.data_dir.with_name("terminal"),
        secrets="file",
        printer=f"127.0.0.1:{paper.port}",
    )
    enrolled(server, settings, "T7")
    made = Shop(server, cable, paper, settings, MainThread(), None, [])  # type: ignore[arg-type]  # boot fills it
    made.boot()
    yield made
    made.shut_down()
    cable.stop()
    paper.stop()
    server.stop()
    server.hub.close()
