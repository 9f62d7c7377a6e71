"""What an identified shopper changed offline is sent when the hub is back, for a day at most."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.errors import HubRefused, KioskError
from kiosk.lanes import Lanes
from kiosk.ports import Clock, Hub, LeftBasket, LeftBaskets
from kiosk.services.basket import unsent
from kiosk.services.session import SessionState

EVIDENCE = ("card", "app_code")  # what recognises the customer again without staff


class LeftBehind:
    """Keeps and sends; its methods are called on the main thread."""

    def __init__(self, store: LeftBaskets, hub: Hub, clock: Clock, lanes: Lanes) -> None:
        self._store = store
        self._hub = hub
        self._clock = clock
        self._lanes = lanes
        self._waiting = True  # perhaps from before a restart
        self._busy = False

    def keep(self, was: SessionState) -> None:
        """A session ended: keep what the hub has not heard of its shared basket."""
        ops, customer = unsent(was), was.customer
        if not ops or customer is None or customer.evidence.kind not in EVIDENCE:
            return
        left = LeftBasket(was.id, customer.evidence, ops)
        self._lanes.run("disk", lambda: self._store.keep(left, self._now_ms()), None, _let_be)
        self._waiting = True

    def send(self) -> None:
        """The hub is in reach: send what is kept."""
        if self._busy or not self._waiting:
            return
        self._busy, self._waiting = True, False
        self._lanes.run(
            "disk",
            lambda: self._store.waiting(self._now_ms()),
            self._send,
            self._not_read,
        )

    def _send(self, found: Sequence[LeftBasket]) -> None:
        if not found:
            self._busy = False
            return
        self._lanes.run("net", lambda: self._deliver(found), self._sent, self._not_sent)

    def _deliver(self, found: Sequence[LeftBasket]) -> Sequence[LeftBasket]:
        for left in found:
            try:
                self._append(left)
            except HubRefused:
                continue  # an expired code, a blocked card: it will not get better
        return found

    def _append(self, left: LeftBasket) -> None:
        by_card = left.evidence.kind == "card"
        granted = (
            self._hub.recognise(left.evidence.card_number)
            if by_card
            else self._hub.prove(left.evidence.app_code)
        )
        try:
            if granted.account.basket_id:
                self._hub.append(granted.grant, granted.account.basket_id, left.ops)
        finally:
            self._hub.forget(granted.grant)

    def _sent(self, done: Sequence[LeftBasket]) -> None:
        for left in done:
            self._lanes.run("disk", lambda left=left: self._store.drop(left.id), None, _let_be)  # type: ignore[misc]  # bound per turn
        self._busy = False

    def _not_sent(self, _: KioskError) -> None:
        self._busy, self._waiting = False, True  # the operations are idempotent: once more

    def _not_read(self, _: KioskError) -> None:
        self._busy, self._waiting = False, True

    def _now_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)


def _let_be(_: KioskError) -> None:
    """A basket that cannot be kept or dropped is a convenience lost, no order."""
