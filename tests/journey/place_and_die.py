"""A terminal's process that takes an order and is killed in the same breath (run by a test)."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from kiosk.app import SystemClock, open_core
from kiosk.config import Settings
from kiosk.demo.shop.showcase import TSHIRT, guest
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import Address, Contact, Payment
from kiosk.lanes import Lanes
from kiosk.secrets import open_secrets
from kiosk.services.checkout import Form
from kiosk.services.session import Choice
from tests.journey.conftest import MainThread, PlainTexts


def main(hub_url: str, data_dir: Path) -> None:
    """Place a guest's order straight on the services; nothing after the commit runs."""
    settings = Settings(hub_url=hub_url, data_dir=data_dir, secrets="file")
    clock = SystemClock()
    lanes = Lanes(MainThread().deliver, lambda _: None, clock)
    core = open_core(settings, open_secrets(data_dir, "file"), lanes, clock)
    terminal = core.build(lanes, PlainTexts)
    terminal.session.add(TSHIRT.sku)
    terminal.session.choose(TSHIRT.sku, Choice(FulfilmentKind.DELIVERY))
    state, who = terminal.session.state, guest()
    address = Address(city=who.city, street=who.street, house=who.house)
    form = Form(Payment.AT_TILL, address, Contact(who.phone), terminal.checkout.slots()[0])
    basket = terminal.baskets.view(state)
    placed = terminal.checkout.place(state, basket, form, core.ports.files.position(), online=False)
    os.write(1, placed.order.id.encode())
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
