"""What the tour, the README and tests may count on in every demo shop, whatever its seed.

Codes are as a scanner reads them: 13 digits for articles, cards and badges.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.demo.shop.texts import GuestText, load

HERE = "S01"
"""The store of the demo terminal."""
WAREHOUSE = "W01"


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """A variant on show."""

    product_id: str
    sku: str
    gtin13: str


@dataclass(frozen=True, slots=True)
class ShownCustomer:
    """A customer on show."""

    id: str
    card_number: str
    phone: str
    tier_id: str


@dataclass(frozen=True, slots=True)
class ShownStaff:
    """A member of staff on show; the PIN is one of the demo shop, no secret."""

    id: str
    badge_number: str
    number: str
    role: str
    pin: str = field(repr=False)


# Rain jacket “Puddle”, ocean blue. 86, 92 and 110 are here; 98 is in the warehouse, S02 and
# S05; 104 in S03 and S06 alone; 116 nowhere.
RAIN_JACKET = ShownArticle("40118", "MK-40118-OCB-098", "2044011801032")
RAIN_JACKET_HERE = ShownArticle("40118", "MK-40118-OCB-092", "2044011801025")
RAIN_JACKET_FAR = ShownArticle("40118", "MK-40118-OCB-104", "2044011801049")
RAIN_JACKET_SOLD_OUT = ShownArticle("40118", "MK-40118-OCB-116", "2044011801063")
# Rubber boots “Frog”, caramel, 27: here, S02, S04 and the warehouse.
RUBBER_BOOTS = ShownArticle("40227", "MK-40227-CAR-027", "2044022705060")
# T-shirt “Sunday”, sun yellow, 98: here, S03, S05 and the warehouse; 3 for 2.
TSHIRT = ShownArticle("40406", "MK-40406-SUY-098", "2044040603034")
# The longest name in both languages.
LONG_NAME = ShownArticle("40155", "MK-40155-SEA-104", "2044015520045")
# A name full of markup, printer commands and formatting: text as data.
HOSTILE = ShownArticle("41266", "MK-41266-BLK-38X42", "2044126624014")

# Gold; an open basket with the boots and two T-shirts; every channel in the history.
ANNA = ShownCustomer("C0001", "2990000004178", "+79000000417", "gold")
# Basic; one address, no basket.
IVAN = ShownCustomer("C0002", "2990000002051", "+79000000205", "basic")
# Very long name, addresses, messages; twelve snowsuits in the basket.
LONG = ShownCustomer("C0003", "2990000003034", "+79000000303", "silver")
# No history, no basket, no address.
EMPTY = ShownCustomer("C0004", "2990000004093", "+79000000409", "basic")

MILA = ShownStaff("E01", "2991000010411", "1041", "assistant", "2846")
VERA = ShownStaff("E02", "2991000010077", "1007", "manager", "7305")


def guest() -> GuestText:
    """Return what a guest without an account types at the checkout."""
    return load().showcase.guest
