"""Decode a hub's JSON, and accept only values that a hub can mean.

Types alone let through what breaks later, where it would be a bug: an integer that SQLite
cannot hold, a day that no calendar has, a text that takes a screen seconds to lay out. Unknown
fields are skipped: a newer hub may say more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from kiosk.domain.catalogue import Promotion
from kiosk.errors import HubUnreachable
from kiosk.wire.feed import PAGE_LIMIT, ChangesPage, PriceChange

T = TypeVar("T")

# What decoding raises: ValueError for bytes that are no UTF-8, or a number of 5,000 digits.
NOT_JSON = (msgspec.MsgspecError, ValueError, RecursionError)
LARGEST_NUMBER = 2**53  # either way; JSON's own limit in most programs
LONGEST_TEXT = 16 * 1024  # characters
MOST_ROWS = 10_000  # of one list
YEARS = range(1970, 2200)

_TIMES = frozenset({"at", "as_of", "expires_at", "made_at", "now", "day", "not_after"})
_DAYS_OR_NONE = frozenset({"starts", "ends", "since"})  # some shops' promotions end in 9999
_SENT_BACK = frozenset({"grant", "token"})  # in a header


def decode(content: bytes, answer: type[T]) -> T:
    """Return an answer. Raises `HubUnreachable` (`hub_nonsense`)."""
    try:
        decoded = msgspec.json.decode(content, type=answer)
    except NOT_JSON as error:
        raise HubUnreachable("hub_nonsense", looked_like="JSON of something else") from error
    if not _is_likely(decoded):
        raise HubUnreachable("hub_nonsense", looked_like="values that no hub says")
    return decoded


def _is_likely(value: object, name: str = "") -> bool:
    """Tell whether a value, called `name` where it stands, may be a hub's."""
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT and _FIELDS.get(name, _anything)(value)
    if isinstance(value, int):
        return -LARGEST_NUMBER <= value <= LARGEST_NUMBER
    if isinstance(value, tuple | list):
        return len(value) <= MOST_ROWS and all(_is_likely(one, name) for one in value)
    if isinstance(value, Mapping):
        return len(value) <= MOST_ROWS and all(
            _is_likely(key) and _is_likely(one) for key, one in value.items()
        )
    # a struct's or a dataclass's; else it has none
    names = getattr(value, "__struct_fields__", getattr(value, "__dataclass_fields__", ()))
    rule = _RULES.get(type(value), _anything)
    return all(_is_likely(getattr(value, one), one) for one in names) and rule(value)


def _anything(_: object) -> bool:
    return True


def _is_time(text: str) -> bool:
    return _year(text) in YEARS


def _year(text: str) -> int | None:
    try:
        return datetime.fromisoformat(text).year
    except ValueError:
        return None


def _is_header(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _is_zone(text: str) -> bool:
    try:
        return bool(ZoneInfo(text))
    except (KeyError, ValueError, OSError):  # OSError: a folder's name, such as "Europe"
        return False


def _is_page(page: ChangesPage) -> bool:
    sequences = [change.sequence for change in page.changes]
    in_order = all(before < after for before, after in pairwise([*sequences, page.next + 1]))
    return len(sequences) <= PAGE_LIMIT and in_order and (page.complete or 0) <= page.next


def _is_promotion(promotion: Promotion) -> bool:
    return 0 <= promotion.percent_bp <= 10_000 and 0 <= promotion.pay <= promotion.buy


_FIELDS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(_TIMES, _is_time),
    **dict.fromkeys(_DAYS_OR_NONE, lambda text: not text or _year(text) is not None),
    **dict.fromkeys(_SENT_BACK, _is_header),
    "time_zone": _is_zone,
}
_RULES: dict[type[Any], Callable[[Any], bool]] = {
    ChangesPage: _is_page,
    PriceChange: lambda change: change.price.minor >= 0,
    Promotion: _is_promotion,
}
