"""The composition root of the terminal: builds everything, owns the shutdown order."""

from __future__ import annotations

import logging
import os
import secrets as random_bytes
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from kiosk import __version__, display
from kiosk.config import LEARNED, Settings
from kiosk.devices.camera.device import Device
from kiosk.devices.camera.images import open_device
from kiosk.devices.camera.process import Camera, CameraSetup
from kiosk.devices.camera.readings import Reading
from kiosk.devices.printers.escpos_network import NetworkPrinter
from kiosk.devices.scanners.profile_file import ScannerPolicy
from kiosk.devices.scanners.scanner_setup import KeyboardScannerSetup
from kiosk.devices.scanners.serial_port import SerialScanners
from kiosk.devices.scanners.wedge import Wedge
from kiosk.devices.sounds import Speaker
from kiosk.domain.keys import ScannerProfile
from kiosk.domain.scans import Scan
from kiosk.ending import Ending, leave
from kiosk.errors import KioskError, StoreBroken
from kiosk.hub_client.client import HubClient
from kiosk.lanes import Lane, Lanes
from kiosk.places import usable
from kiosk.ports.devices import CameraNews
from kiosk.ports.machine import Clock, SecretStore
from kiosk.privacy import own_folder
from kiosk.secrets import open_secrets
from kiosk.services.build import Place, Ports, build_terminal
from kiosk.services.enrolling import STORE_KEY, identity, store_key
from kiosk.services.hub_time import HubTime
from kiosk.services.scan_intake import ScanIntake
from kiosk.services.scan_stream import ScanStream
from kiosk.services.terminal import Terminal
from kiosk.ui.collector import Collector
from kiosk.ui.delivery import MainThread
from kiosk.ui.first_frame import FirstFrame
from kiosk.ui.options import Options
from kiosk.ui.runtime import build_window, make_app
from kiosk.wire.decoders import prepare
from kiosk.words.receipt_texts import ReceiptTexts
from kiosk.words.receipts import Texts
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.pictures import PictureFiles
from offline_cache.store.actions import SqliteActions
from offline_cache.store.key_backup import wrap_key, write_wrapped_key
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.retention import purge
from offline_cache.store.terminal_store import FILE_NAME, TerminalStore

LANES_WITHIN_S = 2.0  # what was committed is safe, whatever a lane still waits for
FOLD_EVERY_S = 5.0  # sooner than the shoppers of one terminal fill the store's log
PURGE_EVERY_S = 3600.0  # a terminal may run for months; a left basket is kept for hours
_log = logging.getLogger(__name__)


class SystemClock:
    """The machine's clocks."""

    def monotonic(self) -> float:
        """Seconds that never jump; on Linux they go on while the machine is suspended.

        Else a tablet would wake with "exact" stock and the session of hours ago.
        """
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()

    def now(self) -> datetime:
        """The wall clock, aware, UTC."""
        return datetime.now(UTC)


def hub_client(settings: Settings, token: str) -> HubClient:
    """Make the HTTP client for a hub; without a token it can only enrol."""
    return HubClient(settings.hub_url, token, extra_ca=settings.extra_ca, proxy=settings.proxy)


@dataclass(frozen=True, slots=True)
class Core:
    """What a terminal is built on; `hang_up`, then close the lanes, then `close`."""

    ports: Ports
    place: Place
    clock: HubTime
    hang_up: Callable[[], None]
    close: Callable[[], None]

    def build(self, lanes: Lanes, texts: Callable[[str], Texts]) -> Terminal:
        """Build the use cases."""
        return build_terminal(self.ports, self.place, self.clock, lanes, texts, __version__)


def open_core(settings: Settings, secrets: SecretStore, lanes: Lanes, clock: Clock) -> Core:
    """Open the store, the catalogue and the way to the hub, and keep them in order.

    Raises `BadConfig` (not enrolled, wrong settings) and `StoreBroken`, `StoreFull`.
    """
    prepare()
    me = identity(secrets)
    settings = replace(settings, hub_url=settings.hub_url or me.hub_url)
    time = HubTime(clock)
    key = _store_key(settings.data_dir, secrets)
    store = TerminalStore(settings.data_dir, key)
    for damage in store.found:
        _log.error("The store was damaged: %s", damage)

    def back_up_key() -> None:
        write_wrapped_key(settings.data_dir, wrap_key(key, me.recovery_key))

    # Before any order: they are written in this lane.
    lanes.run(Lane.DISK, back_up_key, None, _not_backed_up)
    files, hub = CatalogueFiles(settings.data_dir), hub_client(settings, me.token)
    speaker = Speaker(settings.sounds)
    address, megabytes = settings.printer_address, settings.picture_cache_mb
    ports = Ports(
        hub=hub,
        catalogue=LocalCatalogue(files),
        files=files,
        outbox=SqliteOutbox(store),
        actions=SqliteActions(store),
        sounds=speaker,
        printer=NetworkPrinter(*address, columns=settings.printer_columns) if address else None,
        pictures=PictureFiles(settings.data_dir, megabytes * 1_000_000) if megabytes else None,
    )
    place = Place(
        mode=settings.mode or me.mode,
        here_id=me.location_id,
        prefix=me.prefix,
        keys=me.app_code_keys,
        language=settings.language,
        store_codes=settings.store_codes,
    )

    def forget_what_is_old() -> None:
        purge(store, int(time.now().timestamp() * 1000))

    def close() -> None:
        hub.close()
        speaker.close()
        files.close()
        store.tidy()
        store.close()

    lanes.every(
        PURGE_EVERY_S, lambda: lanes.run(Lane.DISK, forget_what_is_old, None, _not_forgotten)
    )
    lanes.every(FOLD_EVERY_S, lambda: lanes.run(Lane.DISK, store.fold))
    return Core(ports, place, time, hub.hang_up, close)


def _not_forgotten(error: KioskError) -> None:
    _log.warning("What is too old is forgotten later: %s", error.code)


def _store_key(data_dir: Path, secrets: SecretStore) -> bytes:
    """Return the key of the terminal's store; make one only where there is no store yet."""
    if (kept := store_key(secrets)) is not None:
        return kept
    if (data_dir / FILE_NAME).exists():
        raise StoreBroken("store_key_lost", path=str(data_dir / FILE_NAME))
    key = random_bytes.token_bytes(32)
    secrets.set(STORE_KEY, key.hex())
    return key


def _not_backed_up(error: KioskError) -> None:
    """Go on: a full disk, say, keeps no terminal from starting, its store has room."""
    _log.error("The store's key is backed up at the next start: %s", error)


class Kiosk:
    """The whole terminal: core, screens and scanners. Make a QGuiApplication first."""

    def __init__(
        self,
        settings: Settings,
        secrets: SecretStore,
        on_bug: Callable[[BaseException], None],
        open_camera: Callable[[int, int, int], Device] = open_device,
    ) -> None:
        """Build and show everything; raises what `open_core` raises."""
        deliver, system = MainThread(), SystemClock()
        self._open = True
        self._lanes = Lanes(deliver, on_bug, system)
        self.core = open_core(settings, secrets, self._lanes, system)
        core_terminal = self.core.build(self._lanes, ReceiptTexts)
        clock = core_terminal.clock
        self._stream = ScanStream(clock.monotonic)
        self._intake = ScanIntake(deliver, self._take, self._flooded, clock.monotonic)
        self._wedge = Wedge(self._intake.offer, ScannerProfile())
        self._serial = SerialScanners(
            settings.serial_scanners,
            self._intake.offer,
            lambda ports: _log.info("Serial scanners: %s", ", ".join(ports) or "none"),
            on_flood=self._intake.flood,
            aim=settings.scanner_aim is True,
            monotonic=clock.monotonic,
        )
        self.camera = Camera(
            CameraSetup(
                settings.camera, *settings.camera_resolution, settings.camera_region, open_camera
            ),
            self._intake.offer,
            lambda news: deliver(lambda: self._camera_is(news)),
            self._knows,
        )
        self.terminal = replace(
            core_terminal,
            camera=self.camera if settings.camera else None,
            scanner_setup=KeyboardScannerSetup(
                self._wedge, settings.data_dir, _scanner_policy(settings)
            ),
        )
        self.ui = build_window(self.terminal, _options(settings, self.terminal.mode), self._wedge)
        self.ui.shell.sessionEnded.connect(self._stream.forget)
        self._collector: Collector | None = None
        FirstFrame(self.ui.window, lambda: self._go_on(settings))

    def _go_on(self, settings: Settings) -> None:
        """Begin with what loads much, and with the network: the screen stands."""
        self._collector = Collector()
        self.terminal.syncing.start(settings.catalogue_poll_s, settings.heartbeat_s)
        self._lanes.run(Lane.CAMERA, self.camera.start, None, self._no_camera)
        self._serial.start()
        self.terminal.sounds.warm()

    def close(self) -> bool:
        """End in order: scanners, timers and lanes, window and engine, files.

        Return False where a lane was not done in time: the process must not wait for it.
        """
        self._open = False  # what the scanners still say comes to nobody
        self.camera.stop()
        self._serial.stop()
        self.core.hang_up()  # a lane must not wait for a long download
        done = self._lanes.close(LANES_WITHIN_S)
        self.ui.close()
        self.core.close()
        if self._collector is not None:
            self._collector.stop()
        return done

    def _take(self, scan: Scan) -> None:
        if self._open and self._stream.take(scan):
            self.ui.shell.take(scan)

    def _flooded(self, _: str) -> None:
        if self._open:
            self.ui.shell.notify_("error", "device_floods")

    def _knows(self, reading: Reading) -> bool:
        """Ask the catalogue about what the camera reads (its thread); none: it is not known."""
        with suppress(KioskError):
            return self.terminal.scanning.knows(reading.text, reading.symbology)
        return False

    def _no_camera(self, error: KioskError) -> None:
        _log.error("There is no scanning by camera: %s", error)
        self.ui.shell.set_camera(CameraNews())

    def _camera_is(self, news: CameraNews) -> None:
        if self._open:
            self.ui.shell.set_camera(news)


def run(settings: Settings) -> int:
    """Run the terminal until its window is closed, or a signal tells it to end."""
    with usable(settings.data_dir):
        own_folder(settings.data_dir)
    secrets = open_secrets(settings.data_dir, settings.secrets)
    identity(secrets)  # whether it is enrolled is said without a display, too
    display.require(os.environ)
    app = make_app(sys.argv)
    deliver = MainThread()
    with Ending(lambda _: deliver(app.quit)) as ending:
        kiosk = Kiosk(settings, secrets, watch_for_bugs(lambda: kiosk))
        if not ending.told:  # before it runs, the loop cannot be quit
            app.exec()
        if not kiosk.close():
            leave(0)
    return 0


def watch_for_bugs(running: Callable[[], Kiosk]) -> Callable[[BaseException], None]:
    """Log each bug once under a reference that the screen shows; return what reports one."""

    def on_bug(error: BaseException) -> None:
        reference = f"{random_bytes.randbelow(10**6):06d}"
        _log.error("Bug %s", reference, exc_info=error)
        with suppress(NameError):  # before the terminal stands there is no screen to tell
            running().ui.shell.notify_("error", "bug", reference=reference)

    sys.excepthook = lambda _kind, error, _trace: on_bug(error)
    return on_bug


def _scanner_policy(settings: Settings) -> ScannerPolicy:
    """Return what the policy says of how a scanner types; the rest is learned."""
    layout, suffix, aim = settings.scanner_layout, settings.scanner_suffix, settings.scanner_aim
    return ScannerPolicy(
        layout=None if layout == LEARNED else layout,
        suffix=None if suffix == LEARNED else suffix,
        aim=aim if isinstance(aim, bool) else None,
        separators=settings.scanner_separators or None,
    )


def _options(settings: Settings, mode: str) -> Options:
    return Options(
        mode=mode,
        language=settings.language,
        languages=settings.languages,
        idle_s=settings.idle_s,
        still_there_s=settings.still_there_s,
        done_s=settings.done_s,
        diagonal_inch=settings.diagonal_inch(mode),
        reduce_motion=settings.reduce_motion,
        fullscreen=settings.fullscreen,
        camera_faces_person={"person": True, "away": False}.get(settings.camera_faces),
    )
