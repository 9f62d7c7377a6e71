"""Money, days and times as people read them, in any language, from any thread."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from kiosk.domain.money import Money
from kiosk.words.conventions import conventions

NO_BREAK = "\u00a0"
NO_BREAK_HYPHEN = "\u2011"
SYMBOLS = {"RUB": "₽", "EUR": "€", "USD": "$", "GBP": "£"}
TENTH = Decimal("0.1")


def unbroken(text: str) -> str:
    """Keep a number on one line."""
    return text.replace(" ", NO_BREAK).replace("-", NO_BREAK_HYPHEN)


class Formats:
    """The conventions of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._own = conventions(language)

    def number(self, value: int) -> str:
        """Group an integer's digits."""
        return f"{value:,}".replace(",", self._own.group)

    def money(self, amount: Money) -> str:
        """Write an amount with its currency; kopecks only where there are any."""
        sign = "−" if amount.minor < 0 else ""
        major, minor = divmod(abs(amount.minor), 100)
        cents = f"{self._own.point}{minor:02d}" if minor else ""
        symbol = SYMBOLS.get(amount.currency, amount.currency)
        return f"{sign}{self.number(major)}{cents}{NO_BREAK}{symbol}"

    def decimal(self, value: float) -> str:
        """Write a measure with one digit after the point; halves are rounded up."""
        tenths = Decimal(value).quantize(TENTH, ROUND_HALF_UP)
        whole, _, rest = f"{tenths:,}".partition(".")
        return f"{whole.replace(',', self._own.group)}{self._own.point}{rest}"

    def thousandths(self, value: int) -> str:
        """Write grams as kilograms: `0.350`."""
        whole, rest = divmod(value, 1000)
        return f"{self.number(whole)}{self._own.point}{rest:03d}"

    def percent(self, basis_points: int) -> str:
        """Write basis points as per cent."""
        whole, rest = divmod(basis_points, 100)
        part = f"{self._own.point}{rest:02d}".rstrip("0") if rest else ""
        return f"{whole}{part}{self._own.before_percent}%"

    def day(self, iso_date: str) -> str:
        """Write a day: `24 November`, `24 ноября`."""
        day = date.fromisoformat(iso_date)
        return f"{day.day} {self._own.months[day.month - 1]}"

    def short_day(self, iso_date: str) -> str:
        """Write a day in little room: `24 Nov`."""
        day = date.fromisoformat(iso_date)
        return f"{day.day} {self._own.short_months[day.month - 1]}"

    def weekday(self, iso_date: str) -> str:
        """Write a weekday with its day: `Thursday, 24 November`."""
        name = self._own.weekdays[date.fromisoformat(iso_date).weekday()]
        return f"{name}, {self.day(iso_date)}"

    def short_weekday(self, iso_date: str) -> str:
        """Write a weekday with its day in little room: `Thu 26 November`."""
        return f"{self.weekday_alone(iso_date)} {self.day(iso_date)}"

    def weekday_alone(self, iso_date: str) -> str:
        """Write a weekday without its day, in little room: `Thu`."""
        return self._own.short_weekdays[date.fromisoformat(iso_date).weekday()]

    def month(self, iso_date: str) -> str:
        """Write a month and its year, as they follow a preposition: `March 2021`, `марта 2021`."""
        day = date.fromisoformat(iso_date)
        return f"{self._own.months[day.month - 1]} {day.year}"

    def time(self, moment: datetime, time_zone: str) -> str:
        """Write hours and minutes, 24 h."""
        return f"{moment.astimezone(ZoneInfo(time_zone)):%H:%M}"

    def moment(self, iso_utc: str, time_zone: str) -> str:
        """Write a day and a time in the shop's time zone."""
        moment = datetime.fromisoformat(iso_utc).astimezone(ZoneInfo(time_zone))
        return f"{self.day(moment.date().isoformat())} {moment.year}, {moment:%H:%M}"
