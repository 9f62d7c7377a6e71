"""A terminal's use cases, put together in one place: for the shop floor, the tests and chaos."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.store_codes import StoreRule
from kiosk.lanes import Lanes
from kiosk.ports.catalogue import Catalogue, CatalogueStore, PictureStore
from kiosk.ports.devices import ReceiptPrinter, Sounds
from kiosk.ports.hub import Hub
from kiosk.ports.orders import Actions, Outbox
from kiosk.services.actions import ActionOutbox
from kiosk.services.asking import Asking
from kiosk.services.basket import Baskets
from kiosk.services.browsing import Browsing
from kiosk.services.checkout import Checkout
from kiosk.services.checkout_holds import CheckoutHolds
from kiosk.services.clienteling import Clienteling
from kiosk.services.holding import Holding
from kiosk.services.hub_time import HubTime
from kiosk.services.identifying import Identifying
from kiosk.services.leaving import Leaving
from kiosk.services.mending import Mending
from kiosk.services.orders_here import OrdersHere
from kiosk.services.pictures import Pictures
from kiosk.services.placing import Placing
from kiosk.services.receipts import Receipts
from kiosk.services.recognising import Recognising
from kiosk.services.scanning import Scanning
from kiosk.services.senders import senders
from kiosk.services.serving import Serving
from kiosk.services.session import Session
from kiosk.services.shared_basket import SharedBasket
from kiosk.services.snapshots import Snapshots
from kiosk.services.syncing import Syncing
from kiosk.services.terminal import Terminal
from kiosk.words.receipts import Texts


@dataclass(frozen=True, slots=True)
class Ports:
    """What a terminal works with. `printer` and `pictures` are None where there are none."""

    hub: Hub
    catalogue: Catalogue
    files: CatalogueStore
    outbox: Outbox
    actions: Actions
    sounds: Sounds
    printer: ReceiptPrinter | None = None
    pictures: PictureStore | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Which terminal of the shop it is; all but the language came with the enrolment.

    `keys` verify app codes and catalogue files, by their names; `language` is the one that
    a session begins in.
    """

    mode: str
    here_id: str
    prefix: str
    keys: Mapping[str, str]
    language: str
    store_codes: Sequence[StoreRule] = ()


def build_terminal(
    ports: Ports,
    place: Place,
    clock: HubTime,
    lanes: Lanes,
    texts: Callable[[str], Texts],
    version: str,
) -> Terminal:
    """Build all use cases; nothing runs before `syncing.start`. `version` is this release's."""
    hub, catalogue, files, outbox = ports.hub, ports.catalogue, ports.files, ports.outbox
    here = place.here_id
    session = Session(clock, place.language)
    actions = ActionOutbox(ports.actions, senders(hub), clock, lanes)
    holding = Holding(hub)
    clienteling = Clienteling(hub, actions)
    identifying = Identifying(hub, clock, place.keys)
    baskets = Baskets(catalogue, hub, clock, here)
    checkout = Checkout(catalogue, outbox, clock, place.prefix, here)
    snapshots = Snapshots(hub, files, clock, lanes, place.keys, version)
    syncing = Syncing(hub, files, outbox, actions, clock, lanes, snapshots)
    holds = CheckoutHolds(holding, session, syncing, lanes)
    leaving = Leaving(session, actions, holding, identifying, clienteling, lanes)
    shared = SharedBasket(baskets, session, syncing, lanes)
    return Terminal(
        mode=place.mode,
        here_id=here,
        clock=clock,
        lanes=lanes,
        session=session,
        scanning=Scanning(catalogue, place.store_codes),
        actions=actions,
        asking=Asking(hub, actions),
        sounds=ports.sounds,
        browsing=Browsing(catalogue, clock, here),
        recognising=Recognising(identifying, session, leaving, syncing, lanes),
        serving=Serving(clienteling, identifying, session, leaving, syncing, lanes),
        baskets=baskets,
        shared_basket=shared,
        checkout=checkout,
        holds=holds,
        placing=Placing(checkout, holds, shared, session, files, syncing, lanes),
        leaving=leaving,
        receipts=Receipts(catalogue, ports.printer, texts) if ports.printer else None,
        clienteling=clienteling,
        pictures=Pictures(hub, ports.pictures, clock, lanes) if ports.pictures else None,
        orders=OrdersHere(outbox, ports.actions),
        mending=Mending(catalogue, outbox, clienteling),
        snapshots=snapshots,
        syncing=syncing,
    )
