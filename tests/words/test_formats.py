"""Money, numbers and days are as Qt, from the same CLDR, writes them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate, QLocale

from kiosk.domain.money import Money
from kiosk.words.conventions import BY_LANGUAGE
from kiosk.words.formats import Formats

IN_BOTH = pytest.mark.parametrize("language", sorted(BY_LANGUAGE))
DAYS = [date(2024, 1, 1) + timedelta(days) for days in range(730)]


@pytest.mark.parametrize(
    ("language", "minor", "text"),
    [
        ("ru", 349_000, "3 490 ₽"),
        ("ru", 349_050, "3 490,50 ₽"),
        ("en", 349_050, "3,490.50 ₽"),
        ("ru", -1_00, "−1 ₽"),
        ("ru", 2**40, "10 995 116 277,76 ₽"),
    ],
)
def test_money_is_written_by_the_language(language: str, minor: int, text: str) -> None:
    assert Formats(language).money(Money(minor, "RUB")).replace("\u00a0", " ") == text


@IN_BOTH
def test_days_are_named_as_qt_names_them(language: str) -> None:
    formats, locale = Formats(language), QLocale(language)
    for day in DAYS:
        iso, qt = day.isoformat(), QDate(day.year, day.month, day.day)
        assert formats.day(iso) == locale.toString(qt, "d MMMM")
        assert formats.short_day(iso) == locale.toString(qt, "d MMM")
        assert formats.weekday(iso) == locale.toString(qt, "dddd, d MMMM")
        assert formats.short_weekday(iso) == locale.toString(qt, "ddd d MMMM")
        assert formats.weekday_alone(iso) == locale.toString(qt, "ddd")
        assert formats.month(iso) == f"{locale.monthName(day.month)} {day.year}"
        assert formats.moment(f"{iso}T21:30:00+00:00", "UTC") == (
            locale.toString(qt, "d MMMM yyyy") + ", 21:30"
        )


@IN_BOTH
def test_measures_are_written_as_qt_writes_them(language: str) -> None:
    formats, locale = Formats(language), QLocale(language)
    for value in [0.0, 0.04, 0.05, 0.25, 0.35, 1.0, 3.25, 12.75, 999.95, 1_234.56, 7_654_321.05]:
        assert formats.decimal(value) == locale.toString(value, "f", 1)


@IN_BOTH
def test_digits_are_grouped_as_qt_groups_them(language: str) -> None:
    formats, locale = Formats(language), QLocale(language)
    for value in [0, 7, 999, 1_000, 12_345, 9_876_543]:
        assert formats.number(value) == locale.toString(value)


def test_moment_is_the_shop_s_and_not_the_machine_s() -> None:
    formats = Formats("ru")
    assert formats.moment("2026-11-23T22:15:00+00:00", "Europe/Moscow") == "24 ноября 2026, 01:15"


def test_a_language_that_nobody_speaks_here_is_written_the_english_way() -> None:
    assert Formats("xx").money(Money(349_050, "EUR")).replace("\u00a0", " ") == "3,490.50 €"
