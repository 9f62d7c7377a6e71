"""Find by what is printed on a label: GTIN, SKU, article number; whole, begun or misread.

Every look-up is a bounded walk of an index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec
from sqlite_utils import Database

from offline_cache.catalogue.search_words import switched

Hit = tuple[int, int]
"""Product and look."""

MAX_CODE = 40
SHORTEST_BEGUN = 4
SHORTEST_GTIN = 8
SHORTEST_GTIN_BEGUN = 6  # shorter ones are a country's
MISREAD = range(4, 25)  # lengths; a shorter one would become anything
GTIN_DIGITS = (13, 12, 14, 8)
BEGUN_ROWS = 240
BEGUN_PRODUCTS = 24
MISREAD_PRODUCTS = 12  # where articles are numbered through, all neighbours exist
MAX_GUESSES = 1_200

_CODE = re.compile(r"[^\W_][\w.\-/]*")
_DIGIT = re.compile(r"\d")
_GAPS = re.compile(r"\s+")
_SEAMS = re.compile(r"(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
_LAST = "\U0010ffff"  # sorts after every letter
_json = msgspec.json.Encoder().encode

_SKU = """
SELECT l.product, l.number FROM json_each(?) AS c
CROSS JOIN main.variant AS v ON v.sku = c.value COLLATE NOCASE
CROSS JOIN main.look AS l ON l.number = v.look
"""
_ARTICLE = """
SELECT p.number, l.number FROM json_each(?) AS c
CROSS JOIN main.product AS p ON p.id = c.value COLLATE NOCASE
CROSS JOIN main.look AS l ON l.number = (SELECT min(number) FROM main.look WHERE product = p.number)
"""
_GTIN = """
SELECT l.product, l.number FROM json_each(?) AS c
CROSS JOIN main.gtin AS g ON g.gtin = c.value
CROSS JOIN main.variant AS v ON v.number = g.variant
CROSS JOIN main.look AS l ON l.number = v.look
"""
_ARTICLE_BEGUN = """
SELECT p.number, l.number FROM main.product AS p
CROSS JOIN main.look AS l ON l.number = (SELECT min(number) FROM main.look WHERE product = p.number)
WHERE p.id >= ? COLLATE NOCASE AND p.id < ? COLLATE NOCASE ORDER BY p.id COLLATE NOCASE LIMIT ?
"""
_SKU_BEGUN = """
SELECT l.product, l.number FROM (
  SELECT look FROM main.variant
  WHERE sku >= ? COLLATE NOCASE AND sku < ? COLLATE NOCASE ORDER BY sku COLLATE NOCASE LIMIT ?
) AS v CROSS JOIN main.look AS l ON l.number = v.look
"""
_GTIN_BEGUN = """
SELECT l.product, l.number FROM (
  SELECT variant FROM main.gtin WHERE gtin BETWEEN ? AND ? ORDER BY gtin LIMIT ?
) AS g
CROSS JOIN main.variant AS v ON v.number = g.variant
CROSS JOIN main.look AS l ON l.number = v.look
"""


def exact(database: Database, text: str) -> Iterator[Hit]:
    """Find the SKU, article or GTIN that was typed, in any case and with gaps for dashes."""
    return _named(database, readings(text))


def begun(database: Database, text: str) -> Iterator[Hit]:
    """Find codes that begin so; few, since names may begin so too."""
    products = set()
    for code in readings(text):
        for hit in _begun(database, code):
            products.add(hit[0])
            yield hit
            if len(products) >= BEGUN_PRODUCTS:
                return


def misread(database: Database, text: str) -> Iterator[Hit]:
    """Find codes with one sign wrong, too many or missing, or two that changed places."""
    likely = [code for code in readings(text) if code.isascii() and len(code) in MISREAD]
    guesses = dict.fromkeys(guess for code in likely[:2] for guess in _one_away(code.upper()))
    products = set()
    for hit in _named(database, list(guesses)[:MAX_GUESSES]):
        products.add(hit[0])
        yield hit
        if len(products) >= MISREAD_PRODUCTS:
            return


def readings(text: str) -> list[str]:
    """Return the codes that a text may be, as typed first; [] where it can be none.

    People type gaps for dashes or leave them out, and read a Latin code in Russian.
    """
    typed = _GAPS.sub(" ", text.strip())
    if not 0 < len(typed) <= MAX_CODE:
        return []
    if not _DIGIT.search(typed):
        return [typed] if _CODE.fullmatch(typed) else []
    latin = () if typed.isascii() else (typed.upper().translate(_LOOK_ALIKES), switched(typed))
    found = []
    for one in (typed, *latin):
        dashed, whole = one.replace(" ", "-"), one.replace(" ", "")
        found.append(dashed)
        # Two sizes side by side are no number; the groups of a GTIN are.
        if len(whole) >= SHORTEST_GTIN or not whole.isdecimal():
            found += [_SEAMS.sub("-", whole), whole]
    return [code for code in dict.fromkeys(found) if _CODE.fullmatch(code)]


def _named(database: Database, codes: list[str]) -> Iterator[Hit]:
    if not codes:
        return
    names = _json(codes).decode()
    gtins = [int(code) for code in codes if code.isdecimal() and len(code) in GTIN_DIGITS]
    if gtins:
        yield from database.execute(_GTIN, [_json(gtins).decode()])
    yield from database.execute(_SKU, [names])
    yield from database.execute(_ARTICLE, [names])


def _begun(database: Database, code: str) -> Iterator[Hit]:
    if len(code) < SHORTEST_BEGUN or not _DIGIT.search(code):
        return
    for statement in (_ARTICLE_BEGUN, _SKU_BEGUN):
        yield from database.execute(statement, [code, code + _LAST, BEGUN_ROWS])
    if code.isdecimal() and len(code) >= SHORTEST_GTIN_BEGUN:
        for digits in GTIN_DIGITS:
            if (left := digits - len(code)) > 0:
                low = int(code) * 10**left
                yield from database.execute(_GTIN_BEGUN, [low, low + 10**left - 1, BEGUN_ROWS])


def _one_away(code: str) -> Iterator[str]:
    """Yield what a code may have been meant as; the commonest slips first."""
    for n, (left, right) in enumerate(pairwise(code)):
        if left != right:
            yield f"{code[:n]}{right}{left}{code[n + 2 :]}"
    for n, sign in enumerate(code):
        for other in _alike(sign):
            yield f"{code[:n]}{other}{code[n + 1 :]}"
    for n in range(len(code)):
        yield code[:n] + code[n + 1 :]
    for n in range(len(code) + 1):
        for other in dict.fromkeys("".join(map(_alike, code[max(n - 1, 0) : n + 1]))):
            yield f"{code[:n]}{other}{code[n:]}"


def _alike(sign: str) -> str:
    return _DIGITS if sign in _DIGITS else _LETTERS if sign in _LETTERS else sign
