"""Taking the hub's catalogue files: whether one may be used, how far it has come, why not."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.back_off import BackOff
from kiosk.errors import KioskError, SnapshotRefused
from kiosk.lanes import Lane, Lanes
from kiosk.ports.catalogue import CatalogueStore, FeedPosition, Refusal
from kiosk.ports.hub import Hub
from kiosk.services.hub_time import HubTime
from kiosk.services.listeners import Listeners
from kiosk.wire.catalogue_file import VERSION
from kiosk.wire.snapshot import Manifest, verify

# Hundreds of terminals hear of a new file, or of a restored hub, at the same moment.
SPREAD_S, SPREAD_ANEW_S = 60.0, 5.0
AFTER_LOSS_S = 5.0
AFTER_REFUSAL_S = 300.0
AFTER_TAKEN = BackOff(15.0, AFTER_REFUSAL_S)  # of files taken since the feed last went on
TOLD_EVERY_S = 0.2

_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Coming:
    """A file on its way: bytes that are here, and of how many; both 0 before it is known."""

    received: int = 0
    size: int = 0


class Snapshots:
    """Fetches and swaps in the background (lane `snapshot`); methods on the main thread.

    A file is refused when its manifest is not signed by the hub we enrolled at, counts no
    longer, is older than what is in use, or needs another release; then and when its bytes
    are wrong the file in use stays.
    """

    def __init__(
        self,
        hub: Hub,
        store: CatalogueStore,
        clock: HubTime,
        lanes: Lanes,
        public_keys: Mapping[str, str],
        app_version: str,
    ) -> None:
        self._hub = hub
        self._store = store
        self._clock = clock
        self._lanes = lanes
        self._keys = public_keys
        self._app_version = app_version
        self.changed = Listeners[()]()
        self.taken = Listeners[()]()
        self._wanted: str | None = None
        self._not_before = float("-inf")
        self._taken_in_vain = 0
        self._told_at = float("-inf")
        self.coming: Coming | None = None
        self.fault: KioskError | None = None

    def in_use(self) -> tuple[FeedPosition | None, Refusal | None]:
        """Where the catalogue in use stands, and what was last not taken (lane `read`)."""
        return self._store.position(), self._store.refused()

    def fetch(self, instead_of: str = "") -> None:
        """The feed cannot be laid over what is in use, if anything is: take another file.

        At once where there is none; with pauses where taking one has not helped.
        """
        self._go("", SPREAD_ANEW_S if instead_of else 0.0)

    def in_step(self, newest: str, in_use: str) -> None:
        """The feed goes on over the file in use; the hub's newest may be another, or unknown."""
        self._taken_in_vain = 0
        if newest not in ("", in_use):
            self._go(newest, SPREAD_S)

    def _go(self, wanted: str, spread_s: float) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            if not self._taken_in_vain:
                spread = random.uniform(0, spread_s)  # noqa: S311  # no secret
                self._not_before = self._clock.monotonic() + spread
        if self.coming is None and self._clock.monotonic() >= self._not_before:
            self._show(Coming(), self.fault)
            self._lanes.run(Lane.SNAPSHOT, self._take, self._taken, self._failed, ended=self._ended)

    def _take(self) -> None:
        """Bring the newest file into use (lane `snapshot`)."""
        try:
            status = self._hub.status()
            self._clock.hear(status.now)
            manifest = verify(self._hub.manifest(), self._keys, self._clock.now())
            in_use = self._check(manifest, status.epoch)
            if manifest.sha256 != in_use:  # else only its place in the feed was lost
                self._hub.download_catalogue(
                    manifest,
                    self._store.part(manifest),
                    lambda received: self._received(Coming(received, manifest.packed_size)),
                )
            self._store.install(manifest)
        except SnapshotRefused as refused:
            self._store.note_refusal(Refusal(refused.code, self._clock.now().isoformat()))
            raise

    def _check(self, manifest: Manifest, epoch: str) -> str:
        """Refuse what must not be used; return the hash of what is in use."""
        position = self._store.position()
        if manifest.epoch != epoch:  # signed once, for a history that is over
            raise SnapshotRefused("snapshot_older")
        if position and position.epoch == epoch and manifest.sequence < position.base:
            raise SnapshotRefused("snapshot_older")
        if _release(manifest.min_app) > _release(self._app_version):
            raise SnapshotRefused("app_too_old", needed=manifest.min_app)
        if manifest.schema != VERSION:
            raise SnapshotRefused("snapshot_schema", found=manifest.schema, known=VERSION)
        return position.sha256 if position else ""

    def _received(self, coming: Coming) -> None:
        """More of it came (lane `snapshot`)."""
        now = self._clock.monotonic()
        if now - self._told_at >= TOLD_EVERY_S or coming.received >= coming.size:
            self._told_at = now
            self._lanes.tell(lambda: self._show(coming, None))

    def _taken(self, _: None) -> None:
        self._taken_in_vain += 1  # until the feed goes on over it
        pause_s = AFTER_TAKEN.pause_s(self._taken_in_vain)
        self._not_before = self._clock.monotonic() + pause_s
        self._show(None, None)
        self.taken()

    def _failed(self, error: KioskError) -> None:
        pause_s = AFTER_REFUSAL_S if isinstance(error, SnapshotRefused) else AFTER_LOSS_S
        self._not_before = self._clock.monotonic() + pause_s
        self._show(None, error)

    def _ended(self) -> None:
        self.coming = None

    def _show(self, coming: Coming | None, fault: KioskError | None) -> None:
        self.coming, self.fault = coming, fault
        self.changed()


def _release(version: str) -> tuple[int, ...]:
    """Read a release number: 0.2, 0.2.0 and 0.2.0rc1 count alike."""
    numbers = [int(found[0]) for part in version.split(".") if (found := _DIGITS.match(part))]
    return tuple((*numbers, 0, 0, 0)[:3])
