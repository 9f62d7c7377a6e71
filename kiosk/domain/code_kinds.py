"""What a code that was read can be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductCode:
    """A GTIN with a valid check digit, as its 14 digits (GS1 General Specifications §7.9).

    `mark` is the marking code of goods that have to be marked piece by piece (GTIN, serial number
    and signature, with the separators); it names one piece.
    """

    gtin14: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredCode:
    """A label of this shop's own scales: the item's GTIN and what this piece weighs or costs.

    `value` is in grams (`measure` is `weight`) or minor units (`price`).
    """

    gtin14: str
    measure: str
    value: int


@dataclass(frozen=True, slots=True)
class OrderSlip:
    """The number of an order, off a receipt: `T7-00412-K`."""

    number: str


@dataclass(frozen=True, slots=True)
class LoyaltyCard:
    """A loyalty account's 13-digit number."""

    number: str


@dataclass(frozen=True, slots=True)
class AppCode:
    """A code with the form of an app code; `kiosk.wire.app_code` checks its signature."""

    text: str


@dataclass(frozen=True, slots=True)
class StaffBadge:
    """A staff member's 13-digit badge number."""

    number: str


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """Nothing of ours. `reason`: `empty`, `too_long`, `checksum`, `add_on`, `link`, `not_ours`.

    `add_on`: only the small code that stands beside the EAN of a magazine or book (issue or price).
    `link`: an address on the web, `text`; it is shown and never opened.
    """

    reason: str
    text: str = ""


Code = ProductCode | MeasuredCode | LoyaltyCard | AppCode | OrderSlip | StaffBadge | UnknownCode
