"""docs/backup-and-restore.md, followed to the letter: nothing is lost, pictures included."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.demo.shop.showcase import HERE, TSHIRT
from kiosk.hub import admin
from kiosk.hub.serve import HubSettings, open_hub
from kiosk.lanes import Lane
from tests.journey import pages
from tests.journey.conftest import MainThread, Shop, enrolled
from tests.journey.test_leaving import order
from tests.some_pictures import jpeg

PAGE = "backup-and-restore.md"
JPEG = jpeg()

pytestmark = pytest.mark.sqlite  # a copy is a file


def back(shop: Shop, copy: Path) -> None:
    shop.server.stop()
    admin.put_back(copy, shop.server.hub.data_dir)
    shop.server.hub = open_hub(HubSettings(shop.server.hub.data_dir))
    shop.server.start()


def test_a_terminal_that_the_copy_does_not_know_comes_back_under_its_prefix_with_its_orders(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = shop.server.hub.data_dir, str(tmp_path / "orders.kiosk")
    copy = admin.back_up(shop.server.engine, tmp_path / "copy.db").path
    late = replace(
        shop,
        settings=replace(shop.settings, data_dir=tmp_path / "late"),
        main=MainThread(),
        settled=[],
    )
    monkeypatch.setenv("KIOSK_DATA_DIR", str(late.settings.data_dir))
    monkeypatch.setenv("KIOSK_HUB_URL", shop.settings.hub_url)
    monkeypatch.setenv("KIOSK_SECRETS", "file")
    enrolled(shop.server, late.settings, "T8")
    late.boot()
    late.online()
    sent = order(late)
    late.main.until(lambda: bool(late.settled), "the confirmation")
    late.offline()
    waiting = order(late)
    late.shut_down()
    back(shop, copy)
    shop.cable.restore()
    for command in (["export", file], ["unenrol"]):
        assert main(command) == 0
    capsys.readouterr()
    assert main(["hub", "new-terminal", "shopper", HERE, "T8", "--data", str(folder)]) == 0
    assert main(["enrol", capsys.readouterr().out.strip()]) == 0
    assert main(["hub", "import-orders", file, "--data", str(folder)]) == 0
    assert "placed=1" in capsys.readouterr().out
    late.boot()
    try:
        late.online()
        late.main.until(lambda: len(admin.list_orders(shop.server.engine)) == 2, "both orders")
        newest = order(late)
        late.main.until(lambda: len(admin.list_orders(shop.server.engine)) == 3, "the next order")
    finally:
        late.shut_down()
    known = {one.id for one in admin.list_orders(shop.server.engine)}
    assert known == {sent.id, waiting.id, newest.id}
    assert len({sent.number, waiting.number, newest.number}) == 3


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="the page is for a POSIX shell")
def test_the_page_brings_a_lost_hub_back(shop: Shop, tmp_path: Path) -> None:
    places, once, daily, restore, serve, look = pages.blocks(PAGE, "sh")
    folder = shop.server.hub.data_dir
    where = {"HUB": folder, "COPIES": tmp_path / "copies", "KEYS": tmp_path / "safe"}
    assert pages.names_set(places) == where.keys()
    assert serve == 'kiosk hub serve --data "$HUB"\n'

    shop.online()
    shirt = shop.run(Lane.READ, lambda: shop.core.ports.catalogue.variant(TSHIRT.sku))
    assert shirt is not None
    add = admin.add_picture
    engine = shop.server.engine
    picture = add(engine, folder, shirt.product_id, shirt.colour.code, JPEG)
    before = order(shop)
    shop.main.until(lambda: len(shop.settled) == 1, "the first confirmation")
    pages.run(once, where, tmp_path)
    assert "Not in it" in pages.run(daily, where, tmp_path)
    after = order(shop)
    shop.main.until(lambda: len(shop.settled) == 2, "the second confirmation")

    shop.server.stop()
    shop.main.until(lambda: not shop.terminal.syncing.link.online, "being offline")
    shutil.rmtree(folder)
    said = pages.run(restore, where, tmp_path)
    assert "is in place" in said
    assert "pictures" not in said

    shop.server.hub = open_hub(HubSettings(folder))
    assert [one.id for one in admin.list_orders(shop.server.engine)] == [before.id]
    shop.server.start()
    # Both may be sent anew, the first one where the terminal had not heard of the copy yet.
    shop.main.until(
        lambda: len(admin.list_orders(shop.server.engine)) == 2,
        "the order that came after the copy",
    )
    known = [one.id for one in admin.list_orders(shop.server.engine)]
    assert sorted(known) == sorted([before.id, after.id])
    assert f"T7        shopper  {HERE}" in pages.run(look, where, tmp_path)
    shown: list[Path | None] = []
    assert shop.terminal.pictures is not None
    shop.terminal.pictures.want(picture, shown.append)
    shop.main.until(lambda: bool(shown), "the picture")
    assert shown[0] is not None
    assert shown[0].read_bytes() == JPEG
