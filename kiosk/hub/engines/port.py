"""What the hub asks of a commerce engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.orders import Address, Contact
from kiosk.errors import KioskError


class EngineUnavailable(KioskError):
    """No answer from the engine: whether it has the order is not known."""


@dataclass(frozen=True, slots=True)
class EngineLine:
    """So many pieces of a SKU out of one location.

    `waits`: the customer was told that there are none and waits; the engine answers it as
    backordered.
    """

    sku: str
    quantity: int
    kind: str
    location_id: str
    source_id: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class EngineOrder:
    """An accepted order; `id` is the external reference, unique in the engine."""

    id: str
    number: str
    customer_id: str
    contact: Contact
    deliver_to: Address | None
    lines: tuple[EngineLine, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """The engine has the order under `reference`; it lacks pieces for `backordered` SKUs."""

    reference: str
    backordered: tuple[str, ...]


class CommerceEngine(Protocol):
    """The system that fulfils the shop's orders. Calls may raise `EngineUnavailable`."""

    def place(self, order: EngineOrder) -> Placement:
        """Hand an order over; the engine refuses to take one id twice and says what it has."""

    def find(self, order_id: str) -> Placement | None:
        """Return the placement of an order, if the engine has it."""
