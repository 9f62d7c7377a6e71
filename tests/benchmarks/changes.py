"""Stock changes and a new catalogue file arrive while the shop is used; what that costs.

The same run counts what goes over the network, and what lies on the disk after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.hub import admin
from kiosk.hub.storage import feed
from kiosk.hub.storage.database import read
from tests.benchmarks.child import Window
from tests.benchmarks.corpus import queries
from tests.benchmarks.prepared_shop import Effort, PreparedShop
from tests.benchmarks.rows import Row, percentile

STALL_MS = 50.0
_SETTLE_S = 3.0
_MINUTES_A_DAY = 24 * 60


def measure(shop: PreparedShop, effort: Effort) -> Iterator[Row]:
    """Measure the event loop's stalls while the shop is used, quietly and while all arrives."""
    cable, codes = shop.world.cable, shop.codes(len(shop.variants))
    texts = [text[:12] for text in queries(shop.products, shop.variants, 60)]
    with Window(shop) as window:
        window.do("online")
        window.do("rest", seconds=_SETTLE_S)
        before = cable.carried
        window.do("rest", seconds=effort.idle_s)
        idle_bytes = cable.carried - before
        quiet = window.do("use", codes=codes, texts=texts, rounds=max(2, effort.rounds // 2))
        cable.cut()
        until = _change(shop, effort.changes)
        before = cable.carried
        cable.restore()
        busy = window.do("use", 1_000, codes=codes, texts=texts, until=until)
        arrived = cable.carried - before
    packed = (shop.hub_data / "catalogue" / f"catalogue-{until[1]}.db.zst").stat().st_size
    yield _stall(busy, quiet, effort)
    yield _network(idle_bytes * 60 / effort.idle_s, packed, arrived - packed, effort)
    yield _disk(shop.settings.data_dir)


def _change(shop: PreparedShop, count: int) -> tuple[int, str]:
    """Build a new catalogue file, then change stock; return what a terminal must arrive at.

    The changes come after the file: they must be applied on top of it, as one batch.
    """
    engine = shop.world.hub_engine
    places = [place.id for place in shop.locations]
    wanted = [(v.sku, place) for place in places for v in shop.variants][:count]
    admin.set_stock(engine, *wanted[0], 7)
    built = admin.rebuild_catalogue(engine, shop.hub_data)
    admin.set_stocks(engine, ((*key, number % 30) for number, key in enumerate(wanted)))
    with read(engine) as connection:
        return feed.head(connection), built.sha256


def _stall(busy: dict[str, Any], quiet: dict[str, Any], effort: Effort) -> Row:
    gaps, before = busy["gaps_ms"], quiet["gaps_ms"]
    longest, there = max(gaps), busy["there_s"]
    return Row(
        name="changes_while_used",
        values={"longest stall": round(longest, 1), "p99": round(percentile(gaps, 99), 1)},
        unit="ms",
        how=f"{effort.changes:,} stock changes as one batch and a new file came while "
        f"{busy['rounds']} rounds of scans, taps and typing went on; in use after "
        f"{there['changes']:.1f} and {there['file']:.1f} s, the longest gap of a 2 ms timer in the "
        f"UI thread at {busy['longest_at_s']:.1f} s. The yardstick: the same use, nothing arriving",
        limit=f"at most {STALL_MS:.0f} ms",
        yardstick={"quiet": round(max(before), 1), "quiet p99": round(percentile(before, 99), 1)},
        ok=longest <= STALL_MS,
    )


def _network(idle_minute: float, packed: int, rest: int, effort: Effort) -> Row:
    day = idle_minute * _MINUTES_A_DAY + packed + rest
    return Row(
        name="network",
        values={
            "a day": round(day / 1e6, 2),
            "idle minute": round(idle_minute / 1e6, 5),
            "changes": round(rest / 1e6, 3),
            "file": round(packed / 1e6, 2),
        },
        unit="MB",
        how=f"TCP payload both ways, counted in the cable, without TLS. A day: {_MINUTES_A_DAY:,} "
        f"times the {effort.idle_s:.0f} s that were measured idle (per minute), "
        f"{effort.changes:,} changes (with the shop's use meanwhile) and one catalogue file",
    )


def _disk(data_dir: Path) -> Row:
    def megabytes(*patterns: str) -> float:
        found = (path for pattern in patterns for path in data_dir.glob(pattern))
        return round(sum(path.stat().st_size for path in found if path.is_file()) / 1e6, 2)

    parts = {
        "catalogue x 2": megabytes("catalogue-*.db"),
        "overlay": megabytes("overlay.db*"),
        "terminal.db": megabytes("terminal.*"),
        "pictures": megabytes("pictures/**/*"),
    }
    return Row(
        name="disk",
        values={"all": megabytes("**/*"), **parts},
        unit="MB",
        how="the terminal's folder at the end, with the two catalogue files that it keeps",
    )
