"""What a hub that means harm, or that is none, can answer: one list for the tests and the table.

Each is played over a raw socket to the call it would harm most.
"""

from __future__ import annotations

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain, repeat
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.money import Money
from kiosk.hub_client.client import HubClient
from kiosk.wire.orders import OrderAnswer
from kiosk.wire.problem import CONTENT_TYPE as PROBLEM
from kiosk.wire.snapshot import MEDIA_TYPE, Manifest, sign, verify
from offline_cache.catalogue.snapshot_file import unpack
from offline_cache.pictures import PictureFiles
from tests.hub_client.raw_server import Said
from tests.some_pictures import png

Call = Callable[[HubClient, Path], None]
JSON = "application/json"
ORDER = msgspec.json.encode(OrderAnswer("o1", "T1-00001-X", "confirmed", Money(100, "RUB"), 1))
NOW = "2026-01-01T00:00:00+00:00"
KB, MB = b"x" * 1024, b"x" * 1024 * 1024
KEY = Ed25519PrivateKey.generate()
KEYS = {"k1": urlsafe_b64encode(KEY.public_key().public_bytes_raw()).decode()}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="99999" height="99999"/>'


@dataclass(frozen=True)
class Hostile:
    """`slow` ones are ended by their deadline alone; `ends` are the codes of what is raised."""

    script: Callable[[], Said]
    call: Call
    slow: bool = False
    ends: tuple[str, ...] = ("hub_nonsense", "hub_unreachable")


# The calls


def place(hub: HubClient, _: Path) -> None:
    hub.put_order("o1", b"{}")


def follow(hub: HubClient, _: Path) -> None:
    hub.changes(7, 500)


def listen(hub: HubClient, _: Path) -> None:
    hub.listen(lambda _: None)


def show(hub: HubClient, _: Path) -> None:
    hub.picture("ab" * 32)


def keep(data: bytes) -> Call:
    def picture(hub: HubClient, folder: Path) -> None:
        name = sha256(data).hexdigest()
        PictureFiles(folder, 10**9).keep(name, hub.picture(name))

    return picture


def take(hub: HubClient, _: Path) -> None:
    verify(hub.manifest(), KEYS, datetime(2025, 12, 31, tzinfo=UTC))


def download(packed: bytes) -> Call:
    """Take a file that is promised to unpack to 1,000 bytes."""
    digest = sha256(packed).hexdigest()
    manifest = Manifest("e1", 9, 2, "ab" * 32, 1000, digest, len(packed), "1", NOW)

    def file(hub: HubClient, folder: Path) -> None:
        hub.download_catalogue(manifest, folder / "x.part", lambda _: None)
        unpack(folder / "x.part", manifest, folder / "x.db")

    return file


def recognise_then_ask(hub: HubClient, _: Path) -> None:
    hub.profile(hub.recognise("2990123456786").grant)


def basket_named_by_the_hub(hub: HubClient, _: Path) -> None:
    hub.basket("grant", hub.recognise("2990123456786").account.basket_id)


# What is said


def answer(
    body: bytes = b"",
    kind: str = JSON,
    status: str = "200 OK",
    length: str = "",
    **headers: str,
) -> bytes:
    """Write an answer; `length` claims another than the body's, "-" none."""
    lines = [f"HTTP/1.1 {status}"]
    if kind:
        lines.append(f"Content-Type: {kind}")
    if length != "-":
        lines.append(f"Content-Length: {length or len(body)}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def says(*parts: bytes) -> Callable[[], Said]:
    return lambda: parts


def json(text: str | bytes) -> Callable[[], Said]:
    return says(answer(text.encode() if isinstance(text, str) else text))


def bytewise(data: bytes, every_s: float = 0.05) -> Callable[[], Said]:
    """Say a byte now and then, for ever."""

    def script() -> Said:
        for byte in chain(data, repeat(0x20)):
            yield bytes([byte])
            yield every_s

    return script


def endless(head: bytes, piece: bytes) -> Callable[[], Said]:
    return lambda: chain([head], repeat(piece))


def silence(head: bytes = b"") -> Callable[[], Said]:
    return lambda: chain([head], repeat(1.0))


def order(**changed: object) -> Callable[[], Said]:
    return json(msgspec.json.encode(msgspec.json.decode(ORDER) | changed))


def page(changes: Iterable[object] = (), **changed: object) -> Callable[[], Said]:
    plain = {"epoch": "e1", "changes": list(changes), "next": 8, "more": False, "now": NOW}
    return json(msgspec.json.encode(plain | changed))


def price(sequence: int, minor: object = 100, sku: str = "S") -> object:
    money = {"minor": minor, "currency": "RUB"}
    return {"type": "price", "sequence": sequence, "sku": sku, "price": money}


def promotion(**changed: object) -> object:
    plain = {"id": "p", "kind": "percent_off", "name": {"en": "p"}, "percent_bp": 100}
    return {"type": "promotion", "sequence": 8, "promotion": plain | changed}


def granted(grant: str, basket_id: str = "b") -> Callable[[], Said]:
    account = {
        "customer_id": "c", "first_name": "A", "tier_id": "", "points": 1, "as_of": NOW,
        "recognition": "recognised", "addresses": [], "basket_id": basket_id,
    }  # fmt: skip
    return json(msgspec.json.encode({"grant": grant, "account": account}))


def signed(**changed: object) -> Callable[[], Said]:
    plain = Manifest("e1", 9, 2, "ab" * 32, 1000, "cd" * 32, 100, "1", NOW)
    return json(msgspec.json.encode(sign(msgspec.structs.replace(plain, **changed), KEY, "k1")))


def packed(body: bytes, encoding: str) -> Callable[[], Said]:
    return says(answer(body, Content_Encoding=encoding))


def zstd(window: int, blocks: int) -> bytes:
    """Pack zeros, 128 kB in 4 bytes (RFC 8878, 3.1.1); the window is 2^(10 + `window`) bytes."""
    block, last = (((128 * 1024) << 3 | 2 | end).to_bytes(3, "little") + b"\0" for end in (0, 1))
    return b"\x28\xb5\x2f\xfd\x00" + bytes([window << 3]) + block * (blocks - 1) + last


BOMB = zstd(window=13, blocks=32 * 1024)


def problem(status: str, **fields: object) -> Callable[[], Said]:
    said = {"code": "order_held", "status": 409} | fields
    return says(answer(msgspec.json.encode(said), PROBLEM, status))


WELL = b"HTTP/1.1 200 OK\r\n"
OPEN = answer(kind=JSON, length="-")
CHUNKS = answer(kind=JSON, length="-", Transfer_Encoding="chunked")
EVENTS = answer(kind="text/event-stream", length="-")
FILE = b"catalogue" * 1000
STREAM_OF_ONE = EVENTS + b"event: there\ndata: 1\n\n"
DEEP = b'{"x":' + b"[" * 500_000
NAME = "n" * 1024 * 1024
no_picture = ("picture_wrong",)
refused = ("snapshot_damaged", "snapshot_unsigned")

HOSTILE: dict[str, Hostile] = {
    # the connection
    "never answers": Hostile(silence(), place, slow=True),
    "closes without a word": Hostile(says(), place),
    "head a byte at a time": Hostile(bytewise(WELL + b"X-A: "), place, slow=True),
    "body a byte at a time": Hostile(bytewise(OPEN), place, slow=True),
    "picture a byte at a time": Hostile(
        bytewise(answer(kind="image/png", length="9000000")), show, slow=True
    ),
    "HTTP/0.9": Hostile(says(b"<html>Wi-Fi"), place),
    "another protocol": Hostile(says(b"SSH-2.0-OpenSSH_9.2\r\n"), place),
    "bytes at random": Hostile(says(bytes(range(256)) * 1000), place),
    # the head
    "status line without an end": Hostile(endless(b"HTTP/1.1 200 ", KB), place),
    "a header without an end": Hostile(endless(WELL + b"X-A: ", KB), place),
    "headers without an end": Hostile(endless(WELL, b"X-A: b\r\n" * 1000), place),
    "a header that is none": Hostile(says(WELL + b"no header\r\n\r\n"), place),
    "interim answers for ever": Hostile(
        endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * 100), place, slow=True
    ),
    "interim answers now and then": Hostile(
        lambda: chain.from_iterable(repeat((b"HTTP/1.1 100 Continue\r\n\r\n", 0.05))),
        place,
        slow=True,
    ),
    "switches protocols": Hostile(
        says(b"HTTP/1.1 101 Other\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"), place
    ),
    "status 999": Hostile(says(answer(ORDER, status="999 Yes")), place),
    "status 99": Hostile(says(answer(ORDER, status="99 Yes")), place),
    "status 206 for an order": Hostile(says(answer(ORDER, status="206 Part")), place),
    "status 203, changed on its way": Hostile(says(answer(ORDER, status="203 Other")), place),
    "status 304 for an order": Hostile(says(answer(status="304 Same", length="-")), place),
    "status 204 for an order": Hostile(says(answer(status="204 Empty", length="-")), place),
    "no content type": Hostile(says(answer(ORDER, kind="")), place),
    "a page of the Wi-Fi's": Hostile(says(answer(b"<html>", "text/html")), place),
    "redirect to a stranger": Hostile(
        says(answer(status="307 Go", Location="http://203.0.113.9/")), place
    ),
    "redirect to itself": Hostile(says(answer(status="308 Go", Location="/")), place),
    "comes back in a thousand years": Hostile(
        says(answer(status="503 Later", Retry_After="31536000000")), place
    ),
    "comes back at 99 digits": Hostile(
        says(answer(status="429 Later", Retry_After="9" * 5000)), place
    ),
    "epoch of 90 kB": Hostile(says(answer(ORDER, Kiosk_Epoch="e" * 90_000)), place),
    # the body's length
    "two lengths": Hostile(says(answer(ORDER, Content_length="7")), place),
    "length of 10 TB": Hostile(endless(answer(length=str(10**13)), KB), place),
    "length below zero": Hostile(says(answer(ORDER, length="-5")), place),
    "length of 5,000 digits": Hostile(says(answer(ORDER, length="9" * 5000)), place),
    "length that is no number": Hostile(says(answer(ORDER, length="many")), place),
    "shorter than it says": Hostile(says(answer(ORDER, length="9000")), place),
    "longer than it says": Hostile(says(answer(ORDER, length="20")), place),
    "a body without an end": Hostile(endless(OPEN, KB), place),
    "a refusal without an end": Hostile(
        endless(answer(kind=PROBLEM, status="422 No", length="-"), KB), place
    ),
    "a chunk of 2^64 bytes": Hostile(endless(CHUNKS + b"FFFFFFFFFFFFFFFF\r\n", KB), place),
    "a chunk size without an end": Hostile(endless(CHUNKS, b"F" * 1024), place),
    "a chunk extension without an end": Hostile(endless(CHUNKS + b"5;x=", KB), place),
    "chunks of one byte": Hostile(endless(CHUNKS, b"1\r\n \r\n" * 1000), place, slow=True),
    "trailers without an end": Hostile(endless(CHUNKS + b"0\r\n", b"X: y\r\n" * 1000), place),
    # packed bodies
    "4 GB in 131 kB of zstd": Hostile(packed(BOMB, "zstd"), place),
    "256 MB in 256 kB of gzip": Hostile(packed(gzip.compress(bytes(2**24)) * 16, "gzip"), place),
    "gzip in gzip": Hostile(packed(gzip.compress(gzip.compress(ORDER)), "gzip, gzip"), place),
    "brotli that is none": Hostile(packed(b"?", "br"), place),
    "an encoding nobody knows": Hostile(packed(ORDER, "x-own"), place),
    # JSON
    "500,000 brackets": Hostile(json(DEEP), place),
    "a refusal of 500,000 brackets": Hostile(says(answer(DEEP, PROBLEM, "422 No")), place),
    "a refusal that is none": Hostile(says(answer(b"<html>", "text/html", "422 No")), place),
    "UTF-16": Hostile(json(ORDER.decode().encode("utf-16")), place),
    "half a character": Hostile(json(ORDER.replace(b"T1", b"\\ud83d")), place),
    "NaN": Hostile(json(ORDER.replace(b"100", b"NaN")), place),
    "1e999": Hostile(json(ORDER.replace(b"100", b"1e999")), place),
    "a price of 2^63": Hostile(order(to_pay={"minor": 2**63, "currency": "RUB"}), place),
    "a price of 5,000 digits": Hostile(json(ORDER.replace(b"100", b"9" * 5000)), place),
    "a price with a fraction": Hostile(order(to_pay={"minor": 0.5, "currency": "RUB"}), place),
    "the same key twice": Hostile(json(ORDER[:-1] + b',"order_id":"o2"}'), place),
    "an order's number of 1 MB": Hostile(order(number=NAME), place),
    "a list of 300,000": Hostile(order(differences=[1] * 300_000), place),
    "a refusal that goes on for 1 MB": Hostile(
        problem("409 No", detail=NAME), place, ends=("order_held",)
    ),
    "a refusal without a code": Hostile(problem("422 No", code="<b>no</b>"), place),
    "a grant that is no header": Hostile(granted("Gr\u00fc\u00dfe"), recognise_then_ask),
    "a grant of two lines": Hostile(granted("a\r\nb: c"), recognise_then_ask),
    "a basket's name of 90 kB": Hostile(granted("g", "\u044f" * 15_000), basket_named_by_the_hub),
    # the feed
    "a page of 40,000 rows": Hostile(page(map(price, range(40_000))), follow),
    "a page of 501 rows": Hostile(page(map(price, range(501)), next=501), follow),
    "rows that go back": Hostile(page([price(8), price(7)]), follow),
    "the same row twice": Hostile(page([price(8), price(8)]), follow),
    "a row of the far future": Hostile(page([price(2**53)]), follow),
    "a cursor of 2^62": Hostile(page(next=2**62), follow),
    "a price below nothing": Hostile(page([price(8, -1)]), follow),
    "a promotion of 200 %": Hostile(page([promotion(percent_bp=20_000)]), follow),
    "a promotion that pays": Hostile(page([promotion(buy=1, pay=-1)]), follow),
    "a promotion of no calendar": Hostile(page([promotion(ends="2026-02-31")]), follow),
    "a name of 1 MB": Hostile(page([promotion(name={"en": NAME})]), follow),
    "the year 9999": Hostile(page(now="9999-12-31T23:59:59+00:00"), follow),
    "no time at all": Hostile(page(now="soon"), follow),
    # pictures
    "a picture without an end": Hostile(
        endless(answer(kind="image/png", length="-"), KB * 64), show
    ),
    "a picture of 60,000 x 60,000": Hostile(
        says(answer(png(width=60_000, height=60_000), "image/png")),
        keep(png(width=60_000, height=60_000)),
        ends=no_picture,
    ),
    "a drawing program as a picture": Hostile(
        says(answer(SVG, "image/png")), keep(SVG), ends=no_picture
    ),
    "another picture": Hostile(says(answer(png(), "image/png")), keep(png(b"1")), ends=no_picture),
    # the stream
    "a stream that never speaks": Hostile(silence(EVENTS), listen, slow=True),
    "a stream that stops speaking": Hostile(silence(STREAM_OF_ONE), listen, slow=True),
    "a stream of comments": Hostile(bytewise(EVENTS + b":"), listen, slow=True),
    "a line without an end": Hostile(endless(EVENTS + b"data: ", KB), listen),
    "a flood of events": Hostile(endless(EVENTS, b"event: there\ndata: 1\n\n" * 1000), listen),
    "a flood of comments": Hostile(endless(EVENTS, b":\n" * 1000), listen),
    "a stream that is packed": Hostile(
        says(answer(gzip.compress(b"x"), "text/event-stream", Content_Encoding="gzip")), listen
    ),
    # the catalogue file
    "a manifest of 500,000 brackets": Hostile(
        json(b'{"key_id":"k1","signature":"","manifest":' + b"[" * 500_000), take
    ),
    "a signed file of 10 TB": Hostile(signed(size=10**13), take, ends=refused),
    "a signed file of less than nothing": Hostile(signed(packed_size=-1), take, ends=refused),
    "a signed file with a path": Hostile(signed(sha256="../../etc/x"), take, ends=refused),
    "a manifest nobody signed": Hostile(
        json(b'{"key_id":"k1","signature":"AAAA","manifest":{}}'), take, ends=refused
    ),
    "a file without an end": Hostile(
        endless(answer(kind=MEDIA_TYPE, length="-"), KB * 64), download(FILE)
    ),
    "a file a byte at a time": Hostile(
        bytewise(answer(kind=MEDIA_TYPE, length="9000")), download(FILE), slow=True
    ),
    "a file that is packed twice": Hostile(
        says(answer(FILE, MEDIA_TYPE, Content_Encoding="gzip")), download(FILE)
    ),
    "a file that unpacks to 4 GB": Hostile(
        says(answer(BOMB, MEDIA_TYPE)), download(BOMB), ends=refused
    ),
    "a file that wants a window of 2 GB": Hostile(
        says(answer(zstd(21, 1), MEDIA_TYPE)), download(zstd(21, 1)), ends=refused
    ),
}  # fmt: skip
"""By what is wrong with it."""
