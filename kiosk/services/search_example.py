"""An example for the search field, made of what this very shop sells: it always finds something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kiosk.domain.catalogue import Variant, pick
from kiosk.ports.catalogue import Catalogue

LOOKED_AT = 12  # products of a shelf; one whose words are short is soon found
LONGEST_NAME = 18
LONGEST_COLOUR = 16

_WORDS = re.compile(r"[^\W\d_]+(?:[ \u00a0‐’'-][^\W\d_]+)*")
_SIZE = re.compile(r"\w{1,4}(?:[-–/]\w{1,4})?")


def search_example(catalogue: Catalogue, language: str) -> str:
    """Return a product's name, a colour and a size of it, parted by commas.

    "" where the shop has no product with a short name. All words are of one look, so that
    the search, which wants them all, finds at least that.
    """
    for category in catalogue.categories():
        for hit in catalogue.in_category(category.id, LOOKED_AT, 0):
            name = _WORDS.match(pick(hit.product.name, language))
            if name and len(name[0]) <= LONGEST_NAME:
                variants = catalogue.variants_of(hit.product.id)
                look = [v for v in variants if v.colour.code == hit.colour.code]
                parts = (name[0], _colour(look, language), _size(look))
                return ", ".join(part for part in parts if part)
    return ""


def _colour(look: Sequence[Variant], language: str) -> str:
    name = pick(look[0].colour.name, language) if look else ""
    fits = _WORDS.fullmatch(name) and len(name) <= LONGEST_COLOUR
    return name[:1].lower() + name[1:] if fits else ""


def _size(look: Sequence[Variant]) -> str:
    """A size in the middle; none where there is nothing to choose."""
    size = look[(len(look) - 1) // 2].size if len(look) > 1 else ""
    return size if _SIZE.fullmatch(size) else ""
