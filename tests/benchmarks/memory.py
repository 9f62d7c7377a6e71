"""What the terminal's processes hold in memory, session after session, while the camera looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.benchmarks import film
from tests.benchmarks.child import Window
from tests.benchmarks.corpus import queries
from tests.benchmarks.machine import Weight
from tests.benchmarks.prepared_shop import Effort, PreparedShop
from tests.benchmarks.rows import Row
from tests.benchmarks.stream_scene import FPS, HEIGHT, WIDTH

LIMIT_MB = 300.0
FLAT = 0.10
MARKS = (100, 1_000, 10_000)
_SESSION_S = 2.0  # far above what one takes


def measure(shop: PreparedShop, effort: Effort) -> Iterator[Row]:
    """Serve so many shoppers in one process, online."""
    marks = [mark for mark in MARKS if mark < effort.sessions] + [effort.sessions]
    texts = queries(shop.products, shop.variants, 50)
    codes = shop.codes(len(shop.variants))
    with Window(shop, film.without_codes(shop)) as window:
        window.do("online")
        patience = 60 + _SESSION_S * effort.sessions
        label = str(film.still(shop, codes[0][0]))
        answer = window.do("serve", patience, codes=codes, texts=texts, marks=marks, label=label)
    yield row({int(mark): weight for mark, weight in answer["mb"].items()}, marks[0])


def row(weights: Mapping[int, Weight], since: int) -> Row:
    """Make a row of the megabytes after so many sessions; flat from `since` on."""
    held = {
        mark: None if own is None or others is None else own + others
        for mark, (own, others) in weights.items()
    }
    of_camera = [others for _, others in weights.values() if others is not None]
    return Row(
        name="memory",
        values={_name(mark): None if mb is None else round(mb, 1) for mark, mb in held.items()}
        | {"of these the camera": round(max(of_camera), 1) if of_camera else None},
        unit="MB",
        how="private bytes of the terminal's process with the harness in it and of those that it "
        f"started: the camera process, which sees {FPS} pictures of {WIDTH} x {HEIGHT} a second "
        "all the while and has just read a code, and Python's small one that watches over it; a "
        "session: scan, painted, into the basket, a search, end",
        limit=f"at most {LIMIT_MB:.0f} MB, and within {FLAT:.0%} of session {since} after it",
        ok=holds({mark: mb for mark, mb in held.items() if mb is not None}, since),
    )


def holds(held: dict[int, float], since: int) -> bool | None:
    """Tell whether it stayed small and flat; None where nothing could be measured."""
    if since not in held:
        return None
    later = [mb for mark, mb in held.items() if mark >= since]
    flat = all(abs(mb / held[since] - 1) <= FLAT for mb in later)
    return flat and max(held.values()) <= LIMIT_MB


def _name(mark: int) -> str:
    return f"{mark:,} sessions" if mark else "start"
