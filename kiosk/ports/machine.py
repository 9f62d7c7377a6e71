"""Clocks, secrets and the main thread of the machine we run on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time: monotonic for timers, UTC for people."""

    def monotonic(self) -> float:
        """Seconds that never jump."""

    def now(self) -> datetime:
        """The wall clock, aware, UTC."""


class SecretStore(Protocol):
    """The device's secrets."""

    def get(self, name: str) -> str | None: ...
    def set(self, name: str, value: str) -> None: ...
    def delete(self, name: str) -> None: ...


Deliver = Callable[[Callable[[], None]], None]
"""Runs a function on the main thread (`ui` supplies it; tests run it at once)."""
