"""Products and their variants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kiosk.demo.shop.codes import gtin14_of, sku_of
from kiosk.demo.shop.texts import Kind, Pair, Range, ShowStyle, Texts
from kiosk.domain.catalogue import Category, Colour, Localised, Product, Variant
from kiosk.domain.money import Money

CURRENCY = "RUB"
_YOUNG = ("kids", "baby")
_FIRST_BLOCK = 401  # articles 40101… are the first category's, 40201… the second's
_COLOURS = (1, 2, 3)
_COLOUR_ODDS = (42, 49, 9)


@dataclass(frozen=True, slots=True)
class Style:
    """A product with its variants; `season` is the kind's, `shown` marks the showcase."""

    product: Product
    variants: tuple[Variant, ...]
    season: str
    shown: bool


def categories(texts: Range) -> tuple[Category, ...]:
    """Return the shelves in the order in which they stand."""
    return tuple(
        Category(c.id, c.name, c.drawing, c.colour, position)
        for position, c in enumerate(texts.categories)
    )


def make(texts: Texts, rng: Random) -> tuple[Style, ...]:
    """Make all styles, category by category; kinds are mixed, the showcase comes first."""
    maker = _Maker(texts, rng)
    shown = [maker.show(style) for style in texts.showcase.style]
    fixed = {style.product.id for style in shown}
    made: list[Style] = []
    for block, category in enumerate(texts.range.categories, _FIRST_BLOCK):
        made += [style for style in shown if style.product.category_id == category.id]
        wanted = [
            (kind, audience)
            for kind in texts.kinds
            if kind.category == category.id
            for audience, count in kind.styles.items()
            for _ in range(count)
        ]
        rng.shuffle(wanted)
        articles = _free_articles(block, fixed)
        made += [maker.style(next(articles), kind, audience) for kind, audience in wanted]
    return tuple(made)


def _free_articles(block: int, fixed: set[str]) -> Iterator[str]:
    return (a for a in (f"{block}{n:02d}" for n in range(1, 100)) if a not in fixed)


class _Maker:
    """Draws styles one after another; remembers which names are taken."""

    def __init__(self, texts: Texts, rng: Random) -> None:
        self._texts = texts
        self._rng = rng
        self._kinds = {kind.id: kind for kind in texts.kinds}
        self._taken: set[tuple[str, Pair]] = set()
        self._colours = {
            c.code: (number, Colour(c.code, c.name, c.hex))
            for number, c in enumerate(texts.range.colours, 1)
        }

    def show(self, style: ShowStyle) -> Style:
        """Make a style of the showcase."""
        kind = self._kinds[style.kind]
        return self._build(
            article=style.article,
            kind=kind,
            audience=style.audience,
            brand=style.brand,
            name=style.name,
            description=style.description,
            material=style.material,
            colours=style.colours,
            sizes=style.sizes,
            roubles=style.price,
            shown=True,
        )

    def style(self, article: str, kind: Kind, audience: str) -> Style:
        """Draw a style of a kind."""
        rng, young = self._rng, audience in _YOUNG
        ranges = self._texts.range
        closing = self._texts.descriptions.closing[kind.group]
        brands = ranges.brands.young if young else ranges.brands.grown
        palette = ranges.palettes[kind.palette or audience]
        colours = rng.choices(_COLOURS, _COLOUR_ODDS)[0]
        about = rng.choice(kind.about)
        more = rng.choice(closing.young if young else closing.grown)
        return self._build(
            article=article,
            kind=kind,
            audience=audience,
            brand=rng.choice(brands),
            name=self._name(kind, young),
            description={"en": f"{about[0]} {more[0]}", "ru": f"{about[1]} {more[1]}"},
            material=rng.choice(kind.materials),
            colours=rng.sample(palette, colours),
            sizes=rng.choice(ranges.sizes[kind.sizes][audience]),
            roubles=_price(rng, *kind.prices[audience]),
            shown=False,
        )

    def _name(self, kind: Kind, young: bool) -> Localised:
        models = self._texts.range.models
        free = [
            model
            for model in (models.young if young else models.grown)
            if (kind.id, model) not in self._taken
        ]
        model = self._rng.choice(free)
        self._taken.add((kind.id, model))
        return {"en": f"{kind.name['en']} “{model[0]}”", "ru": f"{kind.name['ru']} «{model[1]}»"}

    def _build(
        self,
        *,
        article: str,
        kind: Kind,
        audience: str,
        brand: str,
        name: Localised,
        description: Localised,
        material: str,
        colours: list[str],
        sizes: list[str],
        roubles: int,
        shown: bool,
    ) -> Style:
        made_of = self._texts.descriptions.material[material]
        product = Product(
            id=article,
            category_id=kind.category,
            brand=brand,
            audience=audience,
            name=name,
            description=description,
            composition=made_of.composition,
            care=made_of.care,
            drawing=kind.id,
        )
        price = Money(roubles * 100, CURRENCY)
        variants = tuple(
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
            for code in colours
            for position, size in enumerate(sizes)
        )
        return Style(product, variants, kind.season, shown)


def _price(rng: Random, low: int, high: int) -> int:
    """Draw a price as shops write them: 290, 1 390, 3 490; steps grow with the price."""
    step = 100 if high < 1_500 else 200 if high < 2_500 else 500
    return rng.randrange(low, high + 1, step)
