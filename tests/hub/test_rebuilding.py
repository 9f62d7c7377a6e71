"""The hub builds a new catalogue file by itself, apart from the process that takes orders."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.hub import admin
from kiosk.hub.rebuilding import EVERY, MANY_CHANGES, Rebuilder
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import catalogue, feed
from kiosk.hub.storage.database import read
from tests.hub.calling import Clock


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A rebuilder that only notes that it would build."""
    noted: list[str] = []
    monkeypatch.setattr(Rebuilder, "build", lambda _: noted.append("built"))
    return noted


def look(hub: HubServer) -> bool:
    return Rebuilder(hub.engine, hub.hub.data_dir, hub.hub.clock).rebuild_if_due()


def test_a_file_is_built_once_a_day(hub: HubServer, clock: Clock, built: list[str]) -> None:
    assert not look(hub)
    clock.ahead += EVERY - timedelta(minutes=10)
    assert not look(hub)
    clock.ahead += timedelta(minutes=10)
    assert look(hub)
    assert built == ["built"]


def test_a_file_is_built_when_much_has_changed(
    hub: HubServer, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with read(hub.engine) as connection:
        newest = catalogue.newest(connection).sequence
    monkeypatch.setattr(feed, "head", lambda _: newest + MANY_CHANGES - 1)
    assert not look(hub)
    monkeypatch.setattr(feed, "head", lambda _: newest + MANY_CHANGES)
    assert look(hub)
    assert built == ["built"]


def test_a_file_is_built_in_a_process_of_its_own(hub: HubServer) -> None:
    with read(hub.engine) as connection:
        before = catalogue.newest(connection)
    admin.set_price(hub.engine, "S1", 12345)
    Rebuilder(hub.engine, hub.hub.data_dir, hub.hub.clock).build()
    with read(hub.engine) as connection:
        after = catalogue.newest(connection)
    assert (after.sha256 != before.sha256, after.sequence) == (True, before.sequence + 1)


def test_a_build_that_fails_is_told(tmp_path: Path, hub: HubServer) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder")
    with pytest.raises(RuntimeError, match="ended with 1"):
        Rebuilder(hub.engine, nowhere, hub.hub.clock).build()
