"""The set-up of the keyboard scanner: the wedge listens to the sheet, a file keeps the result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kiosk.devices.scanners import profile_file
from kiosk.devices.scanners.learning import Burst, learn, recognise
from kiosk.devices.scanners.profile_file import ScannerPolicy
from kiosk.domain.keys import Lesson, ScannerProfile


class Wedge(Protocol):
    """What is needed of the wedge: how it reads, and its bursts undecoded while it learns."""

    profile: ScannerProfile

    def learn(self, on_burst: Callable[[Burst], None] | None) -> None: ...  # noqa: D102  # said above


class KeyboardScannerSetup:
    """Implements `kiosk.ports.devices.ScannerSetup` over a wedge and the data folder."""

    def __init__(self, wedge: Wedge, folder: Path, policy: ScannerPolicy | None = None) -> None:
        """Read what was kept, and let the wedge go by it."""
        self._wedge = wedge
        self._folder = folder
        self._policy = policy or ScannerPolicy()
        self._bursts: dict[int, Burst] = {}
        self._heard: Callable[[Lesson], None] | None = None
        self.use(profile_file.load(folder))

    def profile(self) -> ScannerProfile:
        """How scans are read now."""
        return self._wedge.profile

    def fixed(self) -> tuple[str, ...]:
        """Name the fields of the profile that the policy file decides."""
        return self._policy.fixed()

    def begin(self, heard: Callable[[Lesson], None]) -> None:
        """Take everything that is scanned by keyboard from now on."""
        self._bursts.clear()
        self._heard = heard
        self._wedge.learn(self._burst)

    def end(self) -> None:
        """Let scans be scans again."""
        self._wedge.learn(None)
        self._bursts.clear()
        self._heard = None

    def use(self, profile: ScannerProfile) -> None:
        """Read scans by it from now on, as far as the policy lets it."""
        self._wedge.profile = self._policy.over(profile)

    def keep(self, profile: ScannerProfile) -> None:
        """Write it to the disk."""
        profile_file.save(self._folder, profile)

    def _burst(self, keys: Burst) -> None:
        if self._heard is None:
            return
        if number := recognise(keys):
            self._bursts[number] = keys
        self._heard(learn(self._bursts, keys))
