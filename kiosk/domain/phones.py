"""Phone numbers of any country: read, checked, shown. The only file that imports phonenumbers.

Numbers are kept in E.164 form (ITU-T E.164: a plus and at most 15 digits). A number without
a country code belongs to one of the shop's own countries, the first that has it; nothing is
ever completed to a number that nobody typed.

Loading the library takes some 40 ms: `load` does that in a lane.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.errors import BadInput
from kiosk.later import Later

if TYPE_CHECKING:
    import phonenumbers
    from phonenumbers import PhoneNumber
else:
    phonenumbers = Later("phonenumbers")

_LONGEST = 100  # characters with an extension and all; more is no phone number
_LEAST = 5  # digits; a shorter group of them is part of a number, never one by itself
_ELSEWHERE = "ZZ"  # the library's name for no country at all
_LABEL = re.compile(
    r"\s*(?:tel|callto|phone|mobile|mob|тел|телефон|моб|мобильный|т|м)\b\s*[.:]*", re.IGNORECASE
)
_CONTEXT = re.compile(r";phone-context=(\+[\d().-]+)", re.IGNORECASE)  # RFC 3966 §5.1.5
# Extensions, which a switchboard asks for: the shop calls the number in front of them.
_EXTENSION = re.compile(
    r"[\s,;(]*(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|ext(?:ension|n)?|int|x|х|\#|,|;)"
    r"(?:\s*[.:=]+)?\s*(?:\#|no)?\s*\d{1,6}\s*\#?\s*\)?\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[,;/|\\]|\bили\b|\bи\b|\bor\b|\band\b)\s*", re.IGNORECASE)
_SIGNS = frozenset("0123456789+-()[]./~\u2010\u2011\u2012\u2013\u2014\u2015\u2212 ")
_TOO_SHORT, _TOO_LONG = 2, 3  # `phonenumbers.ValidationResult`


def load() -> None:
    """Load the library (any lane), so that the first number does not wait for it."""
    phonenumbers.country_code_for_region(_ELSEWHERE)


def read_phone(text: str, countries: Sequence[str]) -> str:
    """Return the number that was typed, in E.164 form, without what stands behind it.

    `countries` are the shop's own (ISO 3166-1 alpha-2). A number of theirs must be one that the
    country gives out. One of another country is typed with its code and needs only a length that is
    right there: what is given out changes faster than terminals are updated.

    Raises `BadInput`: `phone_missing`, `phone_letters`, `phone_several`, `phone_country`
    (with an `example` of how to write one), `phone_too_short`, `phone_too_long`,
    `phone_not_there`, `phone_costly` (each with an `example` of the country meant).
    """
    plain = _plain(text)
    if not plain:
        raise BadInput("phone_missing")
    bare = _without_extension(plain)
    if any(sign not in _SIGNS for sign in bare):
        raise BadInput("phone_several" if _are_several(plain) else "phone_letters")
    first: BadInput | None = None
    for candidate, country in _candidates(bare, countries):
        try:
            number = phonenumbers.parse(candidate, country)
        except phonenumbers.NumberParseException as error:
            first = first or _unread(error, candidate, countries)
            continue
        fault = _fault(number, candidate, countries)
        if fault is None:
            phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            if _is_read_alike(phone):
                return phone
            code = phonenumbers.region_code_for_country_code(number.country_code or 0)
            fault = BadInput("phone_not_there", example=_example([code]))
        first = first or fault
    if _are_several(plain):
        raise BadInput("phone_several")
    raise first or BadInput("phone_country", example=_example(countries[:1]))


def shown_phone(phone: str) -> str:
    """Write a number as one reads it while dialling: +7 812 555-01-07.

    A text in another form, which earlier releases may have stored, stays as it is.
    """
    if not (phone.startswith("+") and phone[1:].isdecimal()):
        return phone
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def phone_as_typed(text: str, cursor: int, countries: Sequence[str]) -> tuple[str, int]:
    """Group the digits of a number that is being typed; return it and where the cursor is.

    The cursor stays behind the same digit. A text that holds more than one number's digits and the
    signs between them is left as it was typed.
    """
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    typed = [sign for sign in plain if sign.isdigit() or sign == "+"]
    if "+" in typed[1:] or len(text) > _LONGEST or any(sign not in _SIGNS for sign in plain):
        return text, cursor
    formatter = phonenumbers.AsYouTypeFormatter(next(iter(countries), _ELSEWHERE))
    grouped = ""
    for sign in typed:
        grouped = formatter.input_digit(sign)
    before = sum(sign.isdigit() or sign == "+" for sign in plain[:cursor])
    at = 0
    while before:
        before -= grouped[at].isdigit() or grouped[at] == "+"
        at += 1
    return grouped, at


def _plain(text: str) -> str:
    """Write the digits of all scripts as 0 to 9, and drop invisible characters."""
    if len(text) > _LONGEST:
        raise BadInput("phone_letters")
    folded = unicodedata.normalize("NFKC", text)
    seen = (sign for sign in folded if unicodedata.category(sign) not in ("Cf", "Mn", "Me"))
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in seen)
    number = digits[label.end() :] if (label := _LABEL.match(digits)) else digits
    if context := _CONTEXT.search(number):
        number = context[1] + number.replace(context[0], "")
    return " ".join(number.split())


def _without_extension(plain: str) -> str:
    """Take off an extension that stands behind the digits of a number."""
    for found in _EXTENSION.finditer(plain):
        if found.end() == len(plain) and _count(plain[: found.start()]) >= _LEAST:
            return plain[: found.start()]
    return plain


def _are_several(plain: str) -> bool:
    parts = _BETWEEN.split(plain)
    return sum(_count(part) >= _LEAST for part in parts) > 1 or plain.count("+") > 1


def _count(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _candidates(bare: str, countries: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Say what a number may be: international, then of each country, then dialled with 00."""
    if "+" in bare:
        yield bare, _ELSEWHERE
        return
    for country in countries:
        yield bare, country.upper()
    digits = "".join(sign for sign in bare if sign.isdigit())
    if digits.startswith("00"):
        yield f"+{digits[2:]}", _ELSEWHERE


def _fault(number: PhoneNumber, typed: str, countries: Sequence[str]) -> BadInput | None:
    """Return why a number cannot be called; None if it can."""
    kinds, code = phonenumbers.PhoneNumberType, number.country_code or 0
    own = {phonenumbers.country_code_for_region(country.upper()): country for country in countries}
    example = _example([own.get(code) or phonenumbers.region_code_for_country_code(code)])
    if phonenumbers.is_valid_number(number):
        costly = phonenumbers.number_type(number) == kinds.PREMIUM_RATE
        return BadInput("phone_costly", example=example) if costly else None
    length = phonenumbers.is_possible_number_for_type_with_reason(
        number, kinds.FIXED_LINE_OR_MOBILE
    )
    if code not in own:
        if _is_ours(typed, countries):
            return BadInput("phone_country", example=_example(countries[:1]))
        if length == phonenumbers.ValidationResult.IS_POSSIBLE:
            return None
    faults = {_TOO_SHORT: "phone_too_short", _TOO_LONG: "phone_too_long"}
    return BadInput(faults.get(length, "phone_not_there"), example=example)


def _is_ours(typed: str, countries: Sequence[str]) -> bool:
    """Tell whether it is a number of our country with a plus put in front: +8 800 555-35-35."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    for country in countries:
        with suppress(phonenumbers.NumberParseException):
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, country.upper())):
                return True
    return False


def _is_read_alike(phone: str) -> bool:
    """Tell whether reading an E.164 number again gives the same: the hub does read it again."""
    with suppress(phonenumbers.NumberParseException):
        number = phonenumbers.parse(phone, None)
        return phone == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return False


def _unread(
    error: phonenumbers.NumberParseException, candidate: str, countries: Sequence[str]
) -> BadInput:
    kinds = phonenumbers.NumberParseException
    example = _example(countries[:1])
    if error.error_type in (kinds.TOO_SHORT_NSN, kinds.TOO_SHORT_AFTER_IDD):
        return BadInput("phone_too_short", example=example)
    if error.error_type == kinds.TOO_LONG:
        return BadInput("phone_too_long", example=example)
    if error.error_type == kinds.INVALID_COUNTRY_CODE:
        return BadInput("phone_country", example=example)
    short = _count(candidate) < _LEAST
    return BadInput("phone_too_short" if short else "phone_letters", example=example)


def _example(countries: Sequence[str]) -> str:
    """Return a number of a country as its people write it for others."""
    for country in countries:
        example = phonenumbers.example_number_for_type(
            country.upper(), phonenumbers.PhoneNumberType.MOBILE
        ) or phonenumbers.example_number(country.upper())
        if example:
            form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
            return phonenumbers.format_number(example, form)
    return "+44 7400 123456"
