from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec
import pytest

from kiosk.demo.shop import build_shop, showcase
from kiosk.domain.basket import lines
from kiosk.domain.catalogue import Localised
from kiosk.domain.code_kinds import LoyaltyCard, ProductCode, StaffBadge
from kiosk.domain.codes import classify
from kiosk.domain.ids import is_order_number
from kiosk.domain.masks import mask_address
from kiosk.domain.phones import read_phone
from kiosk.domain.pricing import PriceRequest, price
from kiosk.domain.stock import StockLevel
from kiosk.hub.engines.embedded.seed import CustomerSeed, ShopSeed

TODAY = date(2025, 11, 20)
MIXED_WORD = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")


@pytest.fixture(scope="module")
def shop() -> ShopSeed:
    return build_shop(TODAY)


@pytest.fixture(scope="module")
def levels(shop: ShopSeed) -> dict[str, dict[str, StockLevel]]:
    by_sku: dict[str, dict[str, StockLevel]] = defaultdict(dict)
    for level in shop.stock:
        assert level.location_id not in by_sku[level.sku], "one row per SKU and place"
        by_sku[level.sku][level.location_id] = level
    return by_sku


def customer(shop: ShopSeed, customer_id: str) -> CustomerSeed:
    return next(c for c in shop.customers if c.id == customer_id)


def available(levels: dict[str, dict[str, StockLevel]], sku: str) -> dict[str, int]:
    return {place: at.available for place, at in levels[sku].items() if at.available}


def localised(shop: ShopSeed) -> Iterator[tuple[str, Localised]]:
    for product in shop.products:
        for field in ("name", "description", "composition", "care"):
            yield f"{product.id} {field}", getattr(product, field)
    for colour in {v.colour.code: v.colour for v in shop.variants}.values():
        yield colour.code, colour.name
    for category in shop.categories:
        yield category.id, category.name
    for promotion in shop.promotions:
        yield promotion.id, promotion.name
    for place in shop.locations:
        yield place.id, place.name
        yield place.id, place.address
    for tier in shop.terms.tiers:
        yield tier.id, tier.name
    yield "shop", shop.terms.shop_name


def test_same_seed_and_day_make_the_same_bytes(shop: ShopSeed) -> None:
    assert msgspec.json.encode(build_shop(TODAY)) == msgspec.json.encode(shop)


def test_another_seed_makes_another_shop_with_the_same_showcase(shop: ShopSeed) -> None:
    other = build_shop(TODAY, seed=8)
    assert other.products != shop.products
    assert {showcase.RAIN_JACKET.sku, showcase.TSHIRT.sku} <= {v.sku for v in other.variants}
    anna = showcase.ANNA.id
    assert customer(other, anna).history == customer(shop, anna).history


def test_shop_is_as_big_as_promised(shop: ShopSeed) -> None:
    assert Counter(place.kind for place in shop.locations) == {"store": 8, "warehouse": 1}
    assert [place.id for place in shop.locations] == [*(f"S0{n}" for n in range(1, 9)), "W01"]
    assert len(shop.categories) == 12
    assert 290 <= len(list(shop.products)) <= 320
    assert 2_300 <= len(list(shop.variants)) <= 2_700
    assert len(shop.customers) == 200
    assert 20 <= sum(bool(c.basket) for c in shop.customers) <= 30
    assert {p.audience for p in shop.products} == {"women", "men", "kids", "baby"}
    assert {p.category_id for p in shop.products} == {c.id for c in shop.categories}


def test_every_article_has_one_readable_sku_and_a_valid_gtin_of_its_own(shop: ShopSeed) -> None:
    gtins = [gtin for variant in shop.variants for gtin in variant.gtins]
    assert len(set(gtins)) == len(gtins) == len(list(shop.variants))
    for gtin in gtins:
        assert len(gtin) == 14
        assert classify(gtin[1:]) == ProductCode(gtin)
    skus = [variant.sku for variant in shop.variants]
    assert len(set(skus)) == len(skus)
    assert all(re.fullmatch(r"MK-\d{5}-[A-Z]{3}-[0-9A-Z]+", sku) for sku in skus)


def test_articles_and_the_names_of_a_kind_do_not_repeat(shop: ShopSeed) -> None:
    assert len({p.id for p in shop.products}) == len(list(shop.products))
    for language in ("en", "ru"):
        names = Counter(p.name[language] for p in shop.products)
        assert names.most_common(1)[0][1] == 1


def test_every_text_is_there_in_english_and_russian(shop: ShopSeed) -> None:
    for where, texts in localised(shop):
        assert set(texts) == {"en", "ru"}, where
        assert CYRILLIC.search(texts["ru"]), where
        assert texts["en"].strip(), where
        assert not CYRILLIC.search(texts["en"]), where


def test_no_russian_word_holds_a_latin_look_alike(shop: ShopSeed) -> None:
    texts = [texts["ru"] for _, texts in localised(shop)]
    for person in shop.customers:
        texts += [person.first_name, person.last_name]
        texts += [event.text for event in person.history]
        texts += [f"{a.city} {a.street}" for a in person.addresses]
    texts += [member.name for member in shop.staff]
    assert [text for text in texts if MIXED_WORD.search(text)] == []


def test_russian_sets_its_own_quotes_and_keeps_the_per_cent_sign_with_its_number(
    shop: ShopSeed,
) -> None:
    for product in shop.products:
        if product.id != showcase.HOSTILE.product_id:
            assert re.fullmatch(r"[^«»“”\"]+ «[^«»“”\"]+»", product.name["ru"])
            assert re.fullmatch(r"[^«»\"]+ “[^«»“”\"]+”", product.name["en"])
        assert not re.search(r"\d ?%", product.composition["ru"]), "a non-breaking space"


def test_prices_look_like_a_shop_s(shop: ShopSeed) -> None:
    for variant in shop.variants:
        assert variant.list_price.currency == "RUB"
        assert 190_00 <= variant.list_price.minor <= 20_000_00
        assert variant.list_price.minor % 100_00 == 90_00


def test_stock_names_known_articles_and_places_and_holds_every_case(
    shop: ShopSeed, levels: dict[str, dict[str, StockLevel]]
) -> None:
    assert set(levels) == {v.sku for v in shop.variants}
    assert {level.location_id for level in shop.stock} == {place.id for place in shop.locations}
    assert {level.buffer for level in shop.stock} == {0, 1}
    places = {sku: set(available(levels, sku)) for sku in levels}
    nowhere = sum(not at for at in places.values())
    in_one_other = sum(len(at) == 1 and at.isdisjoint({"S01", "W01"}) for at in places.values())
    not_here = sum(bool(at) and "S01" not in at for at in places.values())
    here = sum("S01" in at for at in places.values())
    assert 50 < nowhere < 300
    assert in_one_other > 80
    assert not_here > 800
    assert here > 900


def test_rain_jacket_shows_every_way_to_get_it(levels: dict[str, dict[str, StockLevel]]) -> None:
    def at(size: str) -> set[str]:
        return set(available(levels, f"MK-40118-OCB-{size}"))

    assert all(showcase.HERE in at(size) for size in ("086", "092", "110"))
    assert at("098") == {"W01", "S02", "S05"}
    assert at("104") == {"S03", "S06"}
    assert at("116") == set()


def test_boots_and_t_shirt_of_the_showcase_are_here_and_elsewhere(
    levels: dict[str, dict[str, StockLevel]],
) -> None:
    assert set(available(levels, showcase.RUBBER_BOOTS.sku)) == {"S01", "S02", "S04", "W01"}
    assert set(available(levels, showcase.TSHIRT.sku)) == {"S01", "S03", "S05", "W01"}


@pytest.mark.parametrize(
    "article",
    [
        showcase.RAIN_JACKET,
        showcase.RAIN_JACKET_HERE,
        showcase.RAIN_JACKET_FAR,
        showcase.RAIN_JACKET_SOLD_OUT,
        showcase.RUBBER_BOOTS,
        showcase.TSHIRT,
        showcase.LONG_NAME,
        showcase.HOSTILE,
    ],
)
def test_constants_of_the_showcase_are_the_shop_s(
    shop: ShopSeed, article: showcase.ShownArticle
) -> None:
    variant = next(v for v in shop.variants if v.sku == article.sku)
    assert variant.product_id == article.product_id
    assert variant.gtins == (article.gtin13.zfill(14),)


def test_showcase_begins_its_category_and_has_the_colours_of_the_drawing(shop: ShopSeed) -> None:
    first = next(p for p in shop.products if p.category_id == "outerwear")
    assert first.name == {"en": "Rain jacket “Puddle”", "ru": "Дождевик «Лужа»"}
    jackets = [v for v in shop.variants if v.product_id == first.id]
    colours = list(dict.fromkeys(v.colour.name["en"] for v in jackets))
    assert colours == ["Ocean blue", "Brick red", "Sun yellow", "Moss green"]
    sizes = [v.size for v in jackets if v.colour.code == "OCB"]
    assert sizes == ["86", "92", "98", "104", "110", "116"]


def test_hostile_style_keeps_its_bytes(shop: ShopSeed) -> None:
    style = next(p for p in shop.products if p.id == showcase.HOSTILE.product_id)
    for name in style.name.values():
        for piece in ("<b>", "&amp;", "\x1b", "\x1d", '"', "%s", "{0}", "\u202e"):
            assert piece in name


def test_customers_are_told_apart_by_card_phone_and_basket(shop: ShopSeed) -> None:
    for person in shop.customers:
        assert classify(person.card_number) == LoyaltyCard(person.card_number)
        assert read_phone(person.phone, ["RU"]) == person.phone
        assert shop.terms.tier(person.tier_id)
    for field in ("id", "card_number", "phone", "basket_id"):
        assert len({getattr(c, field) for c in shop.customers}) == len(shop.customers), field
    refs = [a.ref for c in shop.customers for a in c.addresses]
    assert len(set(refs)) == len(refs)


def test_histories_run_through_all_channels_newest_first_and_in_the_past(shop: ShopSeed) -> None:
    events = [event for c in shop.customers for event in c.history]
    assert len({event.id for event in events}) == len(events)
    channels = {"web", "app", "messenger", "call_centre", "store"}
    assert {event.channel for event in events} == channels
    kinds = {"order", "return", "visit", "message", "call", "basket", "note"}
    assert {event.kind for event in events} == kinds
    places = {place.id for place in shop.locations}
    for person in shop.customers:
        times = [datetime.fromisoformat(event.at) for event in person.history]
        assert times == sorted(times, reverse=True)
        assert all(at.date() < TODAY and at.utcoffset() == timedelta() for at in times)
        assert not times or person.since <= times[-1].date().isoformat()
    for event in events:
        assert "{" not in event.text
        assert not event.location_id or event.location_id in places
        assert bool(event.title) == (event.kind in {"order", "return"})
        assert not event.title or is_order_number(event.title)
    orders = Counter(event.title for event in events if event.kind == "order")
    assert max(orders.values()) == 1
    assert any(not c.history for c in shop.customers)


def test_open_baskets_hold_articles_the_shop_sells(shop: ShopSeed) -> None:
    skus = {v.sku for v in shop.variants}
    ids = [op.id for c in shop.customers for op in c.basket]
    assert len(set(ids)) == len(ids)
    for person in shop.customers:
        folded = lines(person.basket)
        assert len(folded) == len(person.basket)
        assert {line.sku for line in folded} <= skus
        assert {line.channel for line in folded} <= {"web", "app"}


@pytest.mark.parametrize(
    "shown", [showcase.ANNA, showcase.IVAN, showcase.LONG, showcase.EMPTY], ids=lambda c: c.id
)
def test_customers_of_the_showcase_are_the_shop_s(
    shop: ShopSeed, shown: showcase.ShownCustomer
) -> None:
    person = customer(shop, shown.id)
    assert person.card_number == shown.card_number
    assert (person.phone, person.tier_id) == (shown.phone, shown.tier_id)


def test_anna_is_known_in_every_channel_and_left_a_basket(shop: ShopSeed) -> None:
    anna = customer(shop, showcase.ANNA.id)
    assert (anna.first_name, anna.last_name, anna.points) == ("Анна", "Келлер", 1_240)
    assert {event.channel for event in anna.history} == {
        "web",
        "app",
        "messenger",
        "call_centre",
        "store",
    }
    basket = {line.sku: line.quantity for line in lines(anna.basket)}
    assert basket == {showcase.RUBBER_BOOTS.sku: 1, showcase.TSHIRT.sku: 2}
    (home,) = anna.addresses
    assert mask_address(home.street, home.house) == "Лип••• 8"
    assert anna.consents == ("messenger",)


def test_the_other_customers_of_the_showcase_are_the_edges(shop: ShopSeed) -> None:
    ivan = customer(shop, showcase.IVAN.id)
    assert (len(ivan.addresses), ivan.basket) == (1, ())
    empty = customer(shop, showcase.EMPTY.id)
    assert (empty.addresses, empty.basket, empty.history) == ((), (), ())
    long = customer(shop, showcase.LONG.id)
    assert len(f"{long.first_name} {long.last_name}") > 45
    assert len(long.addresses[0].street) > 50


def test_staff_sign_in_with_the_constants_of_the_showcase(shop: ShopSeed) -> None:
    for member in shop.staff:
        assert classify(member.badge_number) == StaffBadge(member.badge_number)
    assert len({member.number for member in shop.staff}) == len(shop.staff)
    for shown in (showcase.MILA, showcase.VERA):
        member = next(m for m in shop.staff if m.id == shown.id)
        assert (member.badge_number, member.number) == (shown.badge_number, shown.number)
        assert (member.role, member.pin) == (shown.role, shown.pin)
        assert member.location_id == showcase.HERE


def test_guest_of_the_tour_can_be_called_back() -> None:
    guest = showcase.guest()
    assert read_phone(guest.phone, ["RU"]) == guest.phone
    assert guest.street


def test_promotions_run_ended_and_are_to_come(shop: ShopSeed) -> None:
    today = TODAY.isoformat()
    running = {p.id for p in shop.promotions if p.starts <= today <= (p.ends or today)}
    assert running == {"knitwear-15", "season-30", "three-for-two"}
    assert any(p.ends and p.ends < today for p in shop.promotions)
    assert any(p.starts > today for p in shop.promotions)
    by_id = {p.id: p for p in shop.promotions}
    articles = {p.id for p in shop.products}
    assert by_id["season-30"].products
    assert articles.issuperset(by_id["season-30"].products)
    assert {c.id for c in shop.categories} >= {c for p in shop.promotions for c in p.categories}


def test_three_t_shirts_cost_two_and_gold_takes_a_tenth(shop: ShopSeed) -> None:
    variant = next(v for v in shop.variants if v.sku == showcase.TSHIRT.sku)
    request = PriceRequest(
        variant.sku, variant.product_id, variant.category_id, 3, variant.list_price
    )
    today = TODAY.isoformat()
    basic = price([request], shop.promotions, shop.terms, "basic", today, frozenset({variant.sku}))
    assert basic.goods == variant.list_price * 2
    assert basic.delivery_fee == shop.terms.delivery_fee
    gold = price([request], shop.promotions, shop.terms, "gold", today)
    assert gold.goods.minor == variant.list_price.minor * 2 * 9 // 10


@pytest.mark.parametrize(("tier", "points"), [("basic", 3), ("silver", 5), ("gold", 7)])
def test_a_hundred_roubles_paid_earn_the_tier_s_points(
    shop: ShopSeed, tier: str, points: int
) -> None:
    jacket = next(v for v in shop.variants if v.sku == showcase.RAIN_JACKET.sku)
    request = PriceRequest(jacket.sku, jacket.product_id, jacket.category_id, 1, jacket.list_price)
    priced = price([request], shop.promotions, shop.terms, tier, TODAY.isoformat())
    assert priced.points == priced.goods.minor * points // 100_00


def test_every_article_costs_something_with_every_running_promotion(shop: ShopSeed) -> None:
    requests = [
        PriceRequest(v.sku, v.product_id, v.category_id, 1, v.list_price) for v in shop.variants
    ]
    priced = price(requests, shop.promotions, shop.terms, "gold", TODAY.isoformat())
    free = [line for line in priced.lines if line.total.minor == 0]
    assert {
        shop_line.category_id
        for shop_line, line in zip(requests, priced.lines, strict=True)
        if line in free
    } == {"t-shirts"}
    assert all(line.total.minor >= 0 for line in priced.lines)
    assert priced.saved.minor > 0
