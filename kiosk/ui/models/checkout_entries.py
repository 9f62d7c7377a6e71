"""What the shopper has filled in at the checkout, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.customers import normalise_phone

ADDRESS = ("city", "street", "house")


@dataclass(slots=True)
class Entries:
    """Replaced as a whole when the session ends."""

    city: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    phone: str = ""
    name: str = ""
    address: str = ""
    slot: str = ""
    payment: str = ""

    def fault(self, entry: str) -> str:
        """The code of what is wrong with one entry; empty when nothing is."""
        if entry == "phone":
            return "" if normalise_phone(self.phone) else "phone_invalid"
        return "" if getattr(self, entry).strip() else f"{entry}_missing"

    def faults(self, typed_address: bool, contact: bool) -> dict[str, str]:
        """The codes of everything that is missing, in the page's order."""
        asked = (*(ADDRESS if typed_address else ()), *(("phone",) if contact else ()))
        return {entry: code for entry in asked if (code := self.fault(entry))}
