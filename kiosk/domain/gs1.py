"""GS1 element strings and Digital Links that name a trade item. The only file that imports biip.

Follows the GS1 General Specifications §3 and §7.8 and the GS1 Digital Link standard (URI
syntax). biip passes a wrong check digit inside AI 01, and takes what follows for part of a
value whose separator was lost; both are looked at here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kiosk.domain.gtin import LENGTHS, are_digits, is_gtin
from kiosk.domain.scans import GS
from kiosk.later import Later

if TYPE_CHECKING:
    import biip
    from biip import gs1_digital_link_uris, gs1_element_strings, gs1_messages
else:
    biip, gs1_digital_link_uris, gs1_messages = (
        Later(name) for name in ("biip", "biip.gs1_digital_link_uris", "biip.gs1_messages")
    )

LONGEST = 400
"""Characters of an element string; a piece's marking code has up to about 140."""
_SIGNS = frozenset(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_!\"%&'()*+,-./:;<=>?" + GS
)  # character set 82 (General Specifications §7.11) and the separator
_ITEM = "01"
_HEAD = 16  # AI 01 with its number

# Marking codes as their issuers make them: a serial number of a known length, then a key
# (91) with a signature (92), or a short signature (93), with a price or a weight at most.
_MARKS = (
    (("21", (13, 20)), ("91", (4,)), ("92", (44, 88))),
    (("21", (6, 7, 8, 13, 20)), ("93", (4,))),
    (("21", (6, 7, 8, 13)), ("93", (4,)), ("3103", (6,))),
    (("21", (7,)), ("8005", (6,)), ("93", (4,))),
)
# What else stands beside a GTIN on goods, and how long it may be.
_NUMBERS = {"11": 6, "13": 6, "15": 6, "17": 6, "3103": 6, "8005": 6}
_TEXTS = {"10": 20, "21": 20, "22": 20, "240": 30, "91": 90, "92": 90, "93": 90}
_ENDED = (*_TEXTS, "8005")  # a separator must follow, but at the end (§7.8.4)
_MOST_ELEMENTS = 8  # beside the GTIN
_MOST_WAYS = 16  # that are looked at; two that fit say as little as many
_KNOWN = (
    *((ai, length, length) for ai, length in _NUMBERS.items()),
    *((ai, 1, most) for ai, most in _TEXTS.items()),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A trade item that a GS1 code names; `mark` is its marking code where it is one.

    `valid`: the check digit is right.
    """

    gtin14: str
    mark: str = ""
    valid: bool = True


def begins_like_one(text: str) -> bool:
    """Tell whether a text without an identifier may be an element string: FNC1, or AI 01."""
    return text.startswith(GS) or (text.startswith(_ITEM) and are_digits(text[:_HEAD]))


def read(text: str, exact: bool = False) -> Item | None:
    """Return the trade item of an element string; None if it is no such string or names no item.

    A code with a serial number is a marking code. The item's `mark` is all of it, without the FNC1
    in front and with lost separators put back; it is empty if they cannot be put back for sure.
    `exact`: no separator was lost.
    """
    text = text.strip(GS)
    if len(text) > LONGEST or not _SIGNS.issuperset(text):
        return None
    wholes = [text] if exact else _wholes(text)
    elements = _elements(wholes[0]) if wholes else None
    if elements is None:
        return None
    numbers = {element.value for element in elements if element.ai.ai == _ITEM}
    if len(numbers) != 1:
        return None
    gtin14 = numbers.pop()
    marked = len(wholes) == 1 and any(element.ai.ai == "21" for element in elements)
    return Item(gtin14, wholes[0] if marked else "", is_gtin(gtin14))


def read_link(text: str) -> Item | None:
    """Return the trade item of a GS1 Digital Link on any domain, None for other addresses.

    Its serial number is not a marking code: no signature comes with it.
    """
    try:
        parsed = urlsplit(text)
        if not parsed.hostname or _ITEM not in parsed.path.split("/"):
            return None
        address = parsed._replace(path=parsed.path.rstrip("/")).geturl()
        link = gs1_digital_link_uris.GS1DigitalLinkURI.parse(address)
    except (biip.ParseError, ValueError):
        return None
    numbers = {element.value for element in link.element_strings if element.ai.ai == _ITEM}
    gtin14 = numbers.pop() if len(numbers) == 1 else ""
    if not are_digits(gtin14) or not _written_in_full(parsed.path, gtin14):
        return None
    return Item(gtin14, valid=is_gtin(gtin14))


def restore(text: str) -> str:
    """Put lost separators back, where there is exactly one way that makes sense.

    A text in which none was lost, or in which the place is unclear, is returned as it is. A serial
    number with something like a signature in the right place is taken for a marking code, although
    all of it might be one longer serial number.
    """
    if len(text) > LONGEST or not _SIGNS.issuperset(text):
        return text
    wholes = _wholes(inner := text.strip(GS))
    return text.replace(inner, wholes[0]) if len(wholes) == 1 else text


def _wholes(text: str) -> list[str]:
    """Return what an element string may have been before separators were lost.

    That is itself if none is missing, and two texts if it is unclear.
    """
    elements = _elements(text)
    proper = elements is not None and _separated(text, elements)
    bare = text.replace(GS, "")
    if not begins_like_one(bare):
        return [text] if proper else []
    marks = _fitting(_marks(bare[_HEAD:]), bare, text)
    if marks or proper:
        return marks or [text]
    return _fitting(_ways(bare[_HEAD:]), bare, text)


def _fitting(ways: list[tuple[str, ...]], bare: str, text: str) -> list[str]:
    wholes = (_join(bare[:_HEAD], way) for way in ways)
    fit = (whole for whole in wholes if _keeps(whole, text) and _elements(whole) is not None)
    return list(islice(fit, 2))


def _elements(text: str) -> Sequence[gs1_element_strings.GS1ElementString] | None:
    try:
        return gs1_messages.GS1Message.parse(text).element_strings
    except (biip.ParseError, ValueError):
        return None


def _separated(text: str, elements: Sequence[gs1_element_strings.GS1ElementString]) -> bool:
    """Tell whether a separator follows each element that needs one."""
    at = 0
    for element in elements:
        at += len(element)
        follows = text[at : at + 1]
        if element.ai.separator_required and follows not in ("", GS):
            return False
        while text[at : at + 1] == GS:
            at += 1
    return True


def _marks(rest: str) -> list[tuple[str, ...]]:
    """Cut what follows the GTIN into the elements of a marking code, in each way that fits."""
    found = []
    for form in _MARKS:
        for lengths in product(*(lengths for _, lengths in form)):
            way, at = [], 0
            for (ai, _), length in zip(form, lengths, strict=True):
                way.append(rest[at : at + len(ai) + length])
                at += len(ai) + length
            if at == len(rest) and all(
                part.startswith(ai) for part, (ai, _) in zip(way, form, strict=True)
            ):
                found.append(tuple(way))
    return found


def _ways(rest: str) -> list[tuple[str, ...]]:
    """Cut what follows the GTIN into elements known here, in up to `_MOST_WAYS` ways.

    It works from the end to the front and looks at each place once, which bounds the time for any
    text.
    """
    from_here: list[list[tuple[str, ...]]] = [[] for _ in rest] + [[()]]
    good = bytearray(len(rest)) + b"\1"  # the places from which there is a way to the end
    for at in range(len(rest) - 1, -1, -1):
        found = from_here[at]
        for ai, least, most in _KNOWN:
            if not rest.startswith(ai, at):
                continue
            begin = at + len(ai)
            end = good.rfind(1, begin + least, begin + most + 1)
            while end >= 0 and len(found) < _MOST_WAYS:
                if ai not in _NUMBERS or are_digits(rest[begin:end]):
                    after = (way for way in from_here[end] if len(way) < _MOST_ELEMENTS)
                    found += [(rest[at:end], *way) for way in after]
                end = good.rfind(1, begin + least, end)
        good[at] = bool(found)
    return from_here[0]


def _join(head: str, way: tuple[str, ...]) -> str:
    return head + "".join(
        part + (GS if part.startswith(_ENDED) and at < len(way) - 1 else "")
        for at, part in enumerate(way)
    )


def _keeps(restored: str, text: str) -> bool:
    """Tell whether each separator of a text is still there when others were put back."""
    return _places(text) <= _places(restored)


def _places(text: str) -> set[int]:
    bare, places = 0, set()
    for sign in text:
        if sign == GS:
            places.add(bare)
        else:
            bare += 1
    return places


def _written_in_full(path: str, gtin14: str) -> bool:
    """Tell a GTIN from a date or a page that stands behind an `01` in an address."""
    parts = path.split("/")
    after = parts[parts.index(_ITEM) + 1]
    return len(after) in LENGTHS and after.zfill(14) == gtin14
