"""A shopper scans their card or app code: asked at the hub, and made good when it is back."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from kiosk.domain.customers import Recognition
from kiosk.errors import HubRefused, KioskError
from kiosk.lanes import Lane, Lanes
from kiosk.services.identifying import Identifying
from kiosk.services.leaving import EVIDENCE, Leaving
from kiosk.services.link import Link
from kiosk.services.listeners import Listeners
from kiosk.services.session import Identified, Session, SessionState
from kiosk.services.syncing import Syncing


class Recognised(StrEnum):
    """How a scan ended.

    `proven`: their account is open now, and was not before; `known`: recognised, or no better
    known than before; `unconfirmed`: only the card's number is known until the hub is back;
    `other`: somebody else is known already, nothing changed.
    """

    PROVEN = "proven"
    KNOWN = "known"
    UNCONFIRMED = "unconfirmed"
    OTHER = "other"


class Recognising:
    """One question at a time: a newer scan makes an older answer void (main thread).

    `changed` tells that `busy` may have; `ended` tells how a scan ended, `refused` why the
    hub did not take it.
    """

    def __init__(
        self,
        identifying: Identifying,
        session: Session,
        leaving: Leaving,
        syncing: Syncing,
        lanes: Lanes,
    ) -> None:
        self._identifying = identifying
        self._session = session
        self._leaving = leaving
        self._syncing = syncing
        self._lanes = lanes
        self._turn = 0
        self._given_up = False
        self.busy = False
        self.changed = Listeners[()]()
        self.ended = Listeners[Recognised]()
        self.refused = Listeners[KioskError]()
        session.ended.add(self._session_ended)
        syncing.linked.add(self._complete)

    def card(self, number: str) -> None:
        """A loyalty card was scanned."""
        customer = self._session.state.customer
        if customer and customer.evidence.card_number == number:
            return
        link = self._syncing.link
        self._ask(lambda: self._identifying.by_card(number, link))

    def app_code(self, text: str) -> None:
        """A signed code was scanned."""
        link = self._syncing.link
        self._ask(lambda: self._identifying.by_app_code(text, link))

    def _ask(self, job: Callable[[], Identified]) -> None:
        self._turn += 1
        turn, self.busy = self._turn, True
        self.changed()
        # Not a `newest` job: the grant of an answer that comes too late has to be ended.
        self._lanes.run(
            Lane.NET,
            job,
            lambda found: self._found(turn, found),
            lambda error: self._failed(turn, error),
        )

    def _found(self, turn: int, found: Identified) -> None:
        if turn != self._turn:
            self._leaving.give_back(found)
            return
        self.busy, self._given_up = False, False
        known = self._session.state.customer
        if known and not _same(known, found):
            self._leaving.give_back(found)
            self.changed()
            self.ended(Recognised.OTHER)
            return
        if known and known.grant != found.grant:
            self._leaving.give_back(known)
        before = self._session.state.recognition
        self._session.identify(found)
        self.ended(_outcome(before, found))

    def _failed(self, turn: int, error: KioskError) -> None:
        if turn != self._turn:
            return
        self.busy = False
        # A code that has expired meanwhile will not get better: the order still carries it.
        self._given_up = isinstance(error, HubRefused)
        self.changed()
        self.refused(error)

    def _complete(self, link: Link) -> None:
        """The hub is back: who was read without it gets their grant."""
        customer = self._session.state.customer
        if customer is None or customer.grant or not link.online:
            return
        if not self.busy and not self._given_up and customer.evidence.kind in EVIDENCE:
            self._ask(lambda: self._identifying.complete(customer))

    def _session_ended(self, _: SessionState) -> None:
        self._turn += 1
        self.busy, self._given_up = False, False


def _outcome(before: Recognition, found: Identified) -> Recognised:
    proven = found.account.recognition is Recognition.PROVEN
    if proven and before is not Recognition.PROVEN:
        return Recognised.PROVEN
    return Recognised.KNOWN if found.account.customer_id else Recognised.UNCONFIRMED


def _same(known: Identified, found: Identified) -> bool:
    if known.account.customer_id and found.account.customer_id:
        return known.account.customer_id == found.account.customer_id
    return bool(known.evidence.card_number) and (
        known.evidence.card_number == found.evidence.card_number
    )
