"""How well we know who stands at the glass, and what that lets us show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Recognition(StrEnum):
    """How sure we are: a card number recognises a customer, only a proof opens the account."""

    NOBODY = "nobody"
    RECOGNISED = "recognised"
    PROVEN = "proven"


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """An address another channel knows: a reference and a masked label, never the text."""

    ref: str
    label: str  # "Lin••• 8"


@dataclass(frozen=True, slots=True)
class Account:
    """What the terminal holds of a customer during a session."""

    customer_id: str
    first_name: str
    tier_id: str
    points: int
    points_as_of: str  # ISO 8601 UTC
    recognition: Recognition
    addresses: tuple[KnownAddress, ...] = ()
    basket_id: str = ""  # the open basket of other channels; empty when unknown
