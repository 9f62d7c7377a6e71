"""Trade item numbers: check digits, the short forms, and the numbers a shop gives itself.

Whatever a number looks like on a label, here it is compared as its GTIN-14 (GS1 General
Specifications §7.9 check digits, §5.2.2.4.2 UPC-E, §1.4.5 restricted circulation).
"""

from __future__ import annotations

LENGTHS = (8, 12, 13, 14)
UPC_E_LENGTHS = (6, 7, 8)
_WHOLE_UPC_E = 8
_RESTRICTED_8 = ("0", "2")  # GTIN-8
_RESTRICTED_13 = ("02", "04", "2")


def check_digit(digits: str) -> str:
    """Return the GS1 mod-10 check digit of a GTIN's leading digits."""
    weighted = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-weighted % 10)


def gtin13(leading12: str) -> str:
    """Complete twelve digits to a GTIN-13."""
    return leading12 + check_digit(leading12)


def are_digits(text: str) -> bool:
    """Tell whether a text is digits only: 0 to 9, not those of other scripts."""
    return text.isascii() and text.isdecimal()


def is_gtin(digits: str) -> bool:
    """Tell whether digits are a GTIN with the right check digit; all zeros are none."""
    return (
        len(digits) in LENGTHS
        and are_digits(digits)
        and check_digit(digits[:-1]) == digits[-1]
        and digits.strip("0") != ""
    )


def upc_a(digits: str) -> tuple[str, ...]:
    """Return the UPC-A numbers that the 6, 7 or 8 digits of a UPC-E may stand for.

    Six digits lack the number system and the check digit, seven lack one of the two; of eight, the
    check digit must be right.
    """
    if len(digits) not in UPC_E_LENGTHS or not are_digits(digits):
        return ()
    if len(digits) == _WHOLE_UPC_E:
        whole = [(digits[0], digits[1:7], digits[7])]
    elif len(digits) == _WHOLE_UPC_E - 1:
        whole = [(digits[0], digits[1:], ""), ("0", digits[:6], digits[6])]
    else:
        whole = [("0", digits, "")]
    found = []
    for system, middle, check in whole:
        leading = system + _expanded(middle)
        if system in "01" and check in ("", check_digit(leading)):
            found.append(leading + check_digit(leading))
    return tuple(dict.fromkeys(found))


def is_restricted(digits: str) -> bool:
    """Tell whether a number's leading digits are free for each shop's own use.

    Only the first two of its 8, 12 or 13 places are looked at; the others may be letters.
    """
    if len(digits) == 8:
        return digits.startswith(_RESTRICTED_8)
    return digits.zfill(13).startswith(_RESTRICTED_13)


def _expanded(middle: str) -> str:
    last = middle[5]
    if last in "012":
        return f"{middle[:2]}{last}0000{middle[2:5]}"
    if last == "3":
        return f"{middle[:3]}00000{middle[3:5]}"
    if last == "4":
        return f"{middle[:4]}00000{middle[4]}"
    return f"{middle[:5]}0000{last}"
