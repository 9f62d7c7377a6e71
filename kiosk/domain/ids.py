"""Identifiers minted on the terminal: UUIDv7 and the order's number."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_HEX = frozenset("0123456789abcdef")
_MOST_DIGITS = 18  # of a counter: all such numbers fit into 64 bits


def uuid7(unix_ms: int) -> str:
    """Mint a UUIDv7 (RFC 9562 §5.7) for a wall-clock time in milliseconds.

    Uniqueness rests on 74 random bits, so a clock that jumps cannot repeat one.
    """
    value = (unix_ms & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def is_sha256(text: str) -> bool:
    """Tell whether a text is a SHA-256 in lower-case hex: such a text is safe as a file name."""
    return len(text) == 64 and _HEX.issuperset(text)


def check_character(text: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character of letters and digits."""
    product = 36
    for character in text:
        total = (product + ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return ALPHABET[(37 - product) % 36]


@dataclass(frozen=True, slots=True)
class OrderNumber:
    """What a person reads out: terminal prefix, counter, check character: `T7-00412-K`."""

    prefix: str
    counter: int

    def __str__(self) -> str:
        body = f"{self.counter:05d}"
        return f"{self.prefix}-{body}-{check_character(self.prefix + body)}"


def is_number_of(text: str, prefix: str) -> bool:
    """Tell whether a text is a number that the terminal with a prefix gives its orders.

    Only the spelling that terminals print and send counts: capitals, a counter padded with noughts
    to five digits, the right check character.
    """
    body = text.removeprefix(f"{prefix}-").partition("-")[0]
    if not (body.isascii() and body.isdecimal() and len(body) <= _MOST_DIGITS):
        return False
    return text == str(OrderNumber(prefix, int(body)))


def is_order_number(text: str) -> bool:
    """Tell whether a read-out or scanned number, in any case, has the right check character."""
    prefix, _, rest = text.upper().partition("-")
    body, _, check = rest.partition("-")
    plain = prefix + body
    if not (prefix and body.isdecimal() and len(check) == 1):
        return False
    return all(c in ALPHABET for c in plain) and check_character(plain) == check
