"""Product pictures at the hub."""

from __future__ import annotations

import hashlib

import httpx
import pytest

from kiosk.domain.pictures import LARGEST_FILE
from kiosk.errors import BadInput
from kiosk.hub import admin
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import pictures, shop
from kiosk.hub.storage.database import read
from tests.hub.calling import Terminal
from tests.some_pictures import jpeg, png, webp

JPEG, PNG, WEBP = jpeg(), png(), webp()


def _of(hub: HubServer, sku: str) -> str:
    with read(hub.engine) as connection:
        return shop.variants(connection, [sku])[sku].colour.picture


def _add(hub: HubServer, data: bytes) -> str:
    with read(hub.engine) as connection:
        one = shop.variants(connection, ["S1"])["S1"]
    return admin.add_picture(hub.engine, hub.hub.data_dir, one.product_id, one.colour.code, data)


@pytest.mark.parametrize(
    ("data", "kind"), [(JPEG, "image/jpeg"), (PNG, "image/png"), (WEBP, "image/webp")]
)
def test_a_picture_is_served_for_ever_under_its_hash(
    hub: HubServer, terminal: Terminal, data: bytes, kind: str
) -> None:
    name = _add(hub, data)
    assert name == hashlib.sha256(data).hexdigest()
    answer = terminal.ask("GET", f"/pictures/{name}")
    assert answer.content == data
    assert answer.headers["content-type"] == kind
    assert answer.headers["etag"] == f'"{name}"'
    assert "immutable" in answer.headers["cache-control"]
    again = terminal.ask("GET", f"/pictures/{name}", If_None_Match=f'"{name}"')
    assert (again.status_code, again.content) == (304, b"")


def test_a_picture_belongs_to_every_size_of_a_products_colour(hub: HubServer) -> None:
    name = _add(hub, JPEG)
    with read(hub.engine) as connection:
        every = list(shop.variants(connection, ["S1", "S2", "S3", "S4"]).values())
    one = next(v for v in every if v.sku == "S1")
    for variant in every:
        same = (variant.product_id, variant.colour.code) == (one.product_id, one.colour.code)
        assert variant.colour.picture == (name if same else ""), variant.sku
    newer = _add(hub, PNG)
    assert _of(hub, "S1") == newer


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        JPEG + bytes(LARGEST_FILE),
        png(width=60_000, height=60_000),
    ],
    ids=["nothing", "GIF", "SVG", "too big", "too wide"],
)
def test_what_is_no_picture_of_a_fitting_size_is_not_kept(hub: HubServer, data: bytes) -> None:
    with pytest.raises(BadInput, match="picture_wrong"):
        _add(hub, data)
    assert not pictures.folder(hub.hub.data_dir).exists()
    assert _of(hub, "S1") == ""


def test_a_picture_of_nothing_the_shop_sells_is_refused(hub: HubServer) -> None:
    with pytest.raises(BadInput, match="colour_unknown"):
        admin.add_picture(hub.engine, hub.hub.data_dir, "no product", "red", JPEG)


@pytest.mark.parametrize("name", ["0" * 64, "..%2Fhub.db", "hub.db", "A" * 64, "0" * 63])
def test_nothing_but_a_picture_that_is_kept_can_be_named(
    hub: HubServer, terminal: Terminal, name: str
) -> None:
    _add(hub, JPEG)
    answer = terminal.ask("GET", f"/pictures/{name}")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_a_stranger_gets_no_picture(hub: HubServer, client: httpx.Client) -> None:
    name = _add(hub, JPEG)
    assert client.get(f"/v1/pictures/{name}").status_code == 401


def test_keeping_the_same_picture_twice_changes_nothing(hub: HubServer) -> None:
    folder = pictures.folder(hub.hub.data_dir)
    first = pictures.keep(hub.engine, hub.hub.data_dir, JPEG)
    before = (folder / first).stat().st_mtime_ns
    assert pictures.keep(hub.engine, hub.hub.data_dir, JPEG) == first
    assert (folder / first).stat().st_mtime_ns == before
    assert [path.name for path in folder.iterdir()] == [first]
