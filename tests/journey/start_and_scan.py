"""A terminal's process that scans at its first frame (run by a test).

Prints what was loaded and which sockets had been made by then, and what the scan showed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HEAVY = (
    "PIL", "barcode", "cv2", "escpos", "httpcore", "httpx", "keyring", "numpy", "pandas",
    "pyzbar", "rich", "segno", "ssl", "truststore", "yaml",
)  # fmt: skip
PATIENCE_MS = 20_000
sockets: list[str] = []


def _noted(event: str, _: object) -> None:
    if event.startswith("socket."):
        sockets.append(event)


def main(hub_url: str, data_dir: Path, code: str) -> None:
    """Start as `kiosk run` does, offscreen."""
    from PySide6.QtCore import QTimer

    from kiosk.app import Kiosk
    from kiosk.config import Settings
    from kiosk.secrets import open_secrets
    from kiosk.ui.runtime import make_app

    said: dict[str, object] = {}
    settings = Settings(
        hub_url=hub_url, data_dir=data_dir, printer="127.0.0.1:9", secrets="file", fullscreen=False
    )
    app = make_app(sys.argv[:1])
    kiosk = Kiosk(settings, open_secrets(data_dir, "file"), lambda bug: said.update(bug=repr(bug)))
    product = kiosk.ui.models["product"]

    def first_frame() -> None:
        if "loaded" not in said:
            said.update(loaded=sorted(set(HEAVY) & set(sys.modules)), sockets=list(sockets))
            kiosk.ui.shell.scan(code)

    def shown() -> None:
        if product.property("ready"):
            said["shown"] = product.property("sku")
            app.quit()

    kiosk.ui.window.frameSwapped.connect(first_frame)
    product.changed.connect(shown)  # type: ignore[attr-defined]  # the product's own signal
    QTimer.singleShot(PATIENCE_MS, app.quit)
    app.exec()
    kiosk.close()
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    sys.addaudithook(_noted)
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
