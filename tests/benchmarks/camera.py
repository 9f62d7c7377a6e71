"""How long the UI thread is away while the camera's process looks, and without a camera."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.benchmarks import film
from tests.benchmarks.child import Window
from tests.benchmarks.prepared_shop import Effort, PreparedShop
from tests.benchmarks.rows import Row, percentile
from tests.benchmarks.stream_scene import FPS, HEIGHT, WIDTH

STALL_P99_MS = 10.0


def measure(shop: PreparedShop, effort: Effort) -> Iterator[Row]:
    """Play a film to the camera, then open the same products at the same pace without one."""
    shown = film.codes(shop, effort)
    with Window(shop, film.of_products(shop, effort)) as window:
        watched = window.do("watch", code=shown[0], seconds=effort.film_s)
    labels = {sku: gtin for gtin, sku in shown}
    visits = [(wait_s, (labels[sku], sku)) for wait_s, sku in watched["visits"]]
    with Window(shop) as window:
        alone = window.do("repeat", visits=visits)
    yield row(watched, alone)


def row(watched: dict[str, Any], alone: dict[str, Any]) -> Row:
    """Make a row of what a window with a camera and one without have measured."""
    gaps, before = watched["gaps_ms"], alone["gaps_ms"]
    p99 = percentile(gaps, 99)
    return Row(
        name="camera_stall",
        values={"p99": round(p99, 1), "max": round(max(gaps), 1)},
        unit="ms",
        how=f"gaps of a 2 ms timer in the UI thread while the camera process sees a film of "
        f"{WIDTH} x {HEIGHT} at {FPS} pictures a second, {watched['pictures_per_s']:.1f} of them "
        f"shown; {len(watched['visits'])} products were scanned from it, each put into the basket "
        "and left again. The yardstick: the same products and pages at the same pace, no camera",
        limit=f"p99 at most {STALL_P99_MS:.0f} ms",
        yardstick={
            "no camera p99": round(percentile(before, 99), 1),
            "no camera max": round(max(before), 1),
        },
        ok=p99 <= STALL_P99_MS,
    )
