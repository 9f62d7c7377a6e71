"""What things cost, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.catalogue import Promotion, Terms, Tier
from kiosk.domain.money import Money, total
from kiosk.domain.pricing import Priced, PriceRequest, price

TODAY = "2026-11-21"
TERMS = Terms(
    shop_name={"en": "Shop"},
    currency="RUB",
    time_zone="Europe/Moscow",
    delivery_fee=Money(29_900, "RUB"),
    delivery_free_from=Money(300_000, "RUB"),
    delivery_cutoff_hour=18,
    delivery_slots=((10, 14),),
    collect_after_hours=2,
    transfer_days=2,
    tiers=(Tier("gold", {"en": "Gold"}, 1_000, 500),),
)
SALE = Promotion("sale", "percent_off", {"en": "Sale"}, percent_bp=1_500, categories=("coats",))
BIGGER = Promotion("bigger", "percent_off", {"en": "Bigger"}, percent_bp=3_000, products=("p1",))
THREE_FOR_TWO = Promotion("3for2", "n_for_m", {"en": "3 for 2"}, buy=3, pay=2, categories=("tees",))


def request(sku: str, minor: int, quantity: int = 1, category: str = "tees") -> PriceRequest:
    return PriceRequest(sku, "p-" + sku, category, quantity, Money(minor, "RUB"))


def priced(
    *requests: PriceRequest, promotions: tuple[Promotion, ...] = (), tier: str = ""
) -> Priced:
    return price(requests, promotions, TERMS, tier, TODAY)


def test_forty_four_ninety_less_ten_percent_is_forty_forty_one() -> None:
    line = priced(request("a", 4_490), tier="gold").lines[0]
    assert line.total == Money(4_041, "RUB")
    assert [a.source for a in line.adjustments] == ["gold"]


def test_half_a_kopeck_of_discount_rounds_up() -> None:
    assert Money(5, "RUB").share(1_000) == Money(1, "RUB")
    assert Money(4, "RUB").share(1_000) == Money(0, "RUB")


def test_only_the_best_percentage_applies_to_a_line() -> None:
    both = PriceRequest("a", "p1", "coats", 1, Money(100_000, "RUB"))
    line = priced(both, promotions=(SALE, BIGGER)).lines[0]
    assert [a.source for a in line.adjustments] == ["bigger"]
    assert line.total == Money(70_000, "RUB")


def test_of_three_the_cheapest_is_free_over_different_lines() -> None:
    result = priced(
        request("a", 90_000),
        request("b", 50_000),
        request("c", 70_000),
        promotions=(THREE_FOR_TWO,),
    )
    assert [line.total.minor for line in result.lines] == [90_000, 0, 70_000]


def test_two_of_three_pay_in_full() -> None:
    assert priced(request("a", 90_000, 2), promotions=(THREE_FOR_TWO,)).goods.minor == 180_000


def test_the_tier_comes_last_on_what_remains() -> None:
    coat = PriceRequest("a", "p1", "coats", 1, Money(100_000, "RUB"))
    line = priced(coat, promotions=(SALE,), tier="gold").lines[0]
    assert [a.amount.minor for a in line.adjustments] == [-15_000, -8_500]
    assert line.total.minor == 76_500


@pytest.mark.parametrize(
    ("starts", "ends", "runs"),
    [("", "", True), (TODAY, TODAY, True), ("2026-11-22", "", False), ("", "2026-11-20", False)],
)
def test_a_promotion_runs_on_its_days(starts: str, ends: str, runs: bool) -> None:
    promotion = Promotion("p", "percent_off", {}, percent_bp=1_000, starts=starts, ends=ends)
    assert bool(priced(request("a", 1_000), promotions=(promotion,)).saved.minor) is runs


def test_delivery_costs_until_the_free_limit() -> None:
    near = price([request("a", 299_999)], (), TERMS, "", TODAY, frozenset({"a"}))
    free = price([request("a", 300_000)], (), TERMS, "", TODAY, frozenset({"a"}))
    here = price([request("a", 100)], (), TERMS, "", TODAY)
    assert (near.delivery_fee.minor, free.delivery_fee.minor) == (29_900, 0)
    assert here.delivery_fee.minor == 0
    assert near.to_pay.minor == 329_899


def test_gold_earns_five_points_per_hundred_roubles() -> None:
    assert priced(request("a", 100_000), tier="gold").points == 45  # 900 roubles paid
    assert priced(request("a", 100_000)).points == 0


@given(
    st.lists(st.tuples(st.integers(1, 500_000), st.integers(1, 9)), min_size=1, max_size=8),
    st.booleans(),
)
def test_no_price_is_negative_and_reasons_add_up(basket: list[tuple[int, int]], gold: bool) -> None:
    requests = [request(str(i), minor, n) for i, (minor, n) in enumerate(basket)]
    result = priced(*requests, promotions=(SALE, THREE_FOR_TWO), tier="gold" if gold else "")
    for line in result.lines:
        assert line.total.minor >= 0
        reasons = total((a.amount for a in line.adjustments), "RUB")
        assert line.list_total + reasons == line.total
    assert result.goods == total((line.total for line in result.lines), "RUB")


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Money(1, "EUR") + Money(1, "RUB")


@pytest.mark.parametrize(("buy", "pay"), [(0, 0), (2, 2), (2, 3), (3, -1)])
def test_an_offer_that_makes_no_sense_changes_no_price(buy: int, pay: int) -> None:
    broken = Promotion("broken", "n_for_m", {}, buy=buy, pay=pay)
    assert priced(request("a", 1_000, 5), promotions=(broken,)).goods.minor == 5_000
