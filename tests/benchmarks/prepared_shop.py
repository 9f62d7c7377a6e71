"""What is measured on: a generated shop, its hub in a process of its own, a cable, a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random

from kiosk.app import hub_client
from kiosk.config import Settings
from kiosk.demo.shop.big import build_big_shop
from kiosk.demo.world import World
from kiosk.domain.catalogue import Location, Product, Variant
from kiosk.hub import admin
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub_client.client import HubClient
from kiosk.ports.machine import SecretStore
from kiosk.services.enrolling import identity
from kiosk.wire.catalogue_file import VERSION

FOLDER = Path("build/bench")
SAMPLE = 4_000


@dataclass(frozen=True, slots=True)
class Effort:
    """How often things are done: enough for a figure, or just so that the program is run."""

    pairs: int = 7
    lookups: int = 4_000
    queries: int = 120
    rounds: int = 40
    typed: int = 10
    orders: int = 400
    changes: int = 10_000
    sessions: int = 1_000
    idle_s: float = 60.0
    film_s: float = 15.0


@dataclass(frozen=True, slots=True)
class PreparedShop:
    """A filled hub that runs, and a terminal enrolled at it, without a catalogue so far.

    `variants` are a sample of the shop, evenly spread, `products` those they belong to.
    """

    folder: Path
    world: World
    settings: Settings
    secrets: SecretStore
    fill_s: float
    products: Sequence[Product]
    variants: Sequence[Variant]
    locations: Sequence[Location]

    @property
    def hub_data(self) -> Path:
        """Where the hub keeps its data."""
        return self.folder / "hub"

    def codes(self, count: int) -> list[tuple[str, str]]:
        """Return GTINs as on labels and the SKUs they lead to, from all over the shop."""
        rng = Random(5)  # noqa: S311  # repeatable, not secret
        return [(v.gtins[0].lstrip("0"), v.sku) for v in rng.choices(self.variants, k=count)]

    def client(self) -> HubClient:
        """Return the terminal's line to the hub."""
        return hub_client(self.settings, identity(self.secrets).token)

    def environ(self, **settings: object) -> dict[str, str]:
        """Return the environment of a terminal's process, without a display."""
        of_terminal = {
            "hub_url": self.settings.hub_url,
            "data_dir": self.settings.data_dir.resolve(),
            "printer": self.settings.printer,
            "secrets": self.settings.secrets,
            "fullscreen": "false",
            "idle_s": 3600,
            **settings,
        }
        named = {f"KIOSK_{name.upper()}": str(value) for name, value in of_terminal.items()}
        fixed = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1"}
        kept = {"PYTHONDONTWRITEBYTECODE": ""}  # an installed program is not compiled at each start
        return {**os.environ, **fixed, **kept, **named}


@contextmanager
def prepared(parent: Path, variants: int, keep: bool) -> Iterator[PreparedShop]:
    """Fill a hub under `parent`, or take the one that was kept there; remove it unless `keep`."""
    folder = parent.resolve() / str(variants)
    seed = build_big_shop(variants, datetime.now(UTC).date())
    mark = folder / f"filled-{VERSION}"
    if not (keep and mark.exists()):
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    world = World(folder)
    try:
        if not mark.exists():
            say(f"filling a hub with {variants:,} variants")
            began = time.monotonic()
            load_seed(world.hub_engine, seed)
            mark.write_text(f"{time.monotonic() - began:.1f}", encoding="ascii")
        for old in folder.glob("terminal-*"):
            shutil.rmtree(old)
        if not any((folder / "hub").glob("catalogue/*")):
            admin.rebuild_catalogue(world.hub_engine, folder / "hub")
        world.start()
        prefix = f"B{len(admin.list_terminals(world.hub_engine)) + 1}"
        settings, secrets = world.terminal("shopper", prefix)
        sample = tuple(islice(seed.variants, 0, None, max(1, variants // SAMPLE)))
        wanted = {variant.product_id for variant in sample}
        yield PreparedShop(
            folder=folder,
            world=world,
            settings=replace(settings, idle_s=3600),
            secrets=secrets,
            fill_s=float(mark.read_text(encoding="ascii")),
            products=tuple(p for p in seed.products if p.id in wanted),
            variants=sample,
            locations=tuple(seed.locations),
        )
    finally:
        world.stop()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def say(what: str) -> None:
    """Tell on stderr what is being done: some of it takes minutes."""
    print(f"… {what}", file=sys.stderr, flush=True)
