"""Who stands at the glass: a card recognises, a signed code proves, also offline."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.customers import Account, Recognition
from kiosk.errors import HubRefused, HubUnreachable, NotAuthorised
from kiosk.ports.hub import Hub
from kiosk.ports.machine import Clock
from kiosk.services.link import Link
from kiosk.services.session import Identified
from kiosk.wire.app_code import AppCodePayload, verify
from kiosk.wire.customers import Granted
from kiosk.wire.orders import Evidence


class Identifying:
    """Recognition and proof (lane `net`). `public_keys` came with the enrolment."""

    def __init__(self, hub: Hub, clock: Clock, public_keys: Mapping[str, str]) -> None:
        self._hub = hub
        self._clock = clock
        self._public_keys = public_keys

    def by_card(self, card_number: str, link: Link) -> Identified:
        """Recognise a card. Offline the number is kept for the order, and nothing is shown.

        Raises `HubRefused("card_unknown")`.
        """
        evidence = Evidence("card", card_number=card_number)
        if link.online:
            try:
                return self._granted(self._hub.recognise(card_number), evidence)
            except HubUnreachable:
                pass  # the cable went this very moment: go on as offline
        return Identified(Account("", "", "", 0, "", Recognition.RECOGNISED), evidence)

    def by_app_code(self, text: str, link: Link) -> Identified:
        """Open an account by a signed code.

        Raises `BadInput`: `app_code_invalid`, `app_code_expired`. The terminal checks the
        signature itself; the hub then adds what it knows if it can be reached.
        """
        payload = verify(text, self._public_keys, self._clock.now())
        evidence = Evidence("app_code", app_code=text)
        if link.online:
            try:
                return self._granted(self._hub.prove(text), evidence)
            except HubUnreachable:
                pass
            except HubRefused as refusal:
                if isinstance(refusal, NotAuthorised):
                    return _offline(payload, evidence)
                raise
        return _offline(payload, evidence)

    def complete(self, customer: Identified) -> Identified:
        """The hub is back: turn an offline identification into a granted one."""
        if customer.evidence.kind == "app_code":
            granted = self._hub.prove(customer.evidence.app_code)
        else:
            granted = self._hub.recognise(customer.evidence.card_number)
        return self._granted(granted, customer.evidence)

    def forget(self, customer: Identified) -> None:
        """End a grant at the hub."""
        self._hub.forget(customer.grant)

    def _granted(self, granted: Granted, evidence: Evidence) -> Identified:
        account = granted.account
        adopted = None
        if account.basket_id:
            adopted = self._hub.basket(granted.grant, account.basket_id).log
        return Identified(account, evidence, granted.grant, adopted)


def _offline(payload: AppCodePayload, evidence: Evidence) -> Identified:
    account = Account(
        customer_id=payload.customer_id,
        first_name=payload.first_name,
        tier_id=payload.tier_id,
        points=payload.points,
        points_as_of=payload.points_as_of,
        recognition=Recognition.PROVEN,
        addresses=payload.addresses,
        basket_id=payload.basket_id,
    )
    return Identified(account, evidence)
