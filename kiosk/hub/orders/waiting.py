"""Customers and baskets as of all accepted orders, also those that the engine has not got yet.

The engine does what an order means in its own step, moments after the hub accepted it, or hours
where it is away. Until then that is laid over what the engine says, so that nobody sees the gap
here. What the hub knows is read first: what the engine gets meanwhile is then in both, and told
apart by the order's id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.domain.basket import BasketOp, ordered
from kiosk.domain.customers import Recognition
from kiosk.domain.masks import mask_phone
from kiosk.errors import HubRefused
from kiosk.hub.context import Hub
from kiosk.hub.engines.port import By, Customer, order_event
from kiosk.hub.orders.checks import moment
from kiosk.hub.storage import orders
from kiosk.hub.storage.database import read
from kiosk.hub.storage.orders import Waiting
from kiosk.hub.storage.times import as_text
from kiosk.wire.baskets import BasketState
from kiosk.wire.customers import HistoryEvent, Profile

HISTORY_LIMIT = 200
_JUST_NOW = timedelta(seconds=10)  # longer than a look-up takes


@dataclass(frozen=True, slots=True)
class Known:
    """A customer, `lacking` being the orders that the engine has not entered there."""

    customer: Customer
    lacking: tuple[Waiting, ...]


def customer(hub: Hub, by: By, value: str) -> Customer | None:
    """Look a customer up. Raises `EngineUnavailable`."""
    found = _known(hub, by, value)
    return found.customer if found else None


def profile(hub: Hub, customer_id: str) -> Profile:
    """Return everything a proven customer or an assistant may see.

    Raises `EngineUnavailable`, `HubRefused` `not_found`.
    """
    found = _known(hub, By.ID, customer_id)
    if found is None:
        raise HubRefused("not_found", 404)
    events = hub.commerce.history(customer_id, limit=HISTORY_LIMIT).events
    there = {event.id for event in events}
    more = [_event(one) for one in found.lacking if one.id not in there]
    newest = sorted((*more, *events), key=lambda event: event.at, reverse=True)
    known = found.customer
    return Profile(
        account=known.account(Recognition.PROVEN),
        last_name=known.last_name,
        phone=mask_phone(known.phone),
        since=known.since,
        consents=known.consents,
        sizes=known.sizes,
        history=tuple(newest[:HISTORY_LIMIT]),
    )


def basket(hub: Hub, basket_id: str) -> BasketState:
    """Return a basket. Raises `EngineUnavailable`, `HubRefused` `basket_unknown`."""
    return _basket(hub, basket_id, lambda: hub.commerce.basket(basket_id))


def change_basket(hub: Hub, basket_id: str, ops: Sequence[BasketOp], channel: str) -> BasketState:
    """Apply operations in a channel's name. Raises as `basket` does."""
    return _basket(hub, basket_id, lambda: hub.commerce.change_basket(basket_id, ops, channel))


def _known(hub: Hub, by: By, value: str) -> Known | None:
    """Look up until no order came into the engine between two looks."""
    entered: set[str] | None = None
    while (found := hub.commerce.customer(by, value)) is not None:
        with read(hub.engine) as connection:
            since = as_text(hub.clock() - _JUST_NOW)
            recent = orders.waiting_of_customer(connection, found.id, since)
        now_entered = {one.id for one in recent if one.noted or _is_entered(hub, one)}
        if not recent or now_entered == entered:
            lacking = tuple(one for one in recent if one.id not in now_entered)
            points = found.points + sum(one.answer.points for one in lacking)
            return Known(replace(found, points=points), lacking)
        entered = now_entered
    return None


def _is_entered(hub: Hub, one: Waiting) -> bool:
    return hub.commerce.status(one.id) is not None


def _basket(hub: Hub, basket_id: str, ask: Callable[[], BasketState | None]) -> BasketState:
    with read(hub.engine) as connection:
        waiting = orders.waiting_of_basket(connection, basket_id)
    state = ask()
    if state is None:
        raise HubRefused("basket_unknown", 404)
    log, version = list(state.log), state.version
    there = {op.id for op in log}
    for one in waiting:
        if one.id not in there:
            version += 1
            taken = ordered(log, one.id, _made_at(one), one.order.basket_op_ids)
            log.append(replace(taken, sequence=version))
    return BasketState(state.basket_id, version, tuple(log))


def _made_at(one: Waiting) -> str:
    made, _ = moment(one.order, datetime.fromisoformat(one.received_at))
    return as_text(made)


def _event(one: Waiting) -> HistoryEvent:
    order = one.order
    return order_event(one.id, _made_at(one), order.number, one.answer.to_pay, order.location_id)
