"""The words of receipts, in any language, whatever language is on the glass."""

from __future__ import annotations

from kiosk.domain.money import Money
from kiosk.words.formats import Formats
from kiosk.words.translations import QT_TRANSLATE_NOOP, filled, translated

_TEXTS: dict[str, str] = {
    "receipt.order": QT_TRANSLATE_NOOP("Receipt", "Order {number}"),
    "receipt.line_total": QT_TRANSLATE_NOOP("Receipt", "Line total"),
    "receipt.delivery_fee": QT_TRANSLATE_NOOP("Receipt", "Delivery"),
    "receipt.to_pay": QT_TRANSLATE_NOOP("Receipt", "To pay"),
    "receipt.pay.at_till": QT_TRANSLATE_NOOP("Receipt", "Pay at the till with the code below"),
    "receipt.pay.on_delivery": QT_TRANSLATE_NOOP("Receipt", "Pay the courier on delivery"),
    "receipt.pay.on_collection": QT_TRANSLATE_NOOP("Receipt", "Pay when you collect"),
    "receipt.points": QT_TRANSLATE_NOOP("Receipt", "Points to be added: {points}"),
    "receipt.offline": QT_TRANSLATE_NOOP(
        "Receipt", "Taken without network. The shop will confirm it when the network is back."
    ),
    "receipt.track": QT_TRANSLATE_NOOP("Receipt", "Follow your order"),
    "receipt.take_away": QT_TRANSLATE_NOOP("Receipt", "Taken along: {where}"),
    "receipt.delivery": QT_TRANSLATE_NOOP("Receipt", "Delivery to {where}"),
    "receipt.collect": QT_TRANSLATE_NOOP("Receipt", "Collect at {where}"),
    "receipt.transfer": QT_TRANSLATE_NOOP("Receipt", "Brought to {where}"),
    "receipt.slot": QT_TRANSLATE_NOOP("Receipt", "{day}, {start}:00–{end}:00"),
    "receipt.from": QT_TRANSLATE_NOOP("Receipt", "{day}, from {start}:00"),
}


class ReceiptTexts:
    """`kiosk.words.receipts.Texts` of the application's translations; for any thread."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._formats = Formats(language)

    def text(self, code: str, **args: object) -> str:
        """Return the words of a code, with its arguments put in as they are."""
        return filled(translated(self.language, "Receipt", _TEXTS[code]), args)

    def money(self, amount: Money) -> str:
        """Write an amount."""
        return self._formats.money(amount)

    def day(self, iso_date: str) -> str:
        """Write a day."""
        return self._formats.weekday(iso_date)

    def moment(self, iso_utc: str, time_zone: str) -> str:
        """Write a day and a time in the shop's time zone."""
        return self._formats.moment(iso_utc, time_zone)
