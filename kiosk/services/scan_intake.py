"""Scans on their way from their devices' threads to the main thread: so many, and no more."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kiosk.domain.floods import FloodGate
from kiosk.domain.scans import Scan
from kiosk.ports.machine import Deliver

MOST_SCANS_A_SECOND = 20  # of one source; the fastest hands bring five
MOST_WAITING = 16  # for a main thread that is busy
MOST_SOURCES = 16

_log = logging.getLogger(__name__)


class ScanIntake:
    """Hands scans over; what is too much is dropped, and said once a minute.

    `flooded` is called with the source on the main thread.
    """

    def __init__(
        self,
        deliver: Deliver,
        take: Callable[[Scan], None],
        flooded: Callable[[str], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._deliver = deliver
        self._take = take
        self._flooded = flooded
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._gates: dict[str, FloodGate] = {}
        self._waiting = 0

    def offer(self, scan: Scan) -> None:
        """Hand a scan over; from any thread, at once."""
        with self._lock:
            if not self._gate(scan.source).lets_in(self._monotonic()):
                self._tell(scan.source)
                return
            if self._waiting >= MOST_WAITING:
                return
            self._waiting += 1
        self._deliver(lambda: self._arrived(scan))

    def flood(self, source: str) -> None:
        """A device is not listened to for a while; from its thread, at most once a minute."""
        _log.warning("%s sends more than any scanner does: it is not listened to", source)
        self._deliver(lambda: self._flooded(source))

    def _arrived(self, scan: Scan) -> None:
        with self._lock:
            self._waiting -= 1
        self._take(scan)

    def _gate(self, source: str) -> FloodGate:
        if source not in self._gates and len(self._gates) >= MOST_SOURCES:
            self._gates.clear()  # ports that were plugged in and out
        return self._gates.setdefault(source, FloodGate(MOST_SCANS_A_SECOND))

    def _tell(self, source: str) -> None:
        if self._gates[source].should_tell(self._monotonic()):
            self.flood(source)
