"""Money: an integer of minor units with a currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (kopecks, cents) of an ISO 4217 currency."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.minor * quantity, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other).minor

    def share(self, basis_points: int) -> Money:
        """Return `basis_points` / 10,000 of a non-negative amount, rounded half up."""
        return Money((self.minor * basis_points + 5_000) // 10_000, self.currency)

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Sum amounts of one currency; nothing sums to zero."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result
