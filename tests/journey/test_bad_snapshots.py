"""A real hub, or whoever plays it, offers a catalogue file that must not be used."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from kiosk.hub import admin
from kiosk.hub.api import catalogue as api
from kiosk.hub.serve import HubServer
from kiosk.hub.storage import catalogue
from kiosk.hub.storage.catalogue import PackedFile
from kiosk.wire.catalogue_file import VERSION
from kiosk.wire.snapshot import Manifest, sign
from tests.journey.conftest import Shop

Patch = pytest.MonkeyPatch


def packed(server: HubServer, manifest: Manifest) -> Path:
    return server.hub.data_dir / "catalogue" / manifest.file_name


def tampered(server: HubServer, newer: Manifest, _: Patch) -> None:
    data = bytearray(packed(server, newer).read_bytes())
    data[len(data) // 2] ^= 1
    packed(server, newer).write_bytes(data)


def truncated(server: HubServer, newer: Manifest, patch: Patch) -> None:
    """Cut the packed file, and tell the truth about what is left."""
    path = packed(server, newer)
    data = path.read_bytes()[:-1000]
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    tell(packed_size=len(data), packed_sha256=sha256)(server, newer, patch)
    patch.setattr(catalogue, "packed_file", lambda *_: PackedFile(path, sha256, len(data)))


def foreign(_: HubServer, __: Manifest, patch: Patch) -> None:
    key = Ed25519PrivateKey.generate()
    patch.setattr(api, "sign", lambda manifest, _, key_id: sign(manifest, key, key_id))


def tell(**changes: object) -> Callable[[HubServer, Manifest, Patch], None]:
    """The hub signs a manifest that says something else."""

    def change(_: HubServer, newer: Manifest, patch: Patch) -> None:
        def manifest(connection: Connection, now: object) -> Manifest:
            return msgspec.structs.replace(newer, **changes)

        patch.setattr(catalogue, "manifest", manifest)

    return change


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (tampered, "snapshot_damaged"),
        (truncated, "snapshot_damaged"),
        (foreign, "snapshot_unsigned"),
        (tell(sequence=-1), "snapshot_damaged"),  # no hub counts below 0
        (tell(epoch="another"), "snapshot_older"),
        (tell(not_after="2026-01-01T00:00:00+00:00"), "snapshot_expired"),
        (tell(schema=VERSION + 1), "snapshot_schema"),
        (tell(min_app="99.0"), "app_too_old"),
        (tell(size=10), "snapshot_damaged"),
    ],
)
def test_a_bad_catalogue_file_is_refused_the_old_one_stays_and_a_good_one_is_taken(
    shop: Shop,
    monkeypatch: Patch,
    spoil: Callable[[HubServer, Manifest, Patch], None],
    code: str,
) -> None:
    for pause in ("SPREAD_S", "AFTER_REFUSAL_S", "AFTER_LOSS_S"):
        monkeypatch.setattr(f"kiosk.services.snapshots.{pause}", 0.0)
    shop.online()
    store, snapshots = shop.core.ports.files, shop.terminal.snapshots
    before = store.position()
    assert before is not None
    product = shop.terminal.browsing.search("дождевик лужа")[0].product
    variant = shop.core.ports.catalogue.variants_of(product.id)[0]
    admin.set_price(shop.server.engine, variant.sku, 12300)
    with monkeypatch.context() as spoiled:
        newer = admin.rebuild_catalogue(shop.server.engine, shop.server.hub.data_dir)
        good = packed(shop.server, newer).read_bytes()
        spoil(shop.server, newer, spoiled)
        shop.main.until(lambda: store.refused() is not None, "a refusal")
        refusal, position = store.refused(), store.position()
        assert refusal is not None
        assert position is not None
        assert (refusal.code, position.sha256) == (code, before.sha256)
        assert shop.core.ports.catalogue.variant(variant.sku) is not None
        assert shop.terminal.syncing.link.online
        assert not list(shop.settings.data_dir.glob("catalogue-*.new"))
    packed(shop.server, newer).write_bytes(good)
    shop.terminal.syncing.tick()
    shop.main.until(lambda: store.refused() is None, "the good file")
    position, found = store.position(), shop.core.ports.catalogue.variant(variant.sku)
    assert position is not None
    assert position.sha256 == newer.sha256
    assert found is not None
    assert found.list_price.minor == 12300
    shop.main.until(lambda: snapshots.coming is None and snapshots.fault is None, "quiet")
