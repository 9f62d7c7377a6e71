"""Looking at the shop: categories, search, and one product with everything it can do.

All of it is read from the terminal's own catalogue (lane `read`) and works offline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.catalogue import Category, Colour, Localised, Location, Product, Terms, Variant
from kiosk.domain.fulfilment import FulfilmentKind, Way, ways_to_get
from kiosk.domain.money import Money
from kiosk.domain.pricing import Adjustment, PriceRequest, price
from kiosk.domain.stock import StockLevel
from kiosk.errors import BadInput
from kiosk.ports.catalogue import Catalogue, ProductHit
from kiosk.ports.machine import Clock
from kiosk.services.search_example import search_example
from kiosk.services.session import HeldPieces

PAGE = 24
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class ColourChoice:
    """A colour of the product; `available` if any size of it can be got anywhere."""

    colour: Colour
    available: bool
    selected: bool


@dataclass(frozen=True, slots=True)
class SizeChoice:
    """A size in the chosen colour and the best thing that can be done with it.

    `best` is None when it is sold out everywhere; `stores` counts other stores that have it.
    """

    sku: str
    size: str
    best: Way | None
    stores: int
    selected: bool


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product page. `price` is one piece after promotions, before the customer's tier."""

    product: Product
    variant: Variant
    colours: tuple[ColourChoice, ...]
    sizes: tuple[SizeChoice, ...]
    ways: tuple[Way, ...]
    list_price: Money
    price: Money
    reasons: tuple[Adjustment, ...]
    tier_price: Money | None
    tier_reason: Adjustment | None

    @property
    def one_size(self) -> bool:
        """There is no size to choose."""
        return len(self.sizes) == 1


@dataclass(frozen=True, slots=True)
class Article:
    """What the catalogue calls the article of a task."""

    name: Localised
    colour: Localised
    size: str


class Browsing:
    """Reads for the screens; `here_id` is this terminal's location."""

    def __init__(self, catalogue: Catalogue, clock: Clock, here_id: str) -> None:
        self._catalogue = catalogue
        self._clock = clock
        self._here_id = here_id

    def categories(self) -> Sequence[Category]:
        """The shelves, in the shop's order."""
        return self._catalogue.categories()

    def in_category(self, category_id: str, page: int = 0) -> Sequence[ProductHit]:
        """One page of a category."""
        return self._catalogue.in_category(category_id, PAGE, page * PAGE)

    def search(self, text: str, pages: int = 1) -> Sequence[ProductHit]:
        """The first pages of what matches a typed text, best first."""
        return self._catalogue.search(text, PAGE * pages)

    def words_found(self, text: str) -> tuple[str, ...]:
        """Which words of a text that finds nothing find something by themselves."""
        words = text.split()[:MOST_WORDS]
        return tuple(w for w in words if len(words) > 1 and self._catalogue.search(w, 1))

    def search_example(self, language: str) -> str:
        """Words that find something in this shop; "" where none are short enough."""
        with self._catalogue.at_once():
            return search_example(self._catalogue, language)

    def articles(self, skus: Iterable[str]) -> Mapping[str, Article]:
        """What the catalogue calls them; without those it no longer has."""
        found = {}
        for sku in skus:
            variant = self._catalogue.variant(sku)
            product = self._catalogue.product(variant.product_id) if variant else None
            if variant and product:
                found[sku] = Article(product.name, variant.colour.name, variant.size)
        return found

    def terms(self) -> Terms:
        """The shop's terms. Raises `BadInput("catalogue_missing")` before the first catalogue."""
        return self._catalogue.terms()

    def locations(self) -> dict[str, Location]:
        """Stores and the warehouse, by id."""
        return dict(self._catalogue.locations())

    def here(self) -> Location:
        """This terminal's location.

        Raises `BadInput("catalogue_missing")` before the first catalogue.
        """
        return _here(self._catalogue, self._here_id)

    def open_product(self, product_id: str, colour_code: str, tier_id: str) -> ProductView:
        """Open a product in a colour ("" for the first); the size that can be got soonest."""
        with self._catalogue.at_once():
            return self._open_product(product_id, colour_code, tier_id)

    def open_variant(self, sku: str, tier_id: str) -> ProductView:
        """Open a product at one variant. Raises `BadInput("product_gone")`."""
        with self._catalogue.at_once():
            variant = self._catalogue.variant(sku)
            if variant is None:
                raise BadInput("product_gone")
            variants = self._catalogue.variants_of(variant.product_id)
            return self._view(variant, variants, self._ways(variants), tier_id)

    def _open_product(self, product_id: str, colour_code: str, tier_id: str) -> ProductView:
        variants = self._catalogue.variants_of(product_id)
        if not variants:
            raise BadInput("product_gone")
        ways = self._ways(variants)
        in_colour = [v for v in variants if v.colour.code == colour_code] or [
            v for v in variants if v.colour.code == variants[0].colour.code
        ]
        first = next((v for v in in_colour if ways[v.sku]), in_colour[0])
        return self._view(first, variants, ways, tier_id)

    def _view(
        self,
        variant: Variant,
        variants: Sequence[Variant],
        ways: dict[str, tuple[Way, ...]],
        tier_id: str,
    ) -> ProductView:
        product, sku = self._catalogue.product(variant.product_id), variant.sku
        if product is None:
            raise BadInput("product_gone")
        terms, promotions = self._catalogue.terms(), self._catalogue.promotions()
        request = PriceRequest(sku, product.id, product.category_id, 1, variant.list_price)
        today = self._now().date().isoformat()
        plain = price([request], promotions, terms, "", today).lines[0]
        personal = price([request], promotions, terms, tier_id, today).lines[0]
        has_tier_price = personal.total < plain.total
        return ProductView(
            product=product,
            variant=variant,
            colours=_colours(variants, ways, variant.colour.code),
            sizes=tuple(
                self._size(v, ways[v.sku], sku)
                for v in variants
                if v.colour.code == variant.colour.code
            ),
            ways=ways[sku],
            list_price=variant.list_price,
            price=plain.total,
            reasons=plain.adjustments,
            tier_price=personal.total if has_tier_price else None,
            tier_reason=personal.adjustments[-1] if has_tier_price else None,
        )

    def _size(self, variant: Variant, ways: tuple[Way, ...], chosen: str) -> SizeChoice:
        stores = sum(
            way.kind is FulfilmentKind.COLLECT and way.location_id != self._here_id for way in ways
        )
        best = ways[0] if ways else None
        return SizeChoice(variant.sku, variant.size, best, stores, variant.sku == chosen)

    def _ways(self, variants: Sequence[Variant]) -> dict[str, tuple[Way, ...]]:
        return ways_of(self._catalogue, self._here_id, [v.sku for v in variants], self._now())

    def _now(self) -> datetime:
        return shop_now(self._catalogue, self._clock)


def ways_of(
    catalogue: Catalogue,
    here_id: str,
    skus: Sequence[str],
    now: datetime,
    held: Sequence[HeldPieces] = (),
) -> dict[str, tuple[Way, ...]]:
    """List the ways to get each SKU at a location; what is held for us is ours to take."""
    terms, locations = catalogue.terms(), catalogue.locations()
    here = _here(catalogue, here_id)
    ours = {(piece.sku, piece.source_id): piece.quantity for piece in held}
    stock = {
        sku: [_without(level, ours.get((sku, level.location_id), 0)) for level in levels]
        for sku, levels in catalogue.stock_of(skus).items()
    }
    return {sku: ways_to_get(stock.get(sku, ()), here, locations, terms, now) for sku in skus}


def _without(level: StockLevel, ours: int) -> StockLevel:
    return replace(level, reserved=max(0, level.reserved - ours)) if ours else level


def shop_now(catalogue: Catalogue, clock: Clock) -> datetime:
    """The wall clock in the shop's time zone."""
    return clock.now().astimezone(ZoneInfo(catalogue.terms().time_zone))


def _here(catalogue: Catalogue, here_id: str) -> Location:
    here = catalogue.locations().get(here_id)
    if here is None:
        raise BadInput("catalogue_missing")
    return here


def _colours(
    variants: Sequence[Variant], ways: dict[str, tuple[Way, ...]], chosen: str
) -> tuple[ColourChoice, ...]:
    choices: dict[str, ColourChoice] = {}
    for variant in variants:
        code = variant.colour.code
        before = choices.get(code)
        available = bool(ways[variant.sku]) or (before is not None and before.available)
        choices[code] = ColourChoice(variant.colour, available, code == chosen)
    return tuple(choices.values())
