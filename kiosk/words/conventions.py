"""How each language writes numbers and days, and counts: from the Unicode CLDR.

A test compares all of it with what Qt, which has the CLDR too, makes of the same values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conventions:
    """What one language does its own way.

    `months` are as they stand behind a day (`ноября`), weeks begin on Monday. `form` says
    which of the language's plural forms goes with a number, in the order of the `.ts` files.
    """

    group: str  # between thousands
    point: str
    before_percent: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    form: Callable[[int], int]


def _english_form(n: int) -> int:
    return 0 if n == 1 else 1


def _russian_form(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


ENGLISH = Conventions(
    group=",",
    point=".",
    before_percent="",
    months=_listed(
        "January February March April May June July August September October November December"
    ),
    short_months=_listed("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    weekdays=_listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    short_weekdays=_listed("Mon Tue Wed Thu Fri Sat Sun"),
    form=_english_form,
)
RUSSIAN = Conventions(
    group="\u00a0",
    point=",",
    before_percent="\u00a0",
    months=_listed(
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    ),
    short_months=_listed("янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек."),
    weekdays=_listed("понедельник вторник среда четверг пятница суббота воскресенье"),
    short_weekdays=_listed("пн вт ср чт пт сб вс"),
    form=_russian_form,
)
BY_LANGUAGE = {"en": ENGLISH, "ru": RUSSIAN}


def conventions(language: str) -> Conventions:
    """Return a language's conventions; of one that we do not speak, English ones."""
    return BY_LANGUAGE.get(language, ENGLISH)
