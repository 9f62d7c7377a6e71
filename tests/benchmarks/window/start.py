"""A terminal that starts, takes one scan as soon as its window stands, and says when.

    python -m tests.benchmarks.window.start GTIN      (settings as `kiosk run` takes them)

Prints two monotonic times: of the first frame, and of the first one with the product.
"""

from __future__ import annotations

import gc
import os
import sys
import time

gc.disable()  # as `kiosk run` does

from kiosk.app import Kiosk, watch_for_bugs  # noqa: E402

# isort: split
from PySide6.QtCore import QObject, Qt, QTimer, Slot  # noqa: E402  # after it, as in a terminal

from kiosk.secrets import open_secrets  # noqa: E402
from kiosk.setting_sources import load  # noqa: E402
from kiosk.ui.runtime import make_app  # noqa: E402

PATIENCE_MS = 60_000


class FirstScan(QObject):
    """Scans at the first frame; done when the product has been painted."""

    def __init__(self, kiosk: Kiosk, code: str) -> None:
        super().__init__()
        self._kiosk = kiosk
        self._code = code
        self._frame_at = 0.0
        self._shown = False
        self.times: tuple[float, float] | None = None
        kiosk.ui.window.frameSwapped.connect(self._swapped, Qt.ConnectionType.QueuedConnection)
        kiosk.ui.shell.pageShown.connect(self._page_shown)

    @Slot()
    def _swapped(self) -> None:
        now = time.monotonic()
        if not self._frame_at:
            self._frame_at = now
            self._kiosk.ui.shell.scan(self._code)
        elif self._shown:
            self.times = self._frame_at, now
            self._kiosk.ui.window.close()

    @Slot(str)
    def _page_shown(self, page: str) -> None:
        if page == "product":
            self._shown = True
            self._kiosk.ui.window.update()


def main(code: str) -> int:
    """Run until the scan was answered; 1 where it never was."""
    settings = load(os.environ)
    secrets = open_secrets(settings.data_dir, settings.secrets)
    app = make_app(sys.argv[:1])
    kiosk = Kiosk(settings, secrets, watch_for_bugs(lambda: kiosk))
    first = FirstScan(kiosk, code)
    QTimer.singleShot(PATIENCE_MS, app.quit)
    app.exec()
    kiosk.close()
    if first.times is None:
        return 1
    print(*first.times, flush=True)  # the answer
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
