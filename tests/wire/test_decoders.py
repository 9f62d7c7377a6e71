"""Types are ready to be decoded before there are threads."""

from __future__ import annotations

import inspect
from pathlib import Path

import msgspec
import pytest

import kiosk.app
from kiosk.config import Settings
from kiosk.domain.basket import BasketOp
from kiosk.domain.catalogue import Terms
from kiosk.errors import BadConfig
from kiosk.hub import serve
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.lanes import Lanes
from kiosk.secrets import open_secrets
from kiosk.services.senders import LeftBasket
from kiosk.wire import orders
from kiosk.wire.decoders import prepare
from tests.fake_hub import FakeClock


def test_all_that_travels_is_ready() -> None:
    ready = prepare()
    structs = {
        one
        for _, one in inspect.getmembers(orders, inspect.isclass)
        if issubclass(one, msgspec.Struct)
    }
    assert ready >= structs | {BasketOp, Terms, LeftBasket}


def test_terminal_and_hub_make_it_ready_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.setattr(kiosk.app, "prepare", lambda: called.append("terminal"))
    monkeypatch.setattr(serve, "prepare", lambda: called.append("hub"))
    open_hub(HubSettings(tmp_path / "hub")).close()
    lanes, clock = Lanes(lambda _: None, lambda _: None, FakeClock()), FakeClock()
    settings = Settings(data_dir=tmp_path / "terminal")
    with pytest.raises(BadConfig):
        kiosk.app.open_core(settings, open_secrets(tmp_path / "terminal", "file"), lanes, clock)
    lanes.close()
    assert called == ["hub", "terminal"]
