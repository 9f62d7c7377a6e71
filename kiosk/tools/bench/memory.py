"""What the terminal's process holds in memory, session after session."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.tools.bench.child import Window
from kiosk.tools.bench.corpus import queries
from kiosk.tools.bench.ground import Effort, Ground
from kiosk.tools.bench.rows import Row

LIMIT_MB = 300.0
FLAT = 0.10
MARKS = (100, 1_000, 10_000)
_SESSION_S = 2.0  # far above what one takes


def measure(ground: Ground, effort: Effort) -> Iterator[Row]:
    """Serve so many shoppers in one process, online."""
    marks = [mark for mark in MARKS if mark < effort.sessions] + [effort.sessions]
    texts = queries(ground.products, ground.variants, 50)
    with Window(ground) as window:
        window.do("online")
        patience = 60 + _SESSION_S * effort.sessions
        codes = ground.codes(len(ground.variants))
        answer = window.do("sessions", patience, codes=codes, texts=texts, marks=marks)
    held: dict[int, float | None] = {int(mark): mb for mark, mb in answer["mb"].items()}
    yield Row(
        name="memory",
        values={_name(mark): None if mb is None else round(mb, 1) for mark, mb in held.items()},
        unit="MB",
        how="private bytes of the terminal's process with the harness in it (no camera, so no "
        "camera process); a session: scan, painted, into the basket, a search, end",
        limit=f"at most {LIMIT_MB:.0f} MB, and within {FLAT:.0%} of session {marks[0]} after it",
        ok=holds({mark: mb for mark, mb in held.items() if mb is not None}, marks[0]),
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
