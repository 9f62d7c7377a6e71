"""What of a phone number or an address is shown: its owner knows it, a passer-by does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

DOTS = "•••"
_LETTERS = 3
_HOUSE = 12  # characters; a longer text holds more than the house's number
_WORD = re.compile(r"[^\s.,]+")
_FLAT = re.compile(r"[\s,;]*(?:,|;|\b(?:кв|квартира|оф|офис|apt|flat|app|wohnung|whg)\b).*", re.I)
_NUMBER = re.compile(r"(?:дом|house|haus|д|no)\b[\s.]*|[№#]\s*", re.I)
# Words for kinds of streets, which stand before or behind the name, and the small words between;
# folded.
_KINDS = """
    ул улица у-ца пр пр-т пр-кт просп проспект пр-д прд проезд пер переулок пл площадь б-р бул
    бульв бульвар ш шоссе наб набережная туп тупик ал аллея линия мкр мкрн микрорайон кв-л квартал
    тракт спуск дорога г гор город пос поселок село дер деревня снт тер
    вул вулиця площа пров провулок вулица көшесі көш даңғылы
    st str street rd road ave av avenue ln lane dr drive blvd boulevard bd sq square ct court pl
    place way hwy highway the
    rue chemin impasse allee allée quai route cours de du des d la le les l
    calle avenida avda plaza paseo carrera rua travessa praça del los las do da dos via viale
    piazza corso strada vicolo di dei della delle degli
    strasse weg platz gasse am an auf der die das dem den im in zum zur von
    straat laan plein ul ulica al aleja aleje plac os osiedle tänav tn mnt maantee pst iela gatvė
    katu tie gata gatan vej vei väg vägen sokak sokağı sk cadde caddesi cd mahallesi mah
    شارع דרך רחוב
"""
_KIND_WORDS = frozenset(_KINDS.split())


def mask_phone(phone: str) -> str:
    """Show the last four digits only; of a short number, as small countries have, the last two."""
    digits = "".join(c for c in phone if c.isdecimal())
    if len(digits) < 10:
        return f"•• •• •• {digits[-2:]}" if len(digits) > 5 else "••••"
    return f"•• •• {digits[-4:-2]} {digits[-2:]}"


def mask_address(street: str, house: str) -> str:
    """Show the first letters of a street's own name, never all of them, and the house."""
    return str(_Mask(_name(street), _house(house)))


def mask_addresses(addresses: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """Mask one customer's addresses (city, street, house) so that no two read the same.

    Masks that do get the first letter of the city, then a letter in which the streets differ, then
    a number.
    """
    masks = [_Mask(_name(street), _house(house)) for _, street, house in addresses]
    cities = [_name(city) for city, _, _ in addresses]
    for same in _alike(masks):
        if len({cities[place][:1] for place in same}) > 1:
            for place in same:
                masks[place].city = cities[place][:1]
    for same in _alike(masks):
        at = _difference([masks[place].name for place in same])
        for place in same:
            masks[place].letter = masks[place].name[at : at + 1] if at else ""
    for same in _alike(masks):
        for number, place in enumerate(same, 1):
            masks[place].number = number
    return tuple(map(str, masks))


@dataclass(slots=True)
class _Mask:
    name: str  # of the street, whole
    house: str
    city: str = ""
    letter: str = ""
    number: int = 0

    def __str__(self) -> str:
        street = self.name[: _shown(self.name)].rstrip() + DOTS
        letter = f"{self.letter}{DOTS}" if self.letter else ""
        house = f" {self.house}" if self.house else ""
        city = f", {self.city}{DOTS}" if self.city else ""
        number = f" ({self.number})" if self.number else ""
        return f"{street}{letter}{house}{city}{number}"


def _alike(masks: Sequence[_Mask]) -> list[list[int]]:
    """Return the places of masks that read the same, group by group."""
    places: dict[str, list[int]] = {}
    for place, mask in enumerate(masks):
        places.setdefault(str(mask), []).append(place)
    return [group for group in places.values() if len(group) > 1]


def _difference(names: Sequence[str]) -> int:
    """Return the first place at which most of the names differ; 0 where they are the same."""
    hidden = range(max(map(_shown, names)), max(map(len, names)))
    kinds = {at: len({name[at : at + 1] for name in names} - {" "}) for at in hidden}
    most = max(kinds.values(), default=1)
    return next((at for at, found in kinds.items() if found == most > 1), 0)


def _shown(name: str) -> int:
    """Return how many letters of a name are shown: at most half."""
    return min(_LETTERS, (len(name) + 1) // 2)


def _name(street: str) -> str:
    """Return a street's own name, without what kind of street it is."""
    parts = [part for part in _clean(street).split(",") if part.strip()]
    named = [part for part in parts if any(map(_is_kind, _WORD.findall(part)))]
    words = _WORD.findall((named[-1:] or parts[:1] or [""])[0])
    start = next((at for at, word in enumerate(words) if not _is_kind(word)), 0)
    kept = words[start:]
    while len(kept) > 1 and _is_kind(kept[-1]):
        kept.pop()
    name = " ".join(kept)
    return re.sub(r"^[dDlL]['’]", "", name)


def _is_kind(word: str) -> bool:
    return word.casefold().replace("ё", "е") in _KIND_WORDS


def _house(house: str) -> str:
    """Return a house's number alone: people write the flat and the door's code behind it."""
    text = _FLAT.sub("", _NUMBER.sub("", _clean(house)))
    return text if len(text) <= _HOUSE else text.split()[0][:_HOUSE] + DOTS


def _clean(text: str) -> str:
    seen = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return " ".join("".join(seen).split())
