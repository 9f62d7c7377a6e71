"""The house itself: terms, places, promotions and staff."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.demo.shop.styles import CURRENCY, Style
from kiosk.demo.shop.texts import PromotionText, Shop
from kiosk.domain.catalogue import Location, Promotion, Terms, Tier
from kiosk.domain.gtin import gtin13
from kiosk.domain.money import Money
from kiosk.hub.engines.embedded.seed import StaffSeed


def terms(texts: Shop) -> Terms:
    """Return the rules of prices and promises."""
    return Terms(
        shop_name=texts.terms.name,
        currency=CURRENCY,
        time_zone="Europe/Moscow",
        delivery_fee=Money(299_00, CURRENCY),
        delivery_free_from=Money(3_000_00, CURRENCY),
        delivery_cutoff_hour=18,
        delivery_slots=((10, 14), (14, 18), (18, 22)),
        collect_after_hours=2,
        transfer_days=2,
        tiers=tuple(Tier(t.id, t.name, t.percent_bp, t.earn_bp) for t in texts.terms.tiers),
        track_url=texts.terms.track_url,
        phone_countries=("RU",),
    )


def locations(texts: Shop) -> tuple[Location, ...]:
    """Return the stores and the warehouse."""
    return tuple(
        Location(
            id=place.id,
            kind=place.kind,
            name=place.name,
            address=place.address,
            latitude=place.latitude,
            longitude=place.longitude,
            opens_hour=10,
            closes_hour=22,
        )
        for place in texts.location
    )


def promotions(texts: Shop, styles: tuple[Style, ...], today: date) -> tuple[Promotion, ...]:
    """Return running, past and coming promotions."""
    return tuple(_promotion(entry, styles, today) for entry in texts.promotion)


def _promotion(entry: PromotionText, styles: tuple[Style, ...], today: date) -> Promotion:
    ends = "" if entry.to_day is None else (today + timedelta(entry.to_day)).isoformat()
    products = tuple(
        style.product.id
        for style in styles
        if entry.season and style.season == entry.season and not style.shown
    )
    return Promotion(
        id=entry.id,
        kind=entry.kind,
        name=entry.name,
        percent_bp=entry.percent_bp,
        buy=entry.buy,
        pay=entry.pay,
        categories=tuple(entry.categories),
        products=products,
        starts=(today + timedelta(entry.from_day)).isoformat(),
        ends=ends,
    )


def staff(texts: Shop) -> tuple[StaffSeed, ...]:
    """Return the people who sign in."""
    return tuple(
        StaffSeed(
            id=person.id,
            badge_number=gtin13(person.badge),
            number=person.number,
            name=person.name,
            role=person.role,
            location_id=person.location,
            pin=person.pin,
        )
        for person in texts.staff
    )
