"""How a catalogue file and a picture come down the line, and what breaks them off."""

from __future__ import annotations

import errno
import os
import threading
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.errors import HubRefused, HubUnreachable, StoreBroken, StoreFull
from kiosk.hub_client import catalogue
from kiosk.hub_client.client import HubClient
from kiosk.wire.problem import CONTENT_TYPE
from kiosk.wire.snapshot import MEDIA_TYPE, Manifest, sign, verify
from tests.hub_client.foreign_server import Reply, Server, refuse
from tests.patience import PATIENCE_S

DATA = bytes(range(256)) * 2000
SIZE = len(DATA)
PACKED = sha256(DATA).hexdigest()
MANIFEST = Manifest("e1", 9, 2, "ab" * 32, 10**6, PACKED, SIZE, "1.0", "2026-01-01T00:00:00+00:00")
WRONG = "another part than was asked for"


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "x.part"


def file(body: bytes = DATA, length: int | None = None, hold: bool = False) -> Reply:
    return Reply(content_type=MEDIA_TYPE, body=body, length=length, hold=hold)


def rest(start: int, said: str = "", length: int | None = None) -> Reply:
    """The file from `start`; `said` is what Content-Range claims."""
    claimed = said or f"bytes {start}-{SIZE - 1}/{SIZE}"
    return Reply(206, MEDIA_TYPE, DATA[start:], {"Content-Range": claimed}, length)


def take(hub: HubClient, part: Path) -> list[int]:
    heard: list[int] = []
    hub.download_catalogue(MANIFEST, part, heard.append)
    return heard


def lose(hub: HubClient, part: Path) -> HubUnreachable:
    with pytest.raises(HubUnreachable) as lost:
        take(hub, part)
    return lost.value


def test_a_manifest_arrives_as_it_was_signed(hub: HubClient, server: Server) -> None:
    key = Ed25519PrivateKey.generate()
    server.reply.body = msgspec.json.encode(sign(MANIFEST, key, "k1"))
    public = urlsafe_b64encode(key.public_key().public_bytes_raw()).decode()
    assert verify(hub.manifest(), {"k1": public}, datetime(2025, 12, 31, tzinfo=UTC)) == MANIFEST
    server.reply.body = b'{"manifest": {"a" : [1 ,2.0]} , "key_id":"k1","signature": "x"}'
    assert bytes(hub.manifest().manifest) == b'{"a" : [1 ,2.0]}'
    assert server.requests[0].path == "/v1/catalogue/manifest"


def test_a_file_comes_whole_and_says_how_far_it_is(
    hub: HubClient, server: Server, part: Path
) -> None:
    server.reply = file()
    heard = take(hub, part)
    assert part.read_bytes() == DATA
    assert heard == sorted(heard) and heard[-1] == SIZE
    (request,) = server.requests
    assert request.path == f"/v1/catalogue/catalogue-{'ab' * 32}.db.zst"
    assert request.headers["accept-encoding"] == "identity"
    assert request.headers["authorization"] == "Bearer secret-token"
    assert request.headers.keys().isdisjoint({"range", "if-range"})


def test_after_the_cable_was_cut_it_goes_on_behind_the_last_byte(
    hub: HubClient, server: Server, part: Path
) -> None:
    cut = 70_001
    server.reply = file(DATA[:cut], length=SIZE)
    assert lose(hub, part).code == "hub_unreachable"
    assert part.read_bytes() == DATA[:cut]
    server.reply = rest(cut)
    heard = take(hub, part)
    assert part.read_bytes() == DATA
    assert heard[0] > cut and heard[-1] == SIZE
    asked = server.requests[-1].headers
    assert (asked["range"], asked["if-range"]) == (f"bytes={cut}-", f'"{PACKED}"')


def test_what_is_all_there_is_not_asked_for(hub: HubClient, server: Server, part: Path) -> None:
    part.write_bytes(DATA)
    assert take(hub, part) == [SIZE]
    assert server.requests == []


def test_a_file_that_changed_or_a_server_without_ranges_starts_over(
    hub: HubClient, server: Server, part: Path
) -> None:
    part.write_bytes(b"of another file" * 1000)
    server.reply = file()
    assert take(hub, part)[-1] == SIZE
    assert part.read_bytes() == DATA
    assert "if-range" in server.requests[0].headers


def test_more_than_the_whole_file_is_begun_anew(hub: HubClient, server: Server, part: Path) -> None:
    part.write_bytes(DATA + b"x")
    server.reply = file()
    take(hub, part)
    assert part.read_bytes() == DATA
    assert "range" not in server.requests[0].headers


@pytest.mark.parametrize(
    ("reply", "looked_like"),
    [
        (rest(5000, said=f"bytes 4999-{SIZE - 1}/{SIZE}"), WRONG),
        (rest(5000, said=f"bytes 5000-{SIZE - 1}/{SIZE + 1}"), WRONG),
        (rest(5000, said=f"bytes 5000-{SIZE - 1}/*"), WRONG),
        (rest(5000, said="nonsense"), WRONG),
        (Reply(416, body=b""), "a shorter file"),
        (rest(4999, said=f"bytes 5000-{SIZE - 1}/{SIZE}"), "a file without an end"),
        (file(DATA + b"x"), "a file without an end"),
    ],
)
def test_what_cannot_be_this_file_goes_and_the_next_attempt_is_clean(
    hub: HubClient, server: Server, part: Path, reply: Reply, looked_like: str
) -> None:
    part.write_bytes(DATA[:5000])
    server.reply = reply
    lost = lose(hub, part)
    assert (lost.code, lost.args_["looked_like"]) == ("hub_nonsense", looked_like)
    assert not part.exists()
    server.reply = file()
    take(hub, part)
    assert part.read_bytes() == DATA


def test_a_part_that_was_not_asked_for_is_refused(
    hub: HubClient, server: Server, part: Path
) -> None:
    server.reply = rest(5000)
    assert lose(hub, part).args_["looked_like"] == WRONG
    assert not part.exists()


def test_never_more_is_written_than_was_promised(
    hub: HubClient, server: Server, part: Path
) -> None:
    server.reply = file(DATA + bytes(10**6))
    heard: list[int] = []
    with pytest.raises(HubUnreachable):
        hub.download_catalogue(MANIFEST, part, heard.append)
    assert max(heard) <= SIZE


@pytest.mark.parametrize(
    "reply",
    [
        Reply(content_type="text/html", body=b"<html>Wi-Fi"),
        Reply(206, "text/html", b"<html>", {"Content-Range": f"bytes 5000-{SIZE - 1}/{SIZE}"}),
        Reply(302, headers={"Location": "http://portal/"}),
        Reply(511, "text/html", b"<html>Wi-Fi"),
        Reply(500),
        Reply(404, CONTENT_TYPE, b'{"code":"not_found","status":404}'),
        rest(5000, length=SIZE),
        Reply(raw=b"HTTP/1.1 206 Partial"),
        Reply(content_type=MEDIA_TYPE, headers={"Content-Encoding": "gzip"}),
    ],
)
def test_what_came_so_far_stays_through_portals_refusals_and_breaks(
    hub: HubClient, server: Server, part: Path, reply: Reply
) -> None:
    part.write_bytes(DATA[:5000])
    server.reply = reply
    with pytest.raises((HubUnreachable, HubRefused)):
        take(hub, part)
    assert part.read_bytes() == DATA[: part.stat().st_size]
    assert part.stat().st_size >= 5000


def test_a_file_that_ends_too_soon_is_not_taken_for_whole(
    hub: HubClient, server: Server, part: Path
) -> None:
    server.reply = file(DATA[:1000])
    assert lose(hub, part).code == "hub_unreachable"
    assert part.read_bytes() == DATA[:1000]


def test_hanging_up_ends_a_download_that_waits_and_keeps_what_came(
    hub: HubClient, server: Server, part: Path
) -> None:
    server.reply = file(DATA[:5000], length=SIZE, hold=True)
    some = threading.Event()
    with ThreadPoolExecutor(1) as thread:
        job = thread.submit(hub.download_catalogue, MANIFEST, part, lambda _: some.set())
        assert some.wait(PATIENCE_S)
        hub.hang_up()
        ended = job.exception(PATIENCE_S)
    assert isinstance(ended, HubUnreachable)
    assert ended.args_["why"] == "closing"
    assert DATA.startswith(part.read_bytes())
    assert part.stat().st_size > 0


def test_hanging_up_writes_no_byte_more_however_fast_they_come(
    hub: HubClient, server: Server, part: Path
) -> None:
    server.reply = file()
    heard: list[int] = []

    def hang_up(received: int) -> None:
        heard.append(received)
        hub.hang_up()

    with pytest.raises(HubUnreachable) as lost:
        hub.download_catalogue(MANIFEST, part, hang_up)
    assert lost.value.args_["why"] == "closing"
    assert [part.stat().st_size] == heard


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, StoreFull), (errno.EIO, StoreBroken)])
def test_a_full_or_failing_disk_keeps_what_came(
    hub: HubClient,
    server: Server,
    part: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    kind: type[StoreFull | StoreBroken],
) -> None:
    def fails(_: int) -> None:
        raise OSError(number, "the disk")

    monkeypatch.setattr(os, "fsync", fails)
    server.reply = file()
    with pytest.raises(kind) as broken:
        take(hub, part)
    assert broken.value.args_ == {"file": part.name}
    assert part.read_bytes() == DATA


def test_a_picture_is_its_bytes(hub: HubClient, server: Server) -> None:
    server.reply = Reply(content_type="image/webp", body=DATA)
    assert hub.picture("../cd") == DATA
    assert server.requests[0].path == "/v1/pictures/%2E%2E%2Fcd"


def test_a_picture_that_is_none_or_too_big_is_refused(
    hub: HubClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "LARGEST_FILE", 1000)
    for reply, looked_like in (
        (Reply(content_type="text/html", body=b"<html>"), "text/html with status 200"),
        (Reply(content_type="image/png", body=bytes(1001)), "an answer without an end"),
    ):
        server.reply = reply
        with pytest.raises(HubUnreachable) as lost:
            hub.picture("cd" * 32)
        assert lost.value.args_["looked_like"] == looked_like
    refuse(server, "not_found", 404)
    with pytest.raises(HubRefused):
        hub.picture("cd" * 32)
