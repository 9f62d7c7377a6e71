"""Whatever a hub answers, the terminal keeps its orders, its memory and its time."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import HubRefused, HubUnreachable, KioskError
from kiosk.hub_client import downloads, stream, transport
from kiosk.hub_client.client import HubClient
from kiosk.services.draining import DECISIONS
from tests.hub_client.hostile_answers import HOSTILE, ORDER, Hostile, answer, json, says
from tests.hub_client.raw_server import RawServer

MOST_MEMORY = 32_000_000
MOST_SENT = 24_000_000  # bytes read, and what the sockets hold besides


@pytest.fixture
def mad() -> Iterator[RawServer]:
    server = RawServer()
    yield server
    server.close()


@pytest.fixture
def hub(mad: RawServer) -> Iterator[HubClient]:
    client = HubClient(mad.url, "secret-token")
    yield client
    client.close()


@pytest.fixture
def impatient() -> Iterator[None]:
    """Deadlines of a moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport, "WHOLE_ANSWER_S", 0.3)
        patch.setattr(stream, "SILENCE_S", 0.3)
        patch.setattr(downloads, "WHOLE_FILE_S", 0.3)
        yield


def ends(hub: HubClient, hostile: Hostile, folder: Path) -> KioskError:
    with pytest.raises(KioskError) as error:
        hostile.call(hub, folder)
    return error.value


def check(hub: HubClient, mad: RawServer, hostile: Hostile, folder: Path) -> None:
    mad.script = hostile.script
    list(zip(range(3), hostile.script(), strict=False))  # what is made once is made
    tracemalloc.start()
    try:
        fault = ends(hub, hostile, folder)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert fault.code in hostile.ends
    assert peak < MOST_MEMORY
    assert mad.sent < MOST_SENT
    assert not (isinstance(fault, HubRefused) and fault.status in DECISIONS), "an order is lost"
    assert len(repr(fault.args_)) < 1000
    if isinstance(fault, HubUnreachable):
        assert (fault.retry_after_s or 0) <= transport.LONGEST_PAUSE_S


@pytest.mark.parametrize("name", [name for name, one in HOSTILE.items() if not one.slow])
def test_a_hostile_answer_is_a_fault_and_the_next_good_one_counts(
    hub: HubClient, mad: RawServer, name: str, tmp_path: Path
) -> None:
    check(hub, mad, HOSTILE[name], tmp_path)
    mad.script = json(ORDER)
    assert hub.put_order("o1", b"{}").answer.order_id == "o1"


@pytest.mark.parametrize("name", [name for name, one in HOSTILE.items() if one.slow])
@pytest.mark.usefixtures("impatient")
def test_a_slow_answer_ends_with_its_own_deadline(
    hub: HubClient, mad: RawServer, name: str, tmp_path: Path
) -> None:
    check(hub, mad, HOSTILE[name], tmp_path)


@pytest.mark.usefixtures("impatient")
def test_after_slow_answers_the_terminal_goes_on(
    hub: HubClient, mad: RawServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = HOSTILE["head a byte at a time"]
    mad.script = slow.script
    ends(hub, slow, tmp_path)
    monkeypatch.setattr(transport, "WHOLE_ANSWER_S", 60.0)
    mad.script = json(ORDER)
    assert hub.put_order("o1", b"{}").answer.order_id == "o1"


def test_a_hubs_cookies_and_redirects_lead_nowhere(hub: HubClient, mad: RawServer) -> None:
    mad.script = says(answer(ORDER, Set_Cookie="track=1; Path=/"))
    hub.put_order("o1", b"{}")
    hub.put_order("o1", b"{}")
    mad.script = HOSTILE["redirect to itself"].script
    with pytest.raises(HubUnreachable, match="redirect 308"):
        hub.put_order("o1", b"{}")
    assert len(mad.asked) == 3
    assert not any(b"cookie" in asked.lower() for asked in mad.asked)
    assert all(b"accept-encoding: identity\r\n" in asked.lower() for asked in mad.asked)
