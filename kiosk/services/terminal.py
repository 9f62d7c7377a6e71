"""All use cases of a terminal in one value: what `build` makes and `ui` works with."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.lanes import Lanes
from kiosk.ports.devices import CameraView, ScannerSetup, Sounds
from kiosk.ports.machine import Clock
from kiosk.services.actions import ActionOutbox
from kiosk.services.asking import Asking
from kiosk.services.basket import Baskets
from kiosk.services.browsing import Browsing
from kiosk.services.checkout import Checkout
from kiosk.services.checkout_holds import CheckoutHolds
from kiosk.services.clienteling import Clienteling
from kiosk.services.leaving import Leaving
from kiosk.services.mending import Mending
from kiosk.services.orders_here import OrdersHere
from kiosk.services.pictures import Pictures
from kiosk.services.placing import Placing
from kiosk.services.receipts import Receipts
from kiosk.services.recognising import Recognising
from kiosk.services.scanning import Scanning
from kiosk.services.serving import Serving
from kiosk.services.session import Session
from kiosk.services.shared_basket import SharedBasket
from kiosk.services.snapshots import Snapshots
from kiosk.services.syncing import Syncing


@dataclass(frozen=True, slots=True)
class Terminal:
    """`receipts` is None without a printer, `pictures` where none are kept, `camera` without.

    `scanner_setup` is None where no scanner types like a keyboard. `mode`: `shopper`,
    `assistant`.
    """

    mode: str
    here_id: str
    clock: Clock
    lanes: Lanes
    session: Session
    scanning: Scanning
    actions: ActionOutbox
    asking: Asking
    sounds: Sounds
    browsing: Browsing
    recognising: Recognising
    serving: Serving
    baskets: Baskets
    shared_basket: SharedBasket
    checkout: Checkout
    holds: CheckoutHolds
    placing: Placing
    leaving: Leaving
    receipts: Receipts | None
    clienteling: Clienteling
    pictures: Pictures | None
    orders: OrdersHere
    mending: Mending
    snapshots: Snapshots
    syncing: Syncing
    camera: CameraView | None = None
    scanner_setup: ScannerSetup | None = None
