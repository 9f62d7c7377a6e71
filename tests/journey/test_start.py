"""A start: the screen first, then what takes long to load, then the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from kiosk.demo.shop.showcase import TSHIRT
from tests.journey.conftest import Shop
from tests.patience import PATIENCE_S


def test_a_terminal_takes_a_scan_at_its_first_frame_before_network_and_heavy_libraries(
    shop: Shop,
) -> None:
    shop.main.until(lambda: shop.core.ports.files.position() is not None, "a catalogue")
    shop.shut_down()
    command = [sys.executable, "-m", "tests.journey.start_and_scan", shop.settings.hub_url]
    ended = subprocess.run(  # noqa: S603  # our own program
        [*command, str(shop.settings.data_dir), TSHIRT.gtin13],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    shop.boot()
    assert json.loads(ended.stdout or "{}") == {"loaded": [], "sockets": [], "shown": TSHIRT.sku}, (
        ended.stderr
    )
