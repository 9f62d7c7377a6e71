"""What must not become the catalogue, and a disk without room for one."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import zstandard

from kiosk.errors import SnapshotRefused, StoreFull
from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue import snapshot_file
from offline_cache.catalogue.catalogue import LocalCatalogue
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.reserve import ROOM_FOR_ORDERS

Install = Callable[..., Manifest]
Made = Callable[..., bytes]
Pack = Callable[..., tuple[Manifest, bytes]]
Download = tuple[Manifest, bytes]
SKU = "JACKET-BLUE-92"


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def promising(manifest: Manifest, pack: bytes) -> Manifest:
    """Promise other packed bytes, as somebody does who can sign them."""
    sha256 = hashlib.sha256(pack).hexdigest()
    return msgspec.structs.replace(manifest, packed_sha256=sha256, packed_size=len(pack))


def truncated(good: bytes, pack: Pack) -> Download:
    manifest, data = pack(good, sequence=20)
    return manifest, data[:-1]


def not_downloaded(good: bytes, pack: Pack) -> Download:
    return pack(good, sequence=20)[0], b""


def tampered_on_the_way(good: bytes, pack: Pack) -> Download:
    manifest, data = pack(good, sequence=20)
    return manifest, flipped(data)


def changed_where_nothing_is_unpacked(good: bytes, pack: Pack) -> Download:
    manifest, data = pack(good, sequence=20)
    skipped = b"\x50\x2a\x4d\x18" + (8).to_bytes(4, "little")  # RFC 8878 3.1.2
    return promising(manifest, data + skipped + b"promised"), data + skipped + b"anything"


def another_database_well_packed(good: bytes, pack: Pack) -> Download:
    manifest, _ = pack(good, sequence=20)
    _, data = pack(flipped(good), sequence=20)
    return promising(manifest, data), data


def a_bomb(good: bytes, pack: Pack) -> Download:
    manifest, _ = pack(good, sequence=20)
    _, data = pack(good + bytes(5_000_000))
    return promising(manifest, data), data


def a_frame_cut_short(good: bytes, pack: Pack) -> Download:
    manifest, data = pack(good, sequence=20)
    return promising(manifest, data[:-9]), data[:-9]


def a_frame_that_wants_much_memory(good: bytes, pack: Pack) -> Download:
    manifest, _ = pack(good, sequence=20)
    wide = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    packer = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    data = packer.compress(good) + packer.flush()
    return promising(manifest, data), data


def not_packed(good: bytes, pack: Pack) -> Download:
    manifest, _ = pack(good, sequence=20)
    return promising(manifest, good), good


def of_another_sequence(good: bytes, pack: Pack) -> Download:
    return pack(good, sequence=21)


def no_database(good: bytes, pack: Pack) -> Download:
    return pack(b"<html>captive</html>" * 999, sequence=20)


def an_unsound_database(good: bytes, pack: Pack) -> Download:
    a_page_of_an_index = 4096
    return pack(good[:-a_page_of_an_index] + b"\xff" * a_page_of_an_index, sequence=20)


@pytest.mark.parametrize(
    "bad",
    [
        truncated,
        not_downloaded,
        tampered_on_the_way,
        changed_where_nothing_is_unpacked,
        another_database_well_packed,
        a_bomb,
        a_frame_cut_short,
        a_frame_that_wants_much_memory,
        not_packed,
        of_another_sequence,
        no_database,
        an_unsound_database,
    ],
)
def test_what_is_not_as_promised_is_refused_and_the_old_file_goes_on(
    data_dir: Path,
    files: CatalogueFiles,
    install: Install,
    made: Made,
    pack: Pack,
    bad: Callable[[bytes, Pack], Download],
) -> None:
    install(files, price=100)
    before, there = files.position(), sorted(data_dir.iterdir())
    manifest, data = bad(made(sequence=20, price=200), pack)
    files.part(manifest).write_bytes(data)
    with pytest.raises(SnapshotRefused) as refused:
        files.install(manifest)
    assert refused.value.code == "snapshot_damaged"
    assert files.position() == before
    variant = LocalCatalogue(files).variant(SKU)
    assert variant is not None and variant.list_price.minor == 100
    assert sorted(data_dir.iterdir()) == there


def test_a_bomb_is_not_unpacked_beyond_what_was_promised(
    tmp_path: Path, made: Made, pack: Pack
) -> None:
    manifest, data = a_bomb(made(sequence=20), pack)
    packed, to = tmp_path / "packed", tmp_path / "to"
    packed.write_bytes(data)
    with pytest.raises(SnapshotRefused):
        snapshot_file.unpack(packed, manifest, to)
    assert to.stat().st_size <= manifest.size


@pytest.mark.parametrize("version", [1, 3])
def test_a_file_of_another_version_is_refused(
    files: CatalogueFiles, install: Install, version: int
) -> None:
    with pytest.raises(SnapshotRefused) as refused:
        install(files, version=version)
    assert refused.value.code == "snapshot_damaged"
    assert files.position() is None


def test_a_catalogue_never_takes_the_room_that_orders_need(
    files: CatalogueFiles,
    install: Install,
    made: Made,
    pack: Pack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    install(files, price=100)
    manifest, data = pack(made(sequence=20, price=200), sequence=20)
    files.part(manifest).write_bytes(data)
    room = manifest.size + ROOM_FOR_ORDERS
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(room, 1, room - 1))
        with pytest.raises(StoreFull):
            files.install(manifest)
    assert files.part(manifest).read_bytes() == data
    files.install(manifest)
    variant = LocalCatalogue(files).variant(SKU)
    assert variant is not None and variant.list_price.minor == 200


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
def test_a_disk_that_fills_while_unpacking_loses_nothing(
    data_dir: Path, files: CatalogueFiles, install: Install, made: Made, pack: Pack
) -> None:
    install(files, price=100)
    manifest, data = pack(made(sequence=20, price=200), sequence=20)
    files.part(manifest).write_bytes(data)
    fresh = data_dir / f"catalogue-{manifest.sha256}.new"
    fresh.symlink_to("/dev/full")
    with pytest.raises(StoreFull):
        files.install(manifest)
    assert not fresh.is_symlink()
    assert files.part(manifest).read_bytes() == data
    variant = LocalCatalogue(files).variant(SKU)
    assert variant is not None and variant.list_price.minor == 100
    files.install(manifest)
    assert len(list(data_dir.glob("catalogue-*.db"))) == 2


def test_what_a_killed_program_was_unpacking_is_removed_at_the_next_start(data_dir: Path) -> None:
    data_dir.mkdir(mode=0o700)
    left = data_dir / f"catalogue-{'ab' * 32}.new"
    left.write_bytes(b"half")
    CatalogueFiles(data_dir).close()
    assert not left.exists()
