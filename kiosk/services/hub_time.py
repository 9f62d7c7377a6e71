"""The shop's time: the hub's, carried on by a clock that never jumps."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.errors import HubUnreachable
from kiosk.ports.machine import Clock


class HubTime:
    """A `Clock` over the machine's; any thread may read it.

    Until the hub has been heard in this run there is only the wall clock. From then on a
    wall clock that is wrong, or set while people shop, dates no order and judges no code.
    """

    def __init__(self, machine: Clock) -> None:
        self._machine = machine
        self._heard: tuple[float, datetime] | None = None  # one value: replaced in one step

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return self._machine.monotonic()

    def now(self) -> datetime:
        """The hub's time as far as it is known, aware, UTC."""
        heard = self._heard
        if heard is None:
            return self._machine.now()
        at, then = heard
        return then + timedelta(seconds=self._machine.monotonic() - at)

    def hear(self, hub_now: str) -> timedelta:
        """Take the hub's word (ISO 8601 with its offset); return what the wall clock lacks.

        Raises `HubUnreachable("hub_nonsense")` where that is no time.
        """
        try:
            now = datetime.fromisoformat(hub_now)
            lacks = now - self._machine.now()
        except (ValueError, TypeError) as error:  # TypeError: it has no offset
            raise HubUnreachable("hub_nonsense", looked_like="an answer without a time") from error
        self._heard = (self._machine.monotonic(), now)
        return lacks
