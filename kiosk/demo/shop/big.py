"""A shop of any size from a seed: the demo's range, gone on with for as long as wanted.

Nothing is held in memory: products, variants and stock are made while they are read, and
made again, the same, when read again. The vocabulary grows with the range as it does in real
shops: new brands and names of models come up ever more rarely, and a few are everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from typing import Generic, TypeVar

from kiosk.demo.shop import house
from kiosk.demo.shop.codes import gtin14_of, sku_of
from kiosk.demo.shop.styles import CURRENCY, Style, categories
from kiosk.demo.shop.texts import Kind, Pair, Texts, load
from kiosk.domain.catalogue import Colour, Product, Variant
from kiosk.domain.money import Money
from kiosk.domain.stock import StockLevel
from kiosk.hub.engines.embedded.seed import ShopSeed

T = TypeVar("T")

_FIRST_ARTICLE, _LAST_ARTICLE = 10_000, 99_999  # five digits, as the GTINs want them
_YOUNG = ("kids", "baby")
_COLOURS, _COLOUR_ODDS = (2, 3), (60, 40)
_STORES = tuple(f"S{n:02d}" for n in range(1, 9))
_WAREHOUSE = "W01"
_SOLD_OUT = 0.15
# How many there are when so many styles are made, by Heaps' law: factor and exponent.
_BRANDS, _MODELS = (4.0, 0.5), (8.0, 0.75)
_SYLLABLES = tuple(
    (latin + vowel, cyrillic + sound)
    for latin, cyrillic in zip("bvgdzklmnprstf", "бвгдзклмнпрстф", strict=True)
    for vowel, sound in zip("aeiou", "аеиоу", strict=True)
)
_ENDINGS = (("n", "н"), ("ra", "ра"), ("lin", "лин"), ("ka", "ка"), ("vel", "вель"), ("ton", "тон"))


@dataclass(frozen=True, slots=True)
class Stream(Generic[T]):
    """Rows that are made while they are read, as often as wanted."""

    make: Callable[[], Iterator[T]]

    def __iter__(self) -> Iterator[T]:
        return self.make()


def build_big_shop(variants: int, today: date, seed: int = 7) -> ShopSeed:
    """Describe a shop of exactly so many variants, about 12 a product; it has no customers.

    Raises `ValueError` where article numbers would not last (somewhat above a million).
    """
    texts = load()
    maker = _Maker(texts, variants, seed)
    return ShopSeed(
        terms=house.terms(texts.shop),
        locations=house.locations(texts.shop),
        categories=categories(texts.range),
        products=Stream(maker.products),
        variants=Stream(maker.variants),
        promotions=house.promotions(texts.shop, tuple(islice(maker.styles(), 500)), today),
        stock=Stream(maker.stock),
        customers=(),
        staff=house.staff(texts.shop),
    )


class _Maker:
    """Makes each style from its number alone."""

    def __init__(self, texts: Texts, variants: int, seed: int) -> None:
        self._texts = texts
        self._variants = variants
        self._seed = seed
        self._choices = [(k, who) for k in texts.kinds for who in k.styles]
        self._odds = [kind.styles[who] for kind, who in self._choices]
        self._colours = {
            c.code: (number, Colour(c.code, c.name, c.hex))
            for number, c in enumerate(texts.range.colours, 1)
        }

    def styles(self) -> Iterator[Style]:
        """Make style after style until there are variants enough; the last one is cut."""
        left = self._variants
        for number in range(_LAST_ARTICLE - _FIRST_ARTICLE + 1):
            if left <= 0:
                return
            style = self._style(number, left)
            left -= len(style.variants)
            yield style
        if left > 0:
            raise ValueError(f"there are no article numbers for {self._variants} variants")

    def products(self) -> Iterator[Product]:
        """Make the products."""
        return (style.product for style in self.styles())

    def variants(self) -> Iterator[Variant]:
        """Make the variants, product by product."""
        return (variant for style in self.styles() for variant in style.variants)

    def stock(self) -> Iterator[StockLevel]:
        """Make about three levels a variant: the warehouse, and stores that carry the style."""
        for style in self.styles():
            rng = self._generator("stock", int(style.product.id))
            places = (*rng.sample(_STORES, rng.choice((1, 2, 2, 3))), _WAREHOUSE)
            for variant in style.variants:
                for place in places:
                    most = 40 if place == _WAREHOUSE else 6
                    on_hand = 0 if rng.random() < _SOLD_OUT else 1 + int(rng.random() * most)
                    yield StockLevel(variant.sku, place, on_hand)

    def _style(self, number: int, most: int) -> Style:
        rng, ranges = self._generator("style", number), self._texts.range
        kind, who = rng.choices(self._choices, self._odds)[0]
        article = str(_FIRST_ARTICLE + number)
        palette = ranges.palettes[kind.palette or who]
        sizes = rng.choice(ranges.sizes[kind.sizes][who])
        low, high = kind.prices[who]
        price = Money(rng.randrange(low, high + 1, 100) * 100, CURRENCY)
        made = [
            Variant(
                sku=sku_of(article, code, size),
                product_id=article,
                category_id=kind.category,
                colour=self._colours[code][1],
                size=size,
                size_position=position,
                gtins=(gtin14_of(article, self._colours[code][0], position + 1),),
                list_price=price,
            )
            for code in rng.sample(palette, rng.choices(_COLOURS, _COLOUR_ODDS)[0])
            for position, size in enumerate(sizes)
        ]
        product = self._product(rng, number, article, kind, who)
        return Style(product, tuple(made[:most]), kind.season, False)

    def _product(self, rng: Random, number: int, article: str, kind: Kind, who: str) -> Product:
        ranges, young = self._texts.range, who in _YOUNG
        closing = self._texts.descriptions.closing[kind.group]
        about = rng.choice(kind.about)
        more = rng.choice(closing.young if young else closing.grown)
        made_of = self._texts.descriptions.material[rng.choice(kind.materials)]
        brands = ranges.brands.young if young else ranges.brands.grown
        brand = _pick(rng, number, _BRANDS, brands, _coined_brand)
        models = ranges.models.young if young else ranges.models.grown
        model = _pick(rng, number, _MODELS, models, _coined)
        return Product(
            id=article,
            category_id=kind.category,
            brand=brand,
            audience=who,
            name={
                "en": f"{kind.name['en']} “{model[0]}”",
                "ru": f"{kind.name['ru']} «{model[1]}»",
            },
            description={"en": f"{about[0]} {more[0]}", "ru": f"{about[1]} {more[1]}"},
            composition=made_of.composition,
            care=made_of.care,
            drawing=kind.id,
        )

    def _generator(self, part: str, number: int) -> Random:
        return Random(f"{self._seed} {part} {number}")  # noqa: S311  # repeatable, not secret


def _pick(
    rng: Random,
    number: int,
    growth: tuple[float, float],
    known: list[T],
    coin: Callable[[int], T],
) -> T:
    """Draw from a vocabulary that has grown so far: the first ones often, the others seldom."""
    factor, exponent = growth
    size = len(known) + int(factor * number**exponent)
    index = int(size * rng.random() ** 2)
    return known[index] if index < len(known) else coin(index)


def _coined(index: int) -> Pair:
    """Make the name of a model up, in English and in Russian."""
    rest = index * 2_654_435_761 % 2**32  # spread, so that neighbours do not look alike
    rest, end = divmod(rest, len(_ENDINGS))
    parts = []
    for _ in range(2 + rest % 2):
        rest, syllable = divmod(rest, len(_SYLLABLES))
        parts.append(_SYLLABLES[syllable])
    parts.append(_ENDINGS[end])
    return "".join(p[0] for p in parts).capitalize(), "".join(p[1] for p in parts).capitalize()


def _coined_brand(index: int) -> str:
    return _coined(index)[0]
