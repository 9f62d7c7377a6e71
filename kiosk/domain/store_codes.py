"""Labels of a shop's own scales: a number that holds the item and what this piece weighs.

How such a number is cut is each shop's own business; a rule says it by a pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.domain.code_kinds import MeasuredCode
from kiosk.domain.gtin import check_digit, is_gtin, is_restricted

_FORM = re.compile(r"\d+I+\d*(?:V?(?:W+|P+)|(?:W+|P+)V?)C")
_LENGTHS = (8, 12, 13)
_MEASURES = {"W": "weight", "P": "price"}


@dataclass(frozen=True, slots=True)
class StoreRule:
    """One way in which a shop cuts its numbers; made by `parse_rule`."""

    pattern: str

    def match(self, digits: str) -> MeasuredCode | None:
        """Return what a number with a right check digit means by this rule, if it fits.

        The item's GTIN, as catalogues list it, is the same number with a value of zero.
        """
        pattern = self.pattern.zfill(14)
        if len(digits) not in _LENGTHS or not is_gtin(digits):
            return None
        number = digits.zfill(14)
        pairs = list(zip(pattern, number, strict=True))
        if any(sign.isdecimal() and sign != digit for sign, digit in pairs):
            return None
        leading = "".join("0" if sign in "WPV" else digit for sign, digit in pairs[:-1])
        value = "".join(digit for sign, digit in pairs if sign in _MEASURES)
        kind = next(sign for sign in pattern if sign in _MEASURES)
        return MeasuredCode(leading + check_digit(leading), _MEASURES[kind], int(value))


def parse_rule(pattern: str) -> StoreRule:
    """Read a rule such as `22IIIIIWWWWWC`.

    Digits stand for themselves; `I` is a digit of the item, `W` of grams, `P` of a price in
    minor units, `V` the price's own check digit (not looked at), `C` the check digit. Raises
    `ValueError`, with what is wrong, for anything else.
    """
    if len(pattern) not in _LENGTHS:
        raise ValueError(f"{pattern!r} has {len(pattern)} characters; a rule has 8, 12 or 13")
    if not pattern.isascii() or not _FORM.fullmatch(pattern):
        raise ValueError(
            f"{pattern!r} is not of the form: digits, I for the item, W for grams or P for a "
            "price (V before or after it for its check digit), C at the end"
        )
    if not is_restricted(pattern):
        raise ValueError(
            f"{pattern!r} takes numbers that other firms' products have; a rule begins with "
            "02, 04 or 20 to 29 (13 characters), 2 or 4 (12), 0 or 2 (8)"
        )
    return StoreRule(pattern)
