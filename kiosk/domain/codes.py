"""What a scanned text is: a product, a loyalty card, an app code, a badge, or nothing of ours.

A code is data from outside (it may hold anything up to a shell script): it is matched
against closed grammars here and goes no further when none fits.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_LENGTH = 1_200  # the largest signed app code is below 700 characters
LOYALTY_PREFIX = "2990"  # GS1 restricted circulation numbers, for use inside a company
BADGE_PREFIX = "2991"
APP_CODE_PREFIX = "KA1."
_BASE64URL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@dataclass(frozen=True, slots=True)
class ProductCode:
    """A GTIN with a valid check digit, as its 14 digits (GS1 General Specifications §7.9)."""

    gtin14: str


@dataclass(frozen=True, slots=True)
class LoyaltyCard:
    """A loyalty account's 13-digit number."""

    number: str


@dataclass(frozen=True, slots=True)
class AppCode:
    """A code of the right form to be signed; the signature is checked elsewhere."""

    text: str


@dataclass(frozen=True, slots=True)
class StaffBadge:
    """A staff member's 13-digit badge number."""

    number: str


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """Nothing of ours. `reason`: `empty`, `too_long`, `checksum` or `not_ours`."""

    reason: str


Code = ProductCode | LoyaltyCard | AppCode | StaffBadge | UnknownCode


def check_digit(digits: str) -> str:
    """Return the GS1 mod-10 check digit of a GTIN's leading digits."""
    weighted = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-weighted % 10)


def gtin13(leading12: str) -> str:
    """Complete twelve digits to a GTIN-13."""
    return leading12 + check_digit(leading12)


def is_app_code(text: str) -> bool:
    """Tell whether a text has an app code's form: prefix, two base64url parts."""
    parts = text.removeprefix(APP_CODE_PREFIX).split(".")
    return (
        text.startswith(APP_CODE_PREFIX)
        and len(parts) == 2
        and all(part and _BASE64URL.issuperset(part) for part in parts)
    )


def classify(text: str) -> Code:
    """Say what a scanned or typed text is; never raises."""
    text = text.strip()
    if not text:
        return UnknownCode("empty")
    if len(text) > MAX_LENGTH:
        return UnknownCode("too_long")
    if is_app_code(text):
        return AppCode(text)
    if not (text.isascii() and text.isdecimal()) or len(text) not in (8, 12, 13, 14):
        return UnknownCode("not_ours")
    if check_digit(text[:-1]) != text[-1]:
        return UnknownCode("checksum")
    if len(text) == 13 and text.startswith(LOYALTY_PREFIX):
        return LoyaltyCard(text)
    if len(text) == 13 and text.startswith(BADGE_PREFIX):
        return StaffBadge(text)
    return ProductCode(text.zfill(14))
