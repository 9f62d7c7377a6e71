"""A terminal that hangs up in mid-download leaves no file open in the hub."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import update

from kiosk.hub.serve import HubServer
from kiosk.hub.storage import catalogue, tables
from kiosk.hub.storage.database import read, write
from tests.hub.calling import Terminal, Until

SIZE = 64 << 20  # more than sockets hold


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No garbage collection, which would close what was forgotten."""
    gc.disable()
    yield
    gc.enable()


def is_open(path: Path) -> bool:
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            if handle.readlink() == path:
                return True
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="it asks /proc")
@pytest.mark.usefixtures("uncollected")
def test_a_client_that_hangs_up_leaves_no_file_open(
    hub: HubServer, terminal: Terminal, until: Until
) -> None:
    with read(hub.engine) as database:
        found = catalogue.manifest(database, hub.hub.clock())
    path = hub.hub.data_dir / "catalogue" / found.file_name
    os.truncate(path, SIZE)
    with write(hub.engine) as database:
        database.execute(update(tables.catalogue).values(packed_size=SIZE))
    with terminal.http.stream("GET", f"/v1/catalogue/{found.file_name}") as answer:
        pieces = answer.iter_bytes()  # whose end hangs up
        next(pieces)
        until(lambda: is_open(path))
    until(lambda: not is_open(path))
