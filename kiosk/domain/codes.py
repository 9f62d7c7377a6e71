"""What a scanned text is: a product, a loyalty card, an app code, a badge, or nothing of ours.

A code is data from outside (it may hold anything up to a shell script): it is matched
against closed grammars here and goes no further when none fits. Nothing is repaired: with a digit
of another script or an invisible character in it, a code is none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kiosk.domain import gs1, gtin
from kiosk.domain.code_kinds import (
    AppCode,
    Code,
    LoyaltyCard,
    OrderSlip,
    ProductCode,
    StaffBadge,
    UnknownCode,
)
from kiosk.domain.ids import is_order_number
from kiosk.domain.scans import Symbology, symbology_of
from kiosk.domain.store_codes import StoreRule

MAX_LENGTH = 1_200  # the largest signed app code is below 700 characters
LOYALTY_PREFIX = "2990"  # GS1 restricted circulation numbers, for use inside a company
BADGE_PREFIX = "2991"
APP_CODE_PREFIX = "KA1."
_BASE64URL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
_BLANKS = " \t\r\n"  # what scanners and people put around a code; never GS, which belongs to it
_LINK = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
_ELEMENT_STRINGS = frozenset({Symbology.GS1_128, Symbology.GS1_DATAMATRIX, Symbology.GS1_QR})
# What a symbol of bars can hold; EAN-13's AIM identifier is also that of UPC-A and UPC-E.
_GTIN_LENGTHS = {
    Symbology.EAN13: (13, 12),
    Symbology.UPCA: (13, 12),
    Symbology.UPCE: (13, 12),
    Symbology.EAN8: (8,),
    Symbology.ITF: (14,),
    Symbology.DATABAR: (14,),
}
_UPC_E_LENGTHS = {Symbology.UPCE: (6, 7, 8), Symbology.EAN13: (8,), Symbology.UNKNOWN: (8,)}
# What a magazine or a book has beside its number: two or five digits (GS1 General
# Specifications §5.2.2.5), which scanners send joined, behind a blank, or by themselves.
_ADD_ONS = (2, 5)
_ADD_ON = re.compile(r"([0-9]{8}|[0-9]{12,13})(?:[ +]+|\]E[12])(?:[0-9]{2}|[0-9]{5})")
_WITH_ADD_ON = {
    Symbology.EAN13: (13, 12, 8),
    Symbology.UPCA: (13, 12),
    Symbology.UPCE: (13, 12, 8),
    Symbology.EAN8: (8,),
    Symbology.UNKNOWN: (13, 12, 8),
}
_GS1 = _ELEMENT_STRINGS | {Symbology.DATABAR}
_DIGITS_ALONE = frozenset(_GTIN_LENGTHS) - {Symbology.DATABAR}


def is_app_code(text: str) -> bool:
    """Tell whether a text has an app code's form: prefix, two base64url parts."""
    parts = text.removeprefix(APP_CODE_PREFIX).split(".")
    return (
        text.startswith(APP_CODE_PREFIX)
        and len(parts) == 2
        and all(part and _BASE64URL.issuperset(part) for part in parts)
    )


def classify(text: str) -> Code:
    """Say what a scanned or typed text most likely is; never raises."""
    return readings(text)[0]


def readings(
    text: str,
    symbology: Symbology = Symbology.UNKNOWN,
    rules: Sequence[StoreRule] = (),
    exact: bool = False,
) -> tuple[Code, ...]:
    """List what a text may be, most likely first; never empty, never raises.

    There are several only where the catalogue must decide: a product behind an `UnknownCode` is
    meant if the catalogue has it. `exact`: the reader keeps GS1 separators, so that none has to be
    put back. The time is bounded, since a text longer than `MAX_LENGTH` is not looked at. A text of
    unknown symbology may begin with its AIM identifier.
    """
    text = text.strip(_BLANKS)
    if not text:
        return (UnknownCode("empty"),)
    if len(text) > MAX_LENGTH:
        return (UnknownCode("too_long"),)
    if symbology is Symbology.UNKNOWN:
        symbology = symbology_of(text[:3])
        text = text if symbology is Symbology.UNKNOWN else text[3:]
    if symbology is Symbology.ADD_ON and gtin.are_digits(text) and len(text) in _ADD_ONS:
        return (UnknownCode("add_on"),)
    if symbology in _WITH_ADD_ON and (beside := _ADD_ON.fullmatch(text)):
        return _beside_add_on(beside[1], symbology) or (UnknownCode("checksum"),)
    plain = symbology not in _ELEMENT_STRINGS and gtin.are_digits(text)
    if plain and (numbers := _numbers(text, symbology, rules)):
        return numbers
    if symbology in _DIGITS_ALONE:
        return (UnknownCode("not_ours"),)
    if is_app_code(text):
        return (AppCode(text),)
    if text.isascii() and is_order_number(text):
        return (OrderSlip(text.upper()),)
    if symbology in _GS1 or gs1.begins_like_one(text):
        return (_element_string(text, exact),)
    if _LINK.match(text) and text.isprintable():
        item = gs1.read_link(text)
        return (_product(item) if item else UnknownCode("link", text),)
    return (UnknownCode("not_ours"),)


def _numbers(digits: str, symbology: Symbology, rules: Sequence[StoreRule]) -> tuple[Code, ...]:
    """Return what a number may be, whole or with an add-on; empty for other lengths."""
    whole = _whole(digits, symbology, rules)
    if whole and not isinstance(whole[0], ProductCode | UnknownCode):
        return whole
    if len(digits) == 13 and gtin.is_gtin(digits):
        return whole
    joined = _joined(digits, symbology)
    if joined and not whole and len(digits) < 14 and symbology is Symbology.UNKNOWN:
        whole = (UnknownCode("not_ours"),)  # it may be a phone number as well
    return (*whole, *joined)


def _whole(digits: str, symbology: Symbology, rules: Sequence[StoreRule]) -> tuple[Code, ...]:
    lengths = _GTIN_LENGTHS.get(symbology, gtin.LENGTHS)
    short = _UPC_E_LENGTHS.get(symbology, ())
    if len(digits) not in (*lengths, *short):
        return ()
    codes: list[Code] = []
    if len(digits) in lengths and gtin.is_gtin(digits):
        if own := _own(digits.zfill(14)):
            return (own,)
        codes = [code for rule in rules if (code := rule.match(digits))]
        codes.append(ProductCode(digits.zfill(14)))
    if len(digits) in short:
        expanded = [ProductCode(number.zfill(14)) for number in gtin.upc_a(digits)]
        # A GTIN-8 with a 0 in front is some shop's own, so a UPC-E is likelier.
        codes = [*expanded, *codes] if digits.startswith("0") else [*codes, *expanded]
    return tuple(dict.fromkeys(codes)) or (UnknownCode("checksum"),)


def _joined(digits: str, symbology: Symbology) -> tuple[Code, ...]:
    """Return the products of a number that ends with an add-on."""
    ends = (len(digits) - add_on for add_on in _ADD_ONS)
    return tuple(
        code
        for end in ends
        if end in _WITH_ADD_ON.get(symbology, ())
        for code in _beside_add_on(digits[:end], symbology)
    )


def _beside_add_on(digits: str, symbology: Symbology) -> tuple[Code, ...]:
    """Return the products of the number in front of an add-on; cards and badges have none."""
    codes = _whole(digits, symbology, ())
    products = (code for code in codes if isinstance(code, ProductCode))
    return tuple(product for product in products if product.gtin14.strip("0"))


def _own(gtin14: str) -> LoyaltyCard | StaffBadge | None:
    """Return the card or badge that a number is, as 13 digits or with a zero in front."""
    number = gtin14[1:]
    if not gtin14.startswith("0"):
        return None
    if number.startswith(LOYALTY_PREFIX):
        return LoyaltyCard(number)
    return StaffBadge(number) if number.startswith(BADGE_PREFIX) else None


def _element_string(text: str, exact: bool) -> Code:
    item = gs1.read(text, exact)
    return _product(item) if item else UnknownCode("not_ours")


def _product(item: gs1.Item) -> Code:
    if _own(item.gtin14) is not None:
        return UnknownCode("not_ours")  # nobody marks goods with a card's or badge's number
    return ProductCode(item.gtin14, item.mark) if item.valid else UnknownCode("checksum")
