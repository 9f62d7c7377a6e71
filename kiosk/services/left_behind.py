"""What an identified shopper changed offline is sent when the hub is back, for a day at most."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.errors import HubRefused, KioskError, NotAuthorised
from kiosk.lanes import Errand, Lane, Lanes
from kiosk.ports.hub import Hub
from kiosk.ports.machine import Clock
from kiosk.ports.orders import LeftBasket, LeftBaskets
from kiosk.services.basket import unsent
from kiosk.services.link import Link
from kiosk.services.session import SessionState

PASSING = {423}  # cards are locked for some minutes, as somebody guesses
EVIDENCE = ("card", "app_code")  # what recognises the customer again without staff


class LeftBehind:
    """Keeps and sends; its methods are called on the main thread."""

    def __init__(self, store: LeftBaskets, hub: Hub, clock: Clock, lanes: Lanes) -> None:
        self._store = store
        self._hub = hub
        self._clock = clock
        self._lanes = lanes
        self._waiting = True  # perhaps from before a restart
        self._errand = Errand(lanes, self._not_now)

    def keep(self, was: SessionState) -> None:
        """A session ended: keep what the hub has not heard of its shared basket."""
        ops, customer = unsent(was), was.customer
        if not ops or customer is None or customer.evidence.kind not in EVIDENCE:
            return
        left = LeftBasket(was.id, customer.evidence, ops)
        self._lanes.run(Lane.DISK, lambda: self._store.keep(left, self._now_ms()), None, _let_be)
        self._waiting = True

    def linked(self, link: Link) -> None:
        """Hear how we stand with the hub."""
        if link.online:
            self.send()

    def send(self) -> None:
        """The hub is in reach: send what is kept."""
        if self._errand.busy or not self._waiting:
            return
        self._waiting = False
        self._errand.step(Lane.DISK, lambda: self._store.waiting(self._now_ms()), self._send)

    def _send(self, found: Sequence[LeftBasket]) -> None:
        if found:
            self._errand.step(
                Lane.NET, lambda: self._deliver(found), lambda done: self._sent(found, done)
            )

    def _deliver(self, found: Sequence[LeftBasket]) -> Sequence[LeftBasket]:
        """Return those that are done with: sent, or refused for good."""
        done = []
        for left in found:
            try:
                self._append(left)
            except HubRefused as refusal:
                if isinstance(refusal, NotAuthorised) or refusal.status in PASSING:
                    continue
                # An expired code, a blocked card: it will not get better.
            done.append(left)
        return done

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

    def _sent(self, found: Sequence[LeftBasket], done: Sequence[LeftBasket]) -> None:
        self._waiting |= len(done) < len(found)
        for left in done:
            self._lanes.run(Lane.DISK, lambda left=left: self._store.drop(left.id), None, _let_be)  # type: ignore[misc]  # bound per turn

    def _not_now(self, _: KioskError) -> None:
        self._waiting = True  # the operations are idempotent: once more

    def _now_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)


def _let_be(_: KioskError) -> None:
    """A basket that cannot be kept or dropped is a convenience lost, no order."""
