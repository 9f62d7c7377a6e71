"""How the terminal follows the hub's stream, and what ends it."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from kiosk.errors import HubUnreachable, NotAuthorised
from kiosk.hub_client import line, stream
from kiosk.hub_client.client import HubClient
from kiosk.hub_client.stream import MAX_EVENT
from kiosk.wire.problem import CONTENT_TYPE, Problem
from tests.hub_client.foreign_server import Reply, Server
from tests.patience import PATIENCE_S

EVENTS = "text/event-stream; charset=utf-8"
LONG = 1_000_000


def told(*bodies: bytes, length: int | None = None, hold: bool = False) -> Reply:
    return Reply(content_type=EVENTS, body=b"".join(bodies), length=length, hold=hold)


def lost(hub: HubClient) -> HubUnreachable:
    """Listen, hearing nothing, until the hub is lost."""
    with pytest.raises(HubUnreachable) as error:
        hub.listen(lambda sequence: pytest.fail(f"heard {sequence}"))
    return error.value


def test_only_the_newest_sequence_is_heard_in_every_spelling_of_an_event(
    hub: HubClient, server: Server
) -> None:
    heard: list[int] = []
    server.reply = told(
        b"event: there\ndata: 0\n\n",
        b": a comment\r\nid: 9\r\nevent: there\r\ndata:41\r\n\r\n",
        b"event: elsewhere\ndata: 7\n\nretry: 5\n\n",
        b"event: there\ndata: 42\n\n",
        b"event: there\ndata: 43\n",  # cut off: no event
    )
    hub.listen(heard.append)
    assert heard == [0, 41, 42]
    (request,) = server.requests
    assert (request.path, request.headers["accept"]) == ("/v1/changes/stream", "text/event-stream")
    assert request.headers["authorization"] == "Bearer secret-token"


@pytest.mark.parametrize(
    ("reply", "looked_like"),
    [
        ({"content_type": "text/html", "body": b"<html>Wi-Fi"}, "text/html with status 200"),
        ({"content_type": "application/json"}, "application/json with status 200"),
        ({"status": 302, "headers": {"Location": "http://portal/"}}, "redirect 302"),
        ({"status": 404, "content_type": "text/html"}, "text/html with status 404"),
        ({"content_type": EVENTS, "body": b""}, "an empty stream"),
        ({"content_type": EVENTS, "body": b"<html>Wi-Fi</html>\n\n"}, "an empty stream"),
        ({"content_type": EVENTS, "body": b"event: there\ndata: soon\n\n"}, "an event of some"),
        ({"content_type": EVENTS, "body": b"event: there\ndata: -1\n\n"}, "an event of some"),
        ({"content_type": EVENTS, "body": b"event: there\ndata: \xd9\xa3\n\n"}, "an event of some"),
        (
            {"content_type": EVENTS, "body": b"event: there\ndata: %d\n\n" % 2**63},
            "an event of some",
        ),
        ({"content_type": EVENTS, "body": b"x" * (MAX_EVENT + 1)}, "an event without an end"),
    ],
)
def test_what_is_no_hubs_stream_is_nonsense(
    hub: HubClient, server: Server, reply: dict[str, Any], looked_like: str
) -> None:
    server.reply = Reply(**reply)
    error = lost(hub)
    assert error.code == "hub_nonsense"
    assert str(error.args_["looked_like"]).startswith(looked_like)
    assert len(server.requests) == 1


def test_a_portal_that_asks_to_sign_in_is_no_hub(hub: HubClient, server: Server) -> None:
    server.reply = Reply(511, "text/html", b"<html>Wi-Fi")
    assert lost(hub).code == "hub_unreachable"


def test_a_hub_in_trouble_says_when_to_come_back(hub: HubClient, server: Server) -> None:
    server.reply = Reply(503, headers={"Retry-After": "7"})
    assert lost(hub).retry_after_s == 7.0


def test_a_revoked_terminal_is_told(hub: HubClient, server: Server) -> None:
    body = msgspec.json.encode(Problem("terminal_revoked", 401))
    server.reply = Reply(401, CONTENT_TYPE, body)
    with pytest.raises(NotAuthorised):
        hub.listen(lambda _: None)


def test_a_stream_cut_short_is_a_lost_hub(hub: HubClient, server: Server) -> None:
    heard: list[int] = []
    server.reply = told(b"event: there\ndata: 1\n\n", length=LONG)
    with pytest.raises(HubUnreachable) as error:
        hub.listen(heard.append)
    assert (heard, error.value.args_["why"]) == ([1], "connection")


def test_a_silent_stream_is_given_up(
    hub: HubClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SILENCE_S", 0.05)
    heard: list[int] = []
    server.reply = told(b"event: there\ndata: 1\n\n", length=LONG, hold=True)
    with pytest.raises(HubUnreachable) as error:
        hub.listen(heard.append)
    assert error.value.args_["why"] == "timeout"


def test_comments_that_drip_are_silence(
    hub: HubClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "timeout", lambda _: httpx.Timeout(30.0))
    monkeypatch.setattr(stream, "SILENCE_S", -1.0)
    server.reply = told(b": still here\n\n", length=LONG, hold=True)
    assert lost(hub).args_["why"] == "timeout"


def hang_up_once(hub: HubClient, ready: threading.Event, listening: Callable[[], None]) -> str:
    """Hang up from this thread when the stream is at a certain point; say why it ended."""
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(listening)
        assert ready.wait(PATIENCE_S)
        hub.hang_up()
        error = running.exception(PATIENCE_S)
    assert isinstance(error, HubUnreachable)
    assert lost(hub).args_["why"] == "closing"
    return str(error.args_["why"])


def test_hanging_up_ends_a_stream_that_waits(hub: HubClient, server: Server) -> None:
    heard = threading.Event()
    server.reply = told(b"event: there\ndata: 1\n\n", length=LONG, hold=True)
    assert hang_up_once(hub, heard, lambda: hub.listen(lambda _: heard.set())) == "closing"


def test_hanging_up_ends_a_stream_that_was_not_answered_yet(hub: HubClient, server: Server) -> None:
    server.reply = Reply(hang=True)
    assert hang_up_once(hub, server.asked, lambda: hub.listen(lambda _: None)) == "closing"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hub")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "hub.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def secure_server(certificate: Path) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    opened = Server(context)
    yield opened
    opened.close()


def test_hanging_up_ends_a_stream_over_tls(secure_server: Server, certificate: Path) -> None:
    hub = HubClient(secure_server.url, "", extra_ca=str(certificate))
    heard = threading.Event()
    secure_server.reply = told(b"event: there\ndata: 1\n\n", length=LONG, hold=True)
    assert hang_up_once(hub, heard, lambda: hub.listen(lambda _: heard.set())) == "closing"
    hub.close()
