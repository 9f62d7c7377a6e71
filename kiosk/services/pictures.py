"""Product pictures: from this terminal's disk, else from the hub, the newest wish first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.domain.ids import is_sha256
from kiosk.errors import HubUnreachable, KioskError
from kiosk.lanes import Lane, Lanes
from kiosk.ports.catalogue import PictureStore
from kiosk.ports.hub import Hub
from kiosk.ports.machine import Clock

AT_ONCE = 2  # downloads
WAITING = 64  # more than any screen shows
PAUSE_S = 300.0  # before a picture that failed is asked for again
AWAY_S = 10.0  # before a hub out of reach is asked for any
_FAILED = 1_000  # remembered

Done = Callable[[Path | None], None]


class Pictures:
    """One wish and one download for each picture at a time; methods on the main thread.

    A picture that does not come is no fault that anybody sees: there is a drawing.
    """

    def __init__(self, hub: Hub, store: PictureStore, clock: Clock, lanes: Lanes) -> None:
        self._hub = hub
        self._store = store
        self._clock = clock
        self._lanes = lanes
        self._wishes: dict[str, list[Done]] = {}
        self._waiting: dict[str, None] = {}  # not on disk; newest last
        self._looking: set[str] = set()  # on disk
        self._coming: set[str] = set()
        self._not_before: dict[str, float] = {}
        self._away_until = 0.0

    def want(self, picture: str, done: Done) -> None:
        """Ask for a picture; `done` hears its file, or None: not now."""
        if not is_sha256(picture):
            done(None)
            return
        self._wishes.setdefault(picture, []).append(done)
        if picture not in self._looking | self._waiting.keys() | self._coming:
            self._looking.add(picture)
            self._lanes.run(
                Lane.PICTURES,
                lambda: self._store.find(picture),
                lambda found: self._looked(picture, found),
                lambda _: self._tell(picture, None),
                ended=lambda: self._looking.discard(picture),
            )

    def drop(self, picture: str) -> None:
        """Nobody looks at it any more: it is not fetched, unless it is on its way."""
        self._wishes.pop(picture, None)
        self._waiting.pop(picture, None)

    def _looked(self, picture: str, found: Path | None) -> None:
        if picture not in self._wishes or picture in self._coming:
            return
        now = self._clock.monotonic()
        if found is not None or now < max(self._away_until, self._not_before.get(picture, 0.0)):
            self._tell(picture, found)
            return
        self._waiting[picture] = None
        if len(self._waiting) > WAITING:
            oldest = next(iter(self._waiting))
            del self._waiting[oldest]
            self._tell(oldest, None)
        self._fetch_next()

    def _fetch_next(self) -> None:
        while self._waiting and len(self._coming) < AT_ONCE:
            picture, _ = self._waiting.popitem()
            self._coming.add(picture)
            self._fetch(picture)

    def _fetch(self, picture: str) -> None:
        def came(path: Path) -> None:
            self._not_before.pop(picture, None)
            self._tell(picture, path)
            self._fetch_next()

        def failed(error: KioskError) -> None:
            self._failed(picture, error)
            self._tell(picture, None)
            self._fetch_next()

        self._lanes.run(
            Lane.PICTURES,
            lambda: self._store.keep(picture, self._hub.picture(picture)),
            came,
            failed,
            ended=lambda: self._coming.discard(picture),
        )

    def _failed(self, picture: str, error: KioskError) -> None:
        now = self._clock.monotonic()
        if isinstance(error, HubUnreachable):  # nor would the others come
            self._away_until = now + AWAY_S
            for other in list(self._waiting):
                del self._waiting[other]
                self._tell(other, None)
            return
        self._not_before.pop(picture, None)
        self._not_before[picture] = now + PAUSE_S
        if len(self._not_before) > _FAILED:
            del self._not_before[next(iter(self._not_before))]

    def _tell(self, picture: str, path: Path | None) -> None:
        for done in self._wishes.pop(picture, []):
            done(path)
