"""A generated shop with customers, and terminals enrolled at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from kiosk.demo.shop.big import build_big_shop
from kiosk.domain.catalogue import Variant
from kiosk.domain.gtin import gtin13
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.engines.embedded.seed import CustomerSeed, ShopSeed
from kiosk.hub.serve import open_hub
from kiosk.hub.storage import terminals
from kiosk.hub.storage.database import write
from kiosk.wire.terminals import EnrolRequest
from tests.benchmarks.hub.target import Target

CARDS_EACH = 20  # customers of a terminal: a basket's log grows with each edit
SAMPLE = 1_000


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A terminal and those who come to it: card number and basket of each."""

    prefix: str
    token: str
    location_id: str
    customers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FilledShop:
    """What made terminals know. `places` are where a SKU has stock, of each in the sample."""

    seed: ShopSeed
    variants: Mapping[str, Variant]
    places: Mapping[str, Sequence[str]]
    terminals: Sequence[Enrolled]


def fill(target: Target, variants: int, count: int) -> FilledShop:
    """Fill a hub that does not run; enrol so many terminals."""
    made = [_customer(number) for number in range(count * CARDS_EACH)]
    seed = replace(build_big_shop(variants, datetime.now(UTC).date()), customers=tuple(made))
    hub = open_hub(target.settings)
    try:
        load_seed(hub.engine, seed)
        stores = [place.id for place in seed.locations if place.kind == "store"]
        now = hub.clock()
        enrolled = []
        for number in range(count):
            prefix, store = f"B{number}", stores[number % len(stores)]
            mine = made[number * CARDS_EACH : (number + 1) * CARDS_EACH]
            with write(hub.engine) as database:
                code = terminals.make_code(database, "shopper", store, prefix, now)
                token = terminals.enrol(database, EnrolRequest(code, "made", "1"), now)[1]
            people = [(one.card_number, one.basket_id) for one in mine]
            enrolled.append(Enrolled(prefix, token, store, people))
    finally:
        hub.close()
    sample = {v.sku: v for v in islice(seed.variants, 0, None, max(1, variants // SAMPLE))}
    places: dict[str, list[str]] = {}
    for level in seed.stock:
        if level.sku in sample and level.location_id in stores:
            places.setdefault(level.sku, []).append(level.location_id)
    return FilledShop(seed, sample, places, enrolled)


def _customer(number: int) -> CustomerSeed:
    return CustomerSeed(
        id=f"made-{number}",
        card_number=gtin13(f"299{number:09d}"),
        first_name="Anna",
        last_name=f"Made {number}",
        phone=f"+7900{number:07d}",
        email="",
        tier_id="",
        points=0,
        since="2024-01-01",
        consents=(),
        sizes=(),
        addresses=(),
        history=(),
        basket_id=f"basket-{number}",
        basket=(),
    )
