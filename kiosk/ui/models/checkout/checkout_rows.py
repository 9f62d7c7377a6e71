"""What the checkout offers to choose from, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from kiosk.domain.customers import KnownAddress
from kiosk.domain.fulfilment import FulfilmentKind, Promise, Way
from kiosk.domain.orders import Fallback, Payment
from kiosk.services.basket import BasketView
from kiosk.services.checkout import payments
from kiosk.ui.context import Context
from kiosk.ui.promise_words import ICONS, Wording

NEW_ADDRESS = "new"


@dataclass(frozen=True, slots=True)
class PartRow:
    """A line to be ordered; the first of each way carries the way's heading."""

    sku: str
    heading: str
    headingDetail: str
    icon: str
    name: str
    detail: str
    drawing: str
    hex: str
    picture: str
    gone: bool


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One of several things to choose from."""

    key: str
    title: str
    detail: str
    icon: str
    selected: bool


def part_rows(
    view: BasketView, context: Context, words: Wording, gone: Collection[str]
) -> list[PartRow]:
    """Word the lines, grouped by way: what is taken along first, then what comes home.

    `gone` are SKUs that have just sold out.
    """
    order = list(FulfilmentKind)
    found = [(line.way, line) for line in view.lines if line.way]
    found.sort(key=lambda pair: order.index(pair[0].kind))
    rows: list[PartRow] = []
    before = ""
    for way, line in found:
        title, when = _heading(way, words)
        detail = f"{context.pick(line.variant.colour.name)} · {line.variant.size}"
        count = line.line.quantity
        rows.append(
            PartRow(
                sku=line.variant.sku,
                heading="" if title == before else title,
                headingDetail="" if title == before else when,
                icon=ICONS[way.kind],
                name=context.pick(line.name),
                detail=detail if count == 1 else f"{detail} · {words.counted.copies(count)}",
                drawing=line.drawing,
                hex=line.variant.colour.hex,
                picture=line.variant.colour.picture,
                gone=line.variant.sku in gone,
            )
        )
        before = title
    return rows


def address_rows(known: Sequence[KnownAddress], chosen: str) -> list[OptionRow]:
    """Offer the addresses that other channels know, and another one."""
    rows = [OptionRow(a.ref, a.label, "", "home", a.ref == chosen) for a in known]
    if rows:
        other = QCoreApplication.translate("Checkout", "New address")
        rows.append(OptionRow(NEW_ADDRESS, other, "", "edit", chosen == NEW_ADDRESS))
    return rows


def slot_rows(slots: Sequence[Promise], chosen: str, words: Wording) -> list[OptionRow]:
    """Offer the delivery slots."""
    rows: list[OptionRow] = []
    for slot in slots:
        key, day = slot_key(slot), words.day(slot.day, short=True)
        rows.append(OptionRow(key, f"{slot.from_hour}–{slot.to_hour}", day, "", key == chosen))
    return rows


def payment_rows(view: BasketView, chosen: str, by_staff: bool, prints: bool) -> list[OptionRow]:
    """Offer the ways to pay that fit the basket, worded for who reads them.

    `prints`: there will be a receipt to show at the till.
    """
    words = _for_staff(prints) if by_staff else _for_shopper(prints)
    return [OptionRow(str(p), *words[p], str(p) == chosen) for p in payments(view)]


def fallback_rows(chosen: str, by_staff: bool) -> list[OptionRow]:
    """Offer what may become of a piece that turns out sold, worded for who reads it."""
    words = {
        Fallback.WAIT: (
            QCoreApplication.translate("Checkout", "Wait for the next one"),
            "hourglass_top",
        ),
        Fallback.ELSEWHERE: (
            QCoreApplication.translate("Checkout", "Collect it at the nearest store that has it"),
            "storefront",
        ),
        Fallback.LEAVE_OUT: (
            QCoreApplication.translate("Checkout", "Leave it out: the customer does not pay for it")
            if by_staff
            else QCoreApplication.translate("Checkout", "Leave it out and do not pay for it"),
            "do_not_disturb_on",
        ),
    }
    return [OptionRow(str(f), title, "", icon, f == chosen) for f, (title, icon) in words.items()]


def _for_shopper(prints: bool) -> dict[Payment, tuple[str, str, str]]:
    return {
        Payment.AT_TILL: (
            QCoreApplication.translate("Checkout", "Now at the till"),
            QCoreApplication.translate("Checkout", "Show the printed code there")
            if prints
            else QCoreApplication.translate("Checkout", "Say the order’s number there"),
            "point_of_sale",
        ),
        Payment.ON_DELIVERY: (
            QCoreApplication.translate("Checkout", "On delivery"),
            QCoreApplication.translate("Checkout", "Pay the courier by card or in cash"),
            "local_shipping",
        ),
        Payment.ON_COLLECTION: (
            QCoreApplication.translate("Checkout", "When you collect"),
            QCoreApplication.translate("Checkout", "Pay in the store when it is ready"),
            "storefront",
        ),
    }


def _for_staff(prints: bool) -> dict[Payment, tuple[str, str, str]]:
    return {
        Payment.AT_TILL: (
            QCoreApplication.translate("Checkout", "The customer pays at the till"),
            QCoreApplication.translate("Checkout", "With the code on the receipt")
            if prints
            else QCoreApplication.translate("Checkout", "With the order’s number"),
            "point_of_sale",
        ),
        Payment.ON_DELIVERY: (
            QCoreApplication.translate("Checkout", "On delivery"),
            QCoreApplication.translate("Checkout", "To the courier, by card or in cash"),
            "local_shipping",
        ),
        Payment.ON_COLLECTION: (
            QCoreApplication.translate("Checkout", "On collection"),
            QCoreApplication.translate("Checkout", "In the store, when it is ready"),
            "storefront",
        ),
    }


def slot_key(slot: Promise) -> str:
    """Name a slot among the others."""
    return f"{slot.day}/{slot.from_hour}"


def _heading(way: Way, words: Wording) -> tuple[str, str]:
    if way.kind is FulfilmentKind.DELIVERY:
        return QCoreApplication.translate("Checkout", "Home delivery"), ""
    if way.kind is FulfilmentKind.TAKE_AWAY:
        return words.way_title(way), ""
    return words.way_title(way), words.promise(way.promise)
