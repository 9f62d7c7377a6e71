"""Fill a hub with the demo shop."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from kiosk.demo.shop import build_shop
from kiosk.demo.shop.pictures import with_pictures
from kiosk.hub.engines.embedded.loading import load_seed
from kiosk.hub.storage import pictures
from kiosk.hub.storage.database import faults, read
from kiosk.hub.storage.shop import has_shop


def fill(engine: Engine, data_dir: Path) -> bool:
    """Fill an empty hub with the demo shop of today; False where it was not empty."""
    with read(engine) as connection:
        if has_shop(connection):
            return False
    shop = build_shop(datetime.now(UTC).date())
    with faults(data_dir):
        load_seed(engine, with_pictures(shop, partial(pictures.keep, engine, data_dir)))
    return True
