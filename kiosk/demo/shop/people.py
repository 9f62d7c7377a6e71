"""Customers: who they are, what is in their basket, what they bought before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random
from uuid import UUID

from kiosk.demo.shop.history import Diary, Piece, label, moment, written
from kiosk.demo.shop.styles import Style
from kiosk.demo.shop.texts import People, ShowCustomer, Texts
from kiosk.domain.basket import BasketOp, OpKind
from kiosk.domain.codes import LOYALTY_PREFIX
from kiosk.domain.gtin import gtin13
from kiosk.domain.orders import Address
from kiosk.hub.engines.embedded.seed import CustomerSeed
from kiosk.wire.customers import HistoryEvent

COUNT = 200
_OPEN_BASKETS = 23  # besides the showcase's
_STORES = tuple(f"S{n:02d}" for n in range(1, 9))
_ENOUGH = 20  # articles of one size that make a wardrobe
_WITHOUT_HISTORY = 0.06
_WITHOUT_ADDRESS = 0.12
_CONSENTS = ("messenger", "app", "web", "call_centre")
_TIERS = ("basic", "silver", "gold")
_TIER_ODDS = (62, 26, 12)
_MOST_POINTS = {"basic": 400, "silver": 1_800, "gold": 5_200}


def customers(
    texts: Texts, styles: tuple[Style, ...], today: date, rng: Random
) -> tuple[CustomerSeed, ...]:
    """Make the showcase's customers and draw the others."""
    shown = [_show(customer, today, rng) for customer in texts.showcase.customer]
    numbers = range(len(shown) + 1, COUNT + 1)
    with_basket = set(rng.sample(numbers, _OPEN_BASKETS))
    cards = iter(rng.sample(range(10_000_000, 100_000_000), len(numbers)))
    phones = iter(rng.sample(range(1_000, 10_000), len(numbers)))
    diary = Diary(texts.people.history, today)
    wardrobes = _wardrobes(styles)
    drawn = []
    for number in numbers:
        customer = _draw(f"C{number:04d}", next(cards), next(phones), texts.people, today, rng)
        wardrobe = rng.choice(wardrobes)
        pieces = rng.sample(wardrobe.clothes, 9) + rng.sample(wardrobe.shoes, wardrobe.pairs)
        count = 0 if rng.random() < _WITHOUT_HISTORY else rng.randint(3, 12)
        events = diary.draw(customer.id, rng.choice(_STORES), pieces, count, rng)
        basket: tuple[BasketOp, ...] = ()
        if number in with_basket:
            basket, left = _basket(customer.id, pieces, today, rng)
            events = (left, *events)
        drawn.append(
            replace(
                customer,
                basket=basket,
                history=events,
                sizes=wardrobe.sizes if count else (),
                since=_since(events, today, rng),
            )
        )
    return (*shown, *drawn)


@dataclass(frozen=True, slots=True)
class _Wardrobe:
    """All that fits one person."""

    sizes: tuple[str, ...]
    clothes: list[Piece]
    shoes: list[Piece]

    @property
    def pairs(self) -> int:
        """How many shoes somebody takes an interest in."""
        return min(3, len(self.shoes))


def _wardrobes(styles: tuple[Style, ...]) -> list[_Wardrobe]:
    """Sort the range by whom it fits: the taller child has the longer foot."""
    clothes: dict[tuple[str, str], list[Piece]] = {}
    shoes: dict[tuple[str, str], list[Piece]] = {}
    for style in styles:
        if not style.shown:
            shelf = shoes if style.product.category_id == "shoes" else clothes
            for variant in style.variants:
                person = (style.product.audience, variant.size)
                shelf.setdefault(person, []).append((style, variant))
    wardrobes = []
    for audience in ("baby", "kids", "women", "men"):
        worn = {size: pieces for (who, size), pieces in clothes.items() if who == audience}
        common = sorted((s for s in worn if len(worn[s]) >= _ENOUGH), key=_by_length)
        feet = sorted(size for who, size in shoes if who == audience)
        for index, size in enumerate(common):
            foot = feet[index * len(feet) // len(common)] if feet else ""
            sizes = (size, foot) if foot else (size,)
            wardrobes.append(_Wardrobe(sizes, worn[size], shoes.get((audience, foot), [])))
    return wardrobes


def _by_length(size: str) -> tuple[int, str]:
    """Order 86 before 104 and S before XL."""
    order = ("XS", "S", "M", "L", "XL", "XXL")
    return (int(size), "") if size.isdecimal() else (order.index(size), size)


def _draw(
    customer_id: str, card: int, phone: int, texts: People, today: date, rng: Random
) -> CustomerSeed:
    woman = rng.random() < 0.72
    tier = rng.choices(_TIERS, _TIER_ODDS)[0]
    addresses: tuple[Address, ...] = ()
    if rng.random() >= _WITHOUT_ADDRESS:
        addresses = tuple(
            Address(
                ref=f"{customer_id}-A{n}",
                city=texts.city,
                street=street,
                house=str(rng.randint(1, 60)),
                flat=str(rng.randint(1, 240)),
            )
            for n, street in enumerate(rng.sample(texts.streets, rng.choice((1, 1, 1, 2))), 1)
        )
    return CustomerSeed(
        id=customer_id,
        card_number=gtin13(f"{LOYALTY_PREFIX}{card}"),
        first_name=rng.choice(texts.women if woman else texts.men),
        last_name=rng.choice(texts.surnames) + ("а" if woman else ""),
        phone=f"+7900000{phone}",
        email=f"{customer_id.lower()}@mail.example" if rng.random() < 0.8 else "",
        tier_id=tier,
        points=rng.randint(0, _MOST_POINTS[tier]),
        since="",
        consents=tuple(c for c in _CONSENTS if rng.random() < 0.4),
        sizes=(),
        addresses=addresses,
        history=(),
        basket_id=_uuid(rng),
    )


def _since(events: Sequence[HistoryEvent], today: date, rng: Random) -> str:
    """Return a day before the first event."""
    first = date.fromisoformat(events[-1].at[:10]) if events else today
    return (first - timedelta(rng.randint(0, 1_500))).isoformat()


def _basket(
    customer_id: str, pieces: Sequence[Piece], today: date, rng: Random
) -> tuple[tuple[BasketOp, ...], HistoryEvent]:
    """Fill an open basket yesterday evening and tell of it in the history."""
    channel = rng.choice(("web", "web", "app"))
    chosen = rng.sample(pieces, rng.randint(1, 4))
    hour = rng.randint(15, 19)
    ops = tuple(
        BasketOp(
            id=_uuid(rng),
            kind=OpKind.ADD,
            sku=variant.sku,
            quantity=rng.choice((1, 1, 1, 2)),
            channel=channel,
            made_at=moment(today, 1, time(hour, minute)),
        )
        for minute, (_, variant) in enumerate(chosen, 5)
    )
    event = HistoryEvent(
        id=f"{customer_id}-basket",
        at=ops[-1].made_at,
        channel=channel,
        kind="basket",
        title="",
        text="В корзине: " + ", ".join(label(piece) for piece in chosen),
    )
    return ops, event


def _show(customer: ShowCustomer, today: date, rng: Random) -> CustomerSeed:
    basket = tuple(
        BasketOp(
            id=_uuid(rng),
            kind=OpKind.ADD,
            sku=line.sku,
            quantity=line.quantity,
            channel=line.channel,
            made_at=moment(today, line.days_ago, time.fromisoformat(line.time)),
        )
        for line in customer.basket
    )
    return CustomerSeed(
        id=customer.id,
        card_number=gtin13(customer.card),
        first_name=customer.first_name,
        last_name=customer.last_name,
        phone=customer.phone,
        email=customer.email,
        tier_id=customer.tier,
        points=customer.points,
        since=customer.since,
        consents=tuple(customer.consents),
        sizes=tuple(customer.sizes),
        addresses=tuple(
            Address(f"{customer.id}-A{n}", "", a.city, a.street, a.house, a.flat)
            for n, a in enumerate(customer.addresses, 1)
        ),
        history=tuple(written(customer.id, event, today) for event in customer.history),
        basket_id=_uuid(rng),
        basket=basket,
    )


def _uuid(rng: Random) -> str:
    """Draw a UUIDv4 that is the same every time."""
    return str(UUID(int=rng.getrandbits(128), version=4))
