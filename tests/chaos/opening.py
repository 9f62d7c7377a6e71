"""Before the troubles begin: a hub with the demo shop, terminals enrolled, what can be ordered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.app import hub_client
from kiosk.config import Settings
from kiosk.demo.shop import build_shop
from kiosk.demo.shop.showcase import ANNA, EMPTY, HERE, IVAN, WAREHOUSE
from kiosk.hub import admin
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.engines.embedded.seed import ShopSeed
from kiosk.hub.keys import app_code_for
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.hub.storage import shop
from kiosk.hub.storage.database import read
from kiosk.secrets import open_secrets
from kiosk.services.enrolling import enrol
from kiosk.wire.terminals import EnrolRequest
from tests.chaos.schedule import TERMINALS, Range

TODAY = date(2026, 11, 21)
STORES = ("S01", "S02", "S03", "S04")
RUSHED = 10
PLENTY = 100_000  # pieces, for all the orders of a long run
WIDTH = 200  # SKUs in play: few enough to meet, enough for a long run


@dataclass(frozen=True, slots=True)
class Opened:
    """What a seeded hub offers; `enrolment` and `app_codes` are codes by terminal and customer."""

    range: Range
    enrolment: dict[str, str]
    app_codes: dict[str, str]


def seed_hub(hub_dir: Path, database_url: str) -> Opened:
    """Fill a hub with the demo shop and make codes for terminals and customers."""
    hub = open_hub(HubSettings(hub_dir, database_url=database_url))
    seed = build_shop(TODAY)
    load_seed(hub.engine, seed)
    chosen = _range(seed)
    admin.set_stocks(
        hub.engine,
        [(x, at, PLENTY) for x in (*chosen.skus, *chosen.rushed) for at in (HERE, WAREHOUSE)],
    )
    admin.rebuild_catalogue(hub.engine, hub_dir)
    now = datetime.now(UTC)
    opened = Opened(
        range=chosen,
        enrolment={n: admin.new_enrolment_code(hub.engine, "shopper", HERE, n) for n in TERMINALS},
        app_codes={c.id: app_code_for(hub.commerce, hub.keys, c.id, now) for c in (ANNA, IVAN)},
    )
    hub.engine.dispose()
    return opened


def restock(data_dir: str, database_url: str, sku: str) -> int:
    """Let there be one piece of it, in the warehouse, and none elsewhere."""
    hub = open_hub(HubSettings(Path(data_dir), database_url=database_url))
    with read(hub.engine) as database:
        levels = shop.levels(database, sku)
    pieces = [(at.location_id, at.allocated + int(at.location_id == WAREHOUSE)) for at in levels]
    admin.set_stocks(hub.engine, [(sku, *counted) for counted in pieces])
    hub.engine.dispose()
    return 0


def make_terminal(hub_url: str, data_dir: Path, code: str) -> None:
    """Enrol a terminal as `kiosk enrol` does."""
    client = hub_client(Settings(hub_url=hub_url, data_dir=data_dir), "")
    enrol(client, open_secrets(data_dir, "file"), EnrolRequest(code, "chaos", "0"))
    client.close()


def _range(seed: ShopSeed) -> Range:
    """Choose what is ordered: plenty here and in the warehouse, and last pieces."""
    pieces: dict[str, dict[str, int]] = {}
    for level in seed.stock:
        pieces.setdefault(level.sku, {})[level.location_id] = level.available
    plenty = [s for s, at in pieces.items() if at.get(WAREHOUSE, 0) >= 10 and at.get(HERE, 0) > 1]
    scarce = [s for s, at in pieces.items() if 1 <= sum(at.values()) <= 3]
    people = (ANNA, IVAN)
    return Range(
        skus=plenty[:WIDTH],
        scarce=scarce[: WIDTH // 10],
        rushed=plenty[WIDTH : WIDTH + RUSHED],
        stores=STORES,
        cards=[one.card_number for one in (*people, EMPTY)],
        customers=[one.id for one in people],
    )
