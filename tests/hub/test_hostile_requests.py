"""Whatever a client sends is answered, or refused as a problem; nothing of it is a bug of ours."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from itertools import product

import httpx
import msgspec
import pytest

from kiosk.domain.ids import uuid7
from kiosk.wire.problem import CONTENT_TYPE
from tests.hub.calling import MakeOrder, Terminal

IDS = [
    "%00",
    "%00%00%00%00",
    "a%00b",
    "%ED%A0%80",  # a surrogate in UTF-8
    "%FF%FE",
    "%F0%9F%98%80",
    "..%2F..%2Fhub.db",
    "%25",
    "%27%20OR%201%3D1%20--",
    "-1",
    "9" * 400,
    "%D9%A0" * 14,  # digits, but not ours
    "x" * 5_000,
    "NaN",
    "null",
    "00000000-0000-0000-0000-000000000000",
    "0193C1D0-0000-7000-8000-000000000001",  # capitals
    "{0193c1d0-0000-7000-8000-000000000001}",
]
PATHS = [
    ("PUT", "/orders/{}"),
    ("GET", "/orders/{}"),
    ("PUT", "/calls/{}"),
    ("PUT", "/checkouts/{}"),
    ("DELETE", "/checkouts/{}"),
    ("GET", "/baskets/{}"),
    ("POST", "/baskets/{}/ops"),
    ("POST", "/staff/tasks/{}/done"),
    ("POST", "/customers/{}/open"),
    ("GET", "/variants/{}/availability"),
    ("GET", "/variants/{}/ways"),
    ("GET", "/products/by-gtin/{}"),
    ("GET", "/pictures/{}"),
    ("GET", "/catalogue/{}"),
    ("GET", "/{}"),
]
QUERIES = [
    "/customers?query={}",
    "/changes?since={}",
    "/changes?since=0&limit={}",
    "/changes?since=0&epoch={}",
    "/changes/stream?since={}",
    "/variants/S1/availability?location={}",
    "/variants/S1/ways?location={}",
]
BASKET_OP = {"id": "o", "kind": "add", "sku": "S1", "quantity": 1, "channel": "web", "made_at": ""}
LINE = {
    "sku": "S1",
    "quantity": 1,
    "kind": "collect",
    "location_id": "store-b",
    "source_id": "store-b",
}
ODD: list[object] = [
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    2**63,
    "",
    "\x00",
    "\x00" * 50,
    "x" * 2_000,
    "\U0001f600",
    [],
    {},
    [[]],
    {"id": 1},
]
RAW = [
    b"",
    b"\x00",
    b"null",
    b"[]",
    b"{",
    b'"',
    b"\xff\xfe\xfd",
    b'{"id": "\xff"}',
    b'{"id": "\\ud800", "about": "\\ud800", "number": "\\ud800", "pin": "\\ud800"}',
    b'{"code": "\\udfff", "device": "", "app_version": ""}',
    b"[" * 100_000,
    b'{"lines": ' * 50_000,
    b'{"ops": ' + b"[" * 100_000,
    b"9" * 100_000,
    b'{"id": 1e400}',
    b'{"id": "a", "id": "b", "about": "", "about": 1}',
]
BODIES = {
    "/staff/sign-in": ("POST", {"number": "17", "pin": "4711"}),
    "/customers/recognise": ("POST", {"card_number": "2990000000018"}),
    "/customers/prove": ("POST", {"app_code": "x"}),
    "/orders/missing": ("POST", {"epoch": "e", "ids": ["a"]}),
    "/terminals/enrol": ("POST", {"code": "AAAAA-BBBBB", "device": "d", "app_version": "1"}),
    "/baskets/basket-1/ops": ("POST", {"ops": [BASKET_OP]}),
    "/checkouts/0193c1d0-0000-7000-8000-000000000001": ("PUT", {"lines": [LINE]}),
    "/calls/0193c1d0-0000-7000-8000-000000000002": (
        "PUT",
        {"id": "0193c1d0-0000-7000-8000-000000000002", "about": "x"},
    ),
}
HEADERS = [
    {"Kiosk-Grant": "x" * 5_000},
    {"Kiosk-Staff": "\xff"},
    {"If-Match": "x" * 5_000},
    {"If-Match": '"999999999999999999999999"'},
    {"If-None-Match": "," * 5_000},
    {"Range": "bytes=0-999999999999999999999"},
    {"Content-Type": "text/plain; charset=nonsense"},
    {"Content-Type": "application/x-msgpack"},
    {"Content-Length": "-1"},
    {"Kiosk-First-Answer": "A" * 40_000},
    {"Kiosk-First-Answer": "[[[[" * 2_000},
]


@pytest.fixture
def with_worker() -> bool:
    return False


@pytest.fixture(autouse=True)
def _no_bug(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.fixture
def staff(terminal: Terminal) -> dict[str, str]:
    """A terminal with somebody signed in, and a card's grant."""
    grant = terminal.ask("POST", "/customers/recognise", {"card_number": "2990000000018"}).json()
    return {"Kiosk-Staff": terminal.sign_in()["grant"], "Kiosk-Grant": grant["grant"]}


def check(answer: httpx.Response, about: object) -> None:
    assert answer.status_code < 500, (about, answer.text)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == CONTENT_TYPE, about
        assert len(answer.content) < 2_000, about


def odd_values(body: object, odd_ones: Sequence[object] = tuple(ODD)) -> Iterator[object]:
    """The body with each of its values, at any depth, in turn replaced by something odd."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield from ({**body, key: odd} for odd in (*odd_ones, *odd_values(value, odd_ones)))
            yield {k: v for k, v in body.items() if k != key}
    elif isinstance(body, list):
        for number, value in enumerate(body):
            before, after = body[:number], body[number + 1 :]
            yield from ([*before, odd, *after] for odd in (*odd_ones, *odd_values(value, odd_ones)))
        yield body * 600


def test_odd_ids(terminal: Terminal, staff: dict[str, str]) -> None:
    for (method, path), odd in product(PATHS, IDS):
        body = b"{}" if method in ("PUT", "POST") else None
        url = f"/v1{path.format(odd)}"
        check(terminal.http.request(method, url, content=body, headers=staff), url[:200])


def test_odd_queries(terminal: Terminal, staff: dict[str, str]) -> None:
    for path, odd in product(QUERIES, (*IDS, "1" * 30, "-" * 90, "1&" * 50)):
        url = f"/v1{path.format(odd)}"
        with terminal.http.stream("GET", url, headers=staff) as answer:
            if answer.headers["content-type"].startswith("text/event-stream"):
                continue
            answer.read()
            check(answer, url[:200])


def test_odd_values(terminal: Terminal, staff: dict[str, str]) -> None:
    for path, (method, body) in BODIES.items():
        for odd in odd_values(body):
            raw = msgspec.json.encode(odd)
            answer = terminal.http.request(method, f"/v1{path}", content=raw, headers=staff)
            check(answer, (path, str(odd)[:200]))


def test_bytes_that_are_no_body(terminal: Terminal, staff: dict[str, str]) -> None:
    paths = [*BODIES, "/orders/0193c1d0-0000-7000-8000-000000000003"]
    for path, raw in product(paths, RAW):
        method, _ = BODIES.get(path, ("PUT", None))
        answer = terminal.http.request(method, f"/v1{path}", content=raw, headers=staff)
        check(answer, (path, raw[:50]))


def test_odd_values_in_an_order(terminal: Terminal, make_order: MakeOrder) -> None:
    order = msgspec.to_builtins(make_order())
    for number, odd in enumerate(odd_values(order, (None, 10**30, "\0", []))):
        name = uuid7(number)
        fresh = {"id": name, "number": terminal.next_number()}
        assert isinstance(odd, dict)
        sent = odd | {key: fresh[key] for key in fresh if odd.get(key) == order[key]}
        check(terminal.ask("PUT", f"/orders/{name}", sent), str(odd)[:600])


def test_odd_headers(terminal: Terminal, staff: dict[str, str], make_order: MakeOrder) -> None:
    order = make_order()
    calls: list[tuple[str, str, object]] = [
        *((method, path, body) for path, (method, body) in BODIES.items()),
        ("PUT", f"/orders/{order.id}", order),
        ("GET", "/baskets/basket-1", None),
        ("GET", "/catalogue/manifest", None),
        ("GET", "/staff/tasks", None),
    ]
    for header, (method, path, body) in product(HEADERS, calls):
        sent = [(k.encode(), v.encode("latin-1")) for k, v in {**staff, **header}.items()]
        content = msgspec.json.encode(body) if body is not None else None
        try:
            answer = terminal.http.request(method, f"/v1{path}", content=content, headers=sent)
        except httpx.LocalProtocolError:
            continue  # it cannot be sent at all
        if not answer.headers.get("content-type", "").startswith("text/plain"):
            check(answer, (path, header))  # else refused below us, as no HTTP
