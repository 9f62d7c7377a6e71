"""The words of receipts, in any language, whatever language is on the glass."""

from __future__ import annotations

from kiosk.domain.money import Money
from kiosk.ui.typed import QT_TRANSLATE_NOOP
from kiosk.ui.words.formats import Formats
from kiosk.ui.words.language import load_translator

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


class QtTexts:
    """`kiosk.ports.devices.Texts` with a translator of its own; for one thread at a time."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._formats = Formats(language)
        self._translator = load_translator(language)

    def text(self, code: str, **args: object) -> str:
        """Return the words of a code, with its arguments put in as they are."""
        source = _TEXTS[code]
        found = self._translator.translate("Receipt", source) if self._translator else ""
        text = found or source
        for name, value in args.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def money(self, amount: Money) -> str:
        """Write an amount."""
        return self._formats.money(amount)

    def day(self, iso_date: str) -> str:
        """Write a day."""
        return self._formats.weekday(iso_date)

    def moment(self, iso_utc: str, time_zone: str) -> str:
        """Write a day and a time in the shop's time zone."""
        return self._formats.moment(iso_utc, time_zone)
