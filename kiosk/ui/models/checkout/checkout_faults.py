"""What has to be mended before an order can be placed, entry by entry, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.domain.money import Money
from kiosk.domain.stock import Freshness
from kiosk.errors import BadInput, KioskError
from kiosk.ui.context import Context
from kiosk.ui.models.checkout.checkout_entries import Entries
from kiosk.words.formats import unbroken

FIELD_OF = {
    "address_incomplete": "address",
    "proof_needed": "address",
    "slot_missing": "slot",
    "payment_impossible": "payment",
}


class Faults:
    """What the page found missing in its entries, and why the order was refused."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._missing: dict[str, BadInput] = {}  # by entry
        self._refusal: KioskError | None = None

    @property
    def first(self) -> str:
        """The first entry that has to be mended; empty when none has."""
        return next(iter(self._missing), "")

    @property
    def field(self) -> str:
        """The part that the refusal is about: address, slot, payment, other, or none."""
        if self._refusal is None:
            return ""
        code = self._refusal.code
        return "phone" if code.startswith("phone_") else FIELD_OF.get(code, "other")

    def text(self) -> str:
        """Say why the order was refused and what to do."""
        if self._refusal is None:
            return ""
        code = self._refusal.code
        if code == "line_short" and self._context.freshness is not Freshness.EXACT:
            code = "line_sold_out"  # how many are left may be another number by now
        args, formats = self._refusal.args_.items(), self._context.formats
        shown = {k: formats.money(v) if isinstance(v, Money) else v for k, v in args}
        return self._context.sentence(code, shown)

    def of(self, entry: str) -> str:
        """Say what is wrong with an entry."""
        error = self._missing.get(entry)
        if error is None:
            return ""
        named = {name: unbroken(str(value)) for name, value in error.args_.items()}
        return self._context.sentence(error.code, named)

    def look(self, missing: Mapping[str, BadInput]) -> None:
        """Begin anew with what is missing now."""
        self._missing, self._refusal = dict(missing), None

    def refuse(self, error: KioskError) -> None:
        """The order was refused: nothing was written."""
        self._refusal = error

    def typed(self, entry: str, entries: Entries, countries: Sequence[str]) -> None:
        """Something was typed: an entry that is mended loses its mark."""
        if entry in self._missing and not entries.fault(entry, countries):
            del self._missing[entry]
        if self.field in (entry, "address"):
            self._refusal = None

    def chosen(self, entry: str) -> None:
        """Something was chosen; another address asks for other entries."""
        self._refusal = None
        if entry == "address":
            self._missing = {e: error for e, error in self._missing.items() if e == "phone"}
