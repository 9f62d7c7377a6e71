"""How the terminal stands with the hub: in reach or not, and how current its data are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.domain.stock import Freshness, freshness

CLOCK_TOLERANCE = timedelta(seconds=120)


class Reach(StrEnum):
    """`waiting` is the time before the first answer; `refused` means unenrolled or revoked."""

    WAITING = "waiting"
    ONLINE = "online"
    OFFLINE = "offline"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Link:
    """Result of the last contact.

    `current_at` is monotonic seconds and `current_wall` the clock's time when the feed was
    last known to be current, None if never in this run. `reason` is the message code of the
    last failure, `offset` what to add to this machine's clock to get the hub's.
    """

    reach: Reach = Reach.WAITING
    current_at: float | None = None
    current_wall: datetime | None = None
    reason: str = ""
    offset: timedelta = timedelta()

    @property
    def clock_wrong(self) -> bool:
        """This machine's clock is so far off that somebody should mend it."""
        return abs(self.offset) > CLOCK_TOLERANCE

    @property
    def online(self) -> bool:
        """The hub answered last time."""
        return self.reach is Reach.ONLINE

    def age_s(self, monotonic: float) -> float:
        """Seconds since the data were known to be current; infinite if never."""
        return float("inf") if self.current_at is None else monotonic - self.current_at

    def freshness(self, monotonic: float) -> Freshness:
        """How far stock figures may be trusted now."""
        return freshness(self.age_s(monotonic), self.online)
