"""What the shop knows of a code that a terminal's catalogue lacks."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath

from kiosk.domain.gtin import are_digits
from kiosk.errors import BadInput, HubRefused
from kiosk.hub.api.requests import HubDependency, terminals_only
from kiosk.hub.storage import shop
from kiosk.hub.storage.database import read
from kiosk.wire.lookup import PRODUCT_UNKNOWN, FoundProduct

GTIN_DIGITS = 14


@get(
    "/products/by-gtin/{gtin14:str}",
    sync_to_thread=True,
    guards=[terminals_only],
    summary="Name and price of a variant by its GTIN",
)
def by_gtin(hub: HubDependency, gtin14: FromPath[str]) -> FoundProduct:
    """Return the variant with this GTIN; 404 `product_unknown` where the shop has none."""
    if not (len(gtin14) == GTIN_DIGITS and are_digits(gtin14)):
        raise BadInput("bad_request", detail="gtin14")
    with read(hub.engine) as database:
        if (found := shop.by_gtin(database, gtin14)) is None:
            raise HubRefused(PRODUCT_UNKNOWN, 404)
    product, one = found
    return FoundProduct(
        gtin14=gtin14,
        sku=one.sku,
        name=product.name,
        brand=product.brand,
        colour=one.colour.name,
        size=one.size,
        price=one.list_price,
    )
