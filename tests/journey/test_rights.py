"""Whatever hub and terminal keep is their user's alone, whoever made the folders before.

`pytest -s` prints the rights of every file.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

import pytest

from kiosk.__main__ import main
from kiosk.demo.shop.showcase import TSHIRT
from kiosk.devices.scanners import profile_file
from kiosk.domain.keys import ScannerProfile
from kiosk.hub import admin
from tests.journey.conftest import Shop
from tests.journey.test_leaving import Say, it, order, order_offline
from tests.some_pictures import jpeg

__all__ = ["it"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a mode says nothing there")


@pytest.fixture(autouse=True)
def _umask_of_most_systems() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def seeded_hub(seeded_hub: Path, tmp_path: Path) -> Path:
    """A hub's folder as a release left it that minded its keys only, and one for a terminal."""
    folder = shutil.copytree(seeded_hub, tmp_path / "before")
    for path in (folder, *folder.rglob("*")):
        if path.suffix != ".key":
            path.chmod(0o755 if path.is_dir() else 0o644)
    (folder / "hub.db-wal").touch(0o644)
    (tmp_path / "terminal").mkdir(mode=0o755)
    return folder


def rights(*places: Path) -> dict[str, int]:
    """The mode of everything, in folders and below."""
    found = [path for place in places for path in (place, *sorted(place.rglob("*")))]
    return {str(path.relative_to(places[0].parent)): S_IMODE(path.stat().st_mode) for path in found}


@pytest.mark.sqlite
def test_nobody_else_reads_a_file_of_hub_or_terminal(
    it: Shop, tmp_path: Path, capsys: Say, caplog: pytest.LogCaptureFixture
) -> None:
    hub, terminal = it.server.hub.data_dir, it.settings.data_dir
    it.online()
    order(it)
    product, colour = TSHIRT.sku.split("-")[1:3]
    admin.add_picture(it.server.engine, hub, product, colour, jpeg())
    admin.rebuild_catalogue(it.server.engine, hub)
    profile_file.save(terminal, ScannerProfile())
    order_offline(it)
    out = tmp_path / "elsewhere"
    out.mkdir()
    admin.back_up(it.server.engine, out / "backup.db")
    running = rights(hub, terminal, out)
    assert {"hub/hub.db-wal", "hub/hub.db-shm", "terminal/terminal.db-wal"} <= set(running)
    it.shut_down()
    assert main(["export", str(out / "orders.kiosk")]) == 0
    ended = rights(hub, terminal, out)
    it.boot()  # the fixture shuts it down again
    capsys.readouterr()
    for name, mode in sorted((running | ended).items()):
        print(f"{mode:04o} {name}")  # noqa: T201  for whoever asks with -s
    open_ = {name: oct(mode) for name, mode in (*running.items(), *ended.items()) if mode & 0o077}
    assert open_ == {"elsewhere": "0o755"}
    told = (record for record in caplog.get_records("setup") if record.name == "kiosk.privacy")
    said = [record.getMessage() for record in told]
    assert len(said) == 2, said
    assert f"{hub}, " in said[0]
    assert said[1].endswith(str(terminal))
