"""Money, days and times as people read them, in any language, from any thread."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale

from kiosk.domain.money import Money

NO_BREAK = "\u00a0"
NO_BREAK_HYPHEN = "\u2011"
SYMBOLS = {"RUB": "₽", "EUR": "€", "USD": "$", "GBP": "£"}


def unbroken(text: str) -> str:
    """Keep a number on one line."""
    return text.replace(" ", NO_BREAK).replace("-", NO_BREAK_HYPHEN)


class Formats:
    """The conventions of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = QLocale(language)

    def number(self, value: int) -> str:
        """Group an integer's digits."""
        return f"{value:,}".replace(",", self._locale.groupSeparator())

    def money(self, amount: Money) -> str:
        """Write an amount with its currency; kopecks only where there are any."""
        sign = "−" if amount.minor < 0 else ""
        major, minor = divmod(abs(amount.minor), 100)
        cents = f"{self._locale.decimalPoint()}{minor:02d}" if minor else ""
        symbol = SYMBOLS.get(amount.currency, amount.currency)
        return f"{sign}{self.number(major)}{cents}{NO_BREAK}{symbol}"

    def decimal(self, value: float) -> str:
        """Write a measure with one digit after the point."""
        return self._locale.toString(value, "f", 1)

    def thousandths(self, value: int) -> str:
        """Write grams as kilograms: `0.350`."""
        whole, rest = divmod(value, 1000)
        return f"{self.number(whole)}{self._locale.decimalPoint()}{rest:03d}"

    def percent(self, basis_points: int) -> str:
        """Write basis points as per cent."""
        whole, rest = divmod(basis_points, 100)
        part = f"{self._locale.decimalPoint()}{rest:02d}".rstrip("0") if rest else ""
        gap = "" if self.language.startswith("en") else NO_BREAK
        return f"{whole}{part}{gap}%"

    def day(self, iso_date: str) -> str:
        """Write a day: `24 November`, `24 ноября`."""
        return self._locale.toString(_q(iso_date), "d MMMM")

    def weekday(self, iso_date: str) -> str:
        """Write a weekday with its day: `Thursday, 24 November`."""
        return self._locale.toString(_q(iso_date), "dddd, d MMMM")

    def short_weekday(self, iso_date: str) -> str:
        """Write a weekday with its day in little room: `Thu 26 November`."""
        return self._locale.toString(_q(iso_date), "ddd d MMMM")

    def time(self, moment: datetime, time_zone: str) -> str:
        """Write hours and minutes, 24 h."""
        return f"{moment.astimezone(ZoneInfo(time_zone)):%H:%M}"

    def moment(self, iso_utc: str, time_zone: str) -> str:
        """Write a day and a time in the shop's time zone."""
        moment = datetime.fromisoformat(iso_utc).astimezone(ZoneInfo(time_zone))
        day = self._locale.toString(_q(moment.date().isoformat()), "d MMMM yyyy")
        return f"{day}, {moment:%H:%M}"


def _q(iso_date: str) -> QDate:
    day = date.fromisoformat(iso_date)
    return QDate(day.year, day.month, day.day)
