"""What staff do about an order that the hub refused: take it anew, or cancel it.

A refused order stays in front of staff until its replacement is committed (`Outbox.commit`
resolves it in the same transaction) or the customer agreed that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from kiosk.domain import phones
from kiosk.domain.customers import Account, Recognition
from kiosk.domain.orders import OutboxState
from kiosk.errors import HubRefused, HubUnreachable
from kiosk.ports.catalogue import Catalogue
from kiosk.ports.orders import Outbox
from kiosk.services.clienteling import Clienteling, CustomerFile
from kiosk.services.link import Link
from kiosk.services.session import Identified
from kiosk.wire.orders import OrderBody
from kiosk.wire.staff import SignedIn


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused order. `order` is None where its body cannot be read on this device any more.

    `gone` are the SKUs that the shop no longer has.
    """

    order_id: str
    number: str
    created_at: str
    reason: str
    order: OrderBody | None = field(default=None, repr=False)
    gone: frozenset[str] = frozenset()

    @property
    def can_be_taken_anew(self) -> bool:
        """Something of it is still sold."""
        return self.order is not None and any(x.sku not in self.gone for x in self.order.lines)


class Mending:
    """Use cases of whoever looks after refused orders."""

    def __init__(self, catalogue: Catalogue, outbox: Outbox, clienteling: Clienteling) -> None:
        self._catalogue = catalogue
        self._outbox = outbox
        self._clienteling = clienteling

    def read(self, order_id: str) -> Refusal | None:
        """Read a refused order (lane `disk`); None if nobody has to decide on it (any more)."""
        phones.load()  # staff will read the number
        row = self._outbox.row(order_id)
        if row is None or row.state is not OutboxState.REJECTED or row.resolution:
            return None
        order = _decode(row.body)
        skus = {line.sku for line in order.lines} if order else set()
        gone = frozenset(sku for sku in skus if self._catalogue.variant(sku) is None)
        return Refusal(row.order_id, row.number, row.created_at, row.reason, order, gone)

    def customer_of(
        self, refusal: Refusal, staff: SignedIn, link: Link
    ) -> CustomerFile | Identified | None:
        """Open the customer of an order that is taken anew (lane `net`).

        The member of staff vouches for them; out of the hub's reach a card's number is kept,
        unless it is what the hub refused.
        None for a guest, and where only the customer themselves can say again who they are.
        Raises `HubRefused("grant_ended")` when the sign-in has run out.
        """
        order = refusal.order
        if order is None:
            return None
        if order.customer_id and link.online:
            try:
                return self._clienteling.open(staff, order.customer_id)
            except HubUnreachable:
                pass  # the cable went this very moment: go on as offline
            except HubRefused as error:
                if error.code != "customer_unknown":
                    raise
                return None
        if order.evidence.kind != "card" or refusal.reason == "card_unknown":
            return None
        nobody_yet = Account("", "", "", 0, "", Recognition.RECOGNISED)
        return Identified(nobody_yet, order.evidence)

    def cancel(self, order_id: str, staff: SignedIn) -> None:
        """Note that the customer agreed: the order is not carried out (lane `disk`)."""
        self._outbox.resolve(order_id, "cancelled", staff.staff_id)


def _decode(body: bytes) -> OrderBody | None:
    try:
        return msgspec.json.decode(body, type=OrderBody)
    except msgspec.DecodeError:
        return None
