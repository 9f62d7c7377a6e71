"""Goods and stock: everything is seen, then every change, and prices add up."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.money import Money, total
from kiosk.hub.engines.port import Catalogue, CursorGone, Goods, Orders, Wanted
from kiosk.tools.engine_check.kit import (
    Bench,
    LeftOut,
    Withdrawing,
    check,
    expect,
    raised,
    same,
    there,
    walk,
)

NOW = datetime(2026, 11, 28, 16, 30, tzinfo=UTC)


def prices(pages: list[Goods]) -> dict[str, Money]:
    """Return the prices of all variants read, the last of each."""
    return {one.sku: one.list_price for page in pages for one in page.variants}


@check(Catalogue)
def all_goods(bench: Bench) -> None:
    """The first reading has every variant that is sold, with its product."""
    pages = walk(bench.engine.goods_since)
    products = {one.id for page in pages for one in page.products}
    variants = {one.sku: one for page in pages for one in page.variants}
    for sku in bench.skus:
        expect(there(variants.get(sku), sku).product_id in products, f"no product of {sku}")


@check(Catalogue)
def small_pages(bench: Bench) -> None:
    """Pages of another size give the same goods."""
    whole = prices(walk(bench.engine.goods_since))
    for size in (1, 7):
        pages = walk(partial(bench.engine.goods_since, limit=size))
        expect(all(len(page.products) <= size for page in pages), "more than asked for")
        same(prices(pages), whole, f"by {size}")


@check(Catalogue)
def all_current(bench: Bench) -> None:
    """After the last page nothing comes until something changes."""
    cursor = walk(bench.engine.goods_since)[-1].next
    page = bench.engine.goods_since(cursor)
    same((page.products, page.variants, page.gone_skus, page.more), ((), (), (), False))


@check(Catalogue)
def one_currency(bench: Bench) -> None:
    """All prices are whole minor units of the shop's currency."""
    found = prices(walk(bench.engine.goods_since)).values()
    same({price.currency for price in found}, {bench.currency})
    expect(all(price.minor >= 0 for price in found), "a price below nothing")


@check(Catalogue)
def new_price(bench: Bench) -> None:
    """A new price is seen after the cursor."""
    cursor, sku = walk(bench.engine.goods_since)[-1].next, bench.skus[0]
    for minor in (123_400, 150_000):
        bench.hands.set_price(sku, bench.money(minor))
        pages = walk(bench.engine.goods_since, cursor)
        same(prices(pages).get(sku), bench.money(minor))
        cursor = pages[-1].next


@check(Catalogue)
def last_price(bench: Bench) -> None:
    """Of several new prices the last is the one that counts."""
    cursor, sku = walk(bench.engine.goods_since)[-1].next, bench.skus[1]
    for minor in (90_000, 80_000, 70_000):
        bench.hands.set_price(sku, bench.money(minor))
    same(prices(walk(bench.engine.goods_since, cursor)).get(sku), bench.money(70_000))


@check(Catalogue)
def during_the_first_reading(bench: Bench) -> None:
    """A price that changes during the first reading is not missed."""
    sku = bench.skus[2]
    first = bench.engine.goods_since("", 1)
    bench.hands.set_price(sku, bench.money(64_000))
    same(prices([first, *walk(bench.engine.goods_since, first.next)]).get(sku), bench.money(64_000))


@check(Catalogue)
def two_readers(bench: Bench) -> None:
    """Two readers with their own cursors both see a change."""
    cursors = [walk(bench.engine.goods_since)[-1].next for _ in range(2)]
    bench.hands.set_price(bench.skus[3], bench.money(55_500))
    for cursor in cursors:
        same(prices(walk(bench.engine.goods_since, cursor)).get(bench.skus[3]), bench.money(55_500))


@check(Catalogue)
def nonsense(bench: Bench) -> None:
    """A cursor that is none is refused, so that the reader begins again."""
    for cursor in ("nonsense", "since:", "since:x", "\x00", "-1:-1", "9" * 40):
        raised(CursorGone, partial(bench.engine.goods_since, cursor))
        raised(CursorGone, partial(bench.engine.stock_since, cursor))


@check(Catalogue)
def all_stock(bench: Bench) -> None:
    """The first reading of stock has every place where there is any, once."""
    rows = [one for page in walk(bench.engine.stock_since) for one in page.pieces]
    sku = bench.fresh(4)
    keys = [(one.sku, one.location_id) for one in rows]
    same(len(set(keys)), len(keys), "rows")
    expect((sku, bench.source_id) in keys, "a place is missing")


@check(Catalogue)
def stock_pages(bench: Bench) -> None:
    """Pages of another size give the same stock."""
    whole = {one for page in walk(bench.engine.stock_since) for one in page.pieces}
    pages = walk(partial(bench.engine.stock_since, limit=5))
    expect(all(len(page.pieces) <= 5 for page in pages), "more than asked for")
    same({one for page in pages for one in page.pieces}, whole)


@check(Catalogue)
def counted(bench: Bench) -> None:
    """Pieces that come in or go are seen after the cursor."""
    sku = bench.fresh(3)
    cursor = walk(bench.engine.stock_since)[-1].next
    for pieces in (8, 0, 2):
        bench.hands.set_free(sku, bench.source_id, pieces)
        pages = walk(bench.engine.stock_since, cursor)
        mine = [
            one
            for page in pages
            for one in page.pieces
            if (one.sku, one.location_id) == (sku, bench.source_id)
        ]
        expect(bool(mine), "nothing is said")
        same(mine[-1].on_hand - mine[-1].allocated, pieces)
        cursor = pages[-1].next


@check(Catalogue, Orders)
def allocated(bench: Bench) -> None:
    """What an order allocates is seen in stock, and what lies there stays."""
    sku = bench.fresh(5)
    before, cursor = bench.pieces(sku), walk(bench.engine.stock_since)[-1].next
    bench.engine.place(bench.order(bench.line(sku, 2)))
    after = [
        one
        for page in walk(bench.engine.stock_since, cursor)
        for one in page.pieces
        if one.sku == sku
    ]
    same(
        [(one.on_hand, one.allocated) for one in after][-1:],
        [(before.on_hand, before.allocated + 2)],
    )


@check(Catalogue)
def withdrawn(bench: Bench) -> None:
    """An article that is sold no more is seen to go."""
    if not isinstance(bench.hands, Withdrawing):
        raise LeftOut("the shop behind it cannot withdraw an article")
    cursor = walk(bench.engine.goods_since)[-1].next
    bench.hands.withdraw(bench.spare_sku)
    gone = [sku for page in walk(bench.engine.goods_since, cursor) for sku in page.gone_skus]
    expect(bench.spare_sku in gone, "nothing is said")
    expect(
        bench.spare_sku not in prices(walk(bench.engine.goods_since)),
        "a first reading still has it",
    )


@check(Catalogue)
def ways(bench: Bench) -> None:
    """An article that lies at a source can be got, with a day for each way."""
    sku = bench.fresh(5)
    found = bench.engine.ways(sku, bench.store_id, NOW)
    expect(bool(found), "no way")
    expect(all(way.available > 0 and way.promise.day for way in found), "a way without")
    expect(FulfilmentKind.DELIVERY in {way.kind for way in found}, "no delivery")


@check(Catalogue)
def no_way(bench: Bench) -> None:
    """What is not sold, or asked for at no place, can be got in no way."""
    same(tuple(bench.engine.ways("no-such-sku", bench.store_id, NOW)), ())
    same(tuple(bench.engine.ways(bench.skus[0], "no-such-place", NOW)), ())


@check(Catalogue)
def sums(bench: Bench) -> None:
    """A quote's lines are its pieces less what is taken off, and its sum is its lines."""
    wanted = [Wanted(sku, n, FulfilmentKind.COLLECT) for n, sku in enumerate(bench.skus[:4], 1)]
    for tier_id in ("", bench.tier_id):
        priced = bench.engine.quote(wanted, tier_id, bench.today)
        same([(x.sku, x.quantity) for x in priced.lines], [(x.sku, x.quantity) for x in wanted])
        for line in priced.lines:
            off = total((a.amount for a in line.adjustments), bench.currency)
            same(line.unit * line.quantity + off, line.total, line.sku)
        same(total((line.total for line in priced.lines), bench.currency), priced.goods)
        expect(priced.delivery_fee.minor >= 0 and priced.points >= 0, "below nothing")


@check(Catalogue)
def quoted_price(bench: Bench) -> None:
    """A quote begins with the list price that the catalogue says."""
    listed = prices(walk(bench.engine.goods_since))
    wanted = [Wanted(sku, 1, FulfilmentKind.COLLECT) for sku in bench.skus[:4]]
    for line in bench.engine.quote(wanted, "", bench.today).lines:
        same(line.unit, listed[line.sku], line.sku)


@check(Catalogue)
def same_quote(bench: Bench) -> None:
    """The same is quoted for the same."""
    wanted = [Wanted(sku, 2, FulfilmentKind.DELIVERY) for sku in bench.skus[:3]]
    first = bench.engine.quote(wanted, bench.tier_id, bench.today)
    same(bench.engine.quote(wanted, bench.tier_id, bench.today), first)
