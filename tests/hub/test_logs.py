"""What a hub writes about itself: a line each, none without end, and nobody's data in any."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.demo.world import free_port
from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import Address, Contact
from kiosk.hub import logs
from kiosk.hub.engines.port import EngineOrder, EngineUnavailable, Placement
from kiosk.hub.keys import app_code_for
from kiosk.hub.logs import Seldom
from kiosk.hub.serve import HubServer, HubSettings
from kiosk.hub.worker import Worker
from kiosk.wire.orders import Evidence
from tests.hub.calling import Clock, MakeOrder, Terminal, Until, calling

CARD = "2990000000018"
GUEST = Contact("+79161230044", "Канарейка")
HOME = Address(city="Канарск", street="Птичья", house="77", flat="99")
SEARCHED, WRONG_PIN = "Искомая", "86753091"
OURS = logging.getLogger("kiosk.hub.a_place")


@dataclass
class Written:
    """The same records, for machines and for people."""

    as_json: io.StringIO = field(default_factory=io.StringIO)
    as_lines: io.StringIO = field(default_factory=io.StringIO)
    naively: io.StringIO = field(default_factory=io.StringIO)  # as `logging` does by itself

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.as_json.getvalue().splitlines()]

    @property
    def events(self) -> set[str]:
        return {record["event"] for record in self.records}


@pytest.fixture
def written() -> Iterator[Written]:
    """Everything that is logged, down to what only developers ask for."""
    both = Written()
    handlers = [
        logs.write_to(both.as_json, as_json=True),
        logs.write_to(both.as_lines, as_json=False),
        logging.StreamHandler(both.naively),
    ]
    named = [logging.getLogger(name) for name in ("", "kiosk", "uvicorn", "litestar", "asyncio")]
    levels = [logger.level for logger in named]
    for logger in named:
        logger.setLevel(logging.DEBUG if logger.name != "root" else logging.INFO)
    for handler in handlers:
        named[0].addHandler(handler)
    yield both
    for handler in handlers:
        named[0].removeHandler(handler)
    for logger, level in zip(named, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def with_worker() -> bool:
    return False


@pytest.fixture
def settings(settings: HubSettings) -> HubSettings:
    return replace(settings, metrics=("127.0.0.1", 0))


class Talkative:
    """An engine that says whose order it was when it fails."""

    def __init__(self) -> None:
        self.asked = 0

    def place(self, order: EngineOrder) -> Placement:
        self.asked += 1
        whose = f"{order.contact.name} {order.contact.phone}, {order.deliver_to}"
        if self.asked % 2:
            raise EngineUnavailable(whose, contact=order.contact)
        try:
            raise ValueError(whose)
        except ValueError as error:
            raise RuntimeError(f"no place for {whose}") from error

    def status(self, order_id: str) -> Placement | None:
        return None


@pytest.mark.sqlite
def test_nothing_of_a_person_is_logged_counted_or_told(
    hub: HubServer,
    terminal: Terminal,
    make_order: MakeOrder,
    clock: Clock,
    written: Written,
    until: Until,
) -> None:
    here = hub.hub
    code = app_code_for(hub.commerce, hub.keys, "cust-1", clock())
    card = terminal.ask("POST", "/customers/recognise", {"card_number": CARD}).json()["grant"]
    proof = terminal.ask("POST", "/customers/prove", {"app_code": code}).json()["grant"]
    assert terminal.ask("GET", "/customers/me", Kiosk_Grant=proof).status_code == 200
    assert terminal.ask("POST", "/customers/prove", {"app_code": f"{code}x"}).status_code == 422
    assert terminal.sign_in(pin=WRONG_PIN)["code"] == "sign_in_failed"
    staff = terminal.sign_in()["grant"]
    found = terminal.ask("GET", f"/customers?query={SEARCHED}", Kiosk_Staff=staff)
    assert found.status_code == 200
    home = {"kind": FulfilmentKind.DELIVERY, "contact": GUEST, "address": HOME}
    assert terminal.put(make_order(**home)).status_code == 201  # type: ignore[arg-type]
    known = make_order((("S3", 1),), evidence=Evidence("card", card_number=CARD))
    assert terminal.put(known).status_code == 201
    refused = make_order(**home, location_id="store-b")  # type: ignore[arg-type]
    assert terminal.put(refused).status_code == 422
    broken = f'{{"contact": {{"name": "{GUEST.name}", "phone": {GUEST.phone}'.encode()
    terminal.http.put(f"/v1/orders/{refused.id}", content=broken)

    engine = Talkative()
    worker = Worker(here.engine, engine, clock, here.wake, here.metrics)
    worker.start()
    try:
        until(lambda: engine.asked >= 2)
        clock.ahead = timedelta(minutes=10)
        here.wake.set()
        until(lambda: engine.asked >= 4)
    finally:
        worker.stop()

    with hub.engine.begin() as database:  # as PostgreSQL does, it repeats what it was given
        database.exec_driver_sql(
            "CREATE TRIGGER talks BEFORE INSERT ON shop_order BEGIN "
            f"SELECT RAISE(ABORT, 'Key (phone)=({GUEST.phone}, {GUEST.name}) exists'); END"
        )
        database.exec_driver_sql("ALTER TABLE customer_grant RENAME COLUMN recognition TO other")
    assert terminal.put(make_order(**home)).status_code == 500  # type: ignore[arg-type]
    again = terminal.ask("POST", "/customers/recognise", {"card_number": CARD})
    assert again.status_code == 503

    with calling(hub.metrics_url) as http:
        metrics = http.get("/metrics").text
    status = terminal.ask("GET", "/status").text
    assert {
        "the engine does not answer",
        "an order could not be handed over",
        "the database did not serve a request",
    } <= written.events
    assert any("reference" in record for record in written.records)
    assert (
        "kiosk_hub_orders_total" in metrics and "database" not in metrics.replace("_", " ", 0)[:0]
    )
    secrets = {
        CARD, code, card, proof, staff, terminal.enrolled.token, WRONG_PIN, SEARCHED, GUEST.name,
        GUEST.phone, GUEST.phone[2:], HOME.city, HOME.street, "Анна", "Ёлкина", "Липовая", "22201",
        "Москва", "Vera",
    }  # fmt: skip
    for text in (written.as_json.getvalue(), written.as_lines.getvalue(), metrics, status):
        assert text
        assert [secret for secret in secrets if secret in text] == []
        assert GUEST.name.encode("unicode_escape").decode() not in text


def test_a_record_is_one_json_object_with_its_fields_in_utc(written: Written) -> None:
    OURS.warning("the engine\ndoes not answer", extra={"order": "o1", "attempt": 3})
    (record,) = written.records
    assert record.pop("time").endswith("+00:00")
    assert record == {
        "level": "warning",
        "logger": "kiosk.hub.a_place",
        "event": "the engine does not answer",
        "order": "o1",
        "attempt": 3,
    }
    (line,) = written.as_lines.getvalue().splitlines()
    assert line.endswith("WARNING kiosk.hub.a_place: the engine does not answer order=o1 attempt=3")


def test_an_exception_is_told_by_type_code_and_places(written: Written) -> None:
    try:
        try:
            raise EngineUnavailable("engine_unavailable", whose="Anna")
        except EngineUnavailable as error:
            raise OSError(28, "Anna") from error
    except OSError:
        OURS.exception("it failed")
    (record,) = written.records
    told = [(one["type"], one["code"]) for one in record["exception"]]
    assert told == [
        ("builtins.OSError", "28"),
        ("kiosk.hub.engines.port.EngineUnavailable", "engine_unavailable"),
    ]
    place = r"tests/hub/test_logs\.py:\d+ test_an_exception_is_told_by_type_code_and_places"
    assert re.fullmatch(place, record["exception"][0]["at"][-1])
    assert "Anna" not in written.as_json.getvalue() + written.as_lines.getvalue()


def test_other_packages_are_told_by_their_template_alone(written: Written) -> None:
    logging.getLogger("asyncio").error("Task failed\nfuture: ValueError('Anna')")
    logging.getLogger("uvicorn.error").warning("from %s", "Anna", extra={"who": "Anna"})
    assert [record["event"] for record in written.records] == ["Task failed", "from %s"]
    assert "Anna" not in written.as_json.getvalue() + written.as_lines.getvalue()


def _record(
    level: int = logging.WARNING, text: str = "away %d", **extra: object
) -> logging.LogRecord:
    return OURS.makeRecord(OURS.name, level, "", 0, text, (1,), None, extra=extra)


def test_a_warning_of_one_kind_is_written_once_a_minute_with_how_many_were_left_out() -> None:
    now = [0.0]
    seldom = Seldom(lambda: now[0])
    assert [seldom.filter(_record()) for _ in range(5)] == [True] + [False] * 4
    assert seldom.filter(_record(text="another kind %d"))
    assert all(seldom.filter(_record(logging.INFO)) for _ in range(3))
    now[0] = 60.0
    next_one = _record()
    assert seldom.filter(next_one)
    assert vars(next_one)["left_out"] == 4
    now[0] = 120.0
    quiet = _record()
    assert seldom.filter(quiet)
    assert not hasattr(quiet, "left_out")


def test_references_that_callers_were_given_are_written_up_to_a_bound() -> None:
    seldom = Seldom(lambda: 0.0)
    passed = [seldom.filter(_record(reference=str(n))) for n in range(200)]
    assert passed.count(True) == logs.MOST_REFERENCES


def test_kinds_without_end_are_forgotten() -> None:
    seldom = Seldom(lambda: 0.0)
    for number in range(3 * logs.MOST_KINDS):
        assert seldom.filter(_record(text=f"kind {number} %d"))
    assert len(seldom._kinds) <= logs.MOST_KINDS


def test_what_ends_a_thread_is_logged_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    def fall() -> None:
        raise ValueError("Anna")

    with logs.to_stderr(as_json=True):
        thread = threading.Thread(target=fall)
        thread.start()
        thread.join()
    told = capsys.readouterr().err
    assert json.loads(told)["exception"][0]["type"] == "builtins.ValueError"
    assert "Anna" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="no modes of files, and no SIGTERM, there")
def test_a_served_hub_whose_stderr_is_no_terminal_logs_json(tmp_path: Path, until: Until) -> None:
    """Its folder was open to others: that is closed, and warned of."""
    folder, port = tmp_path / "data", free_port()
    folder.mkdir(mode=0o755)
    command = [sys.executable, "-m", "kiosk", "hub", "serve", "--data", str(folder)]
    with (
        subprocess.Popen([*command, "--port", str(port)], stderr=subprocess.PIPE) as process,  # noqa: S603  # ours
        calling(f"http://127.0.0.1:{port}") as http,
    ):

        def answers() -> bool:
            try:
                return http.get("/v1/status").status_code == 503  # without a shop
            except httpx.ConnectError:
                return False

        until(answers)
        process.terminate()
        _, errors = process.communicate()
    told = [json.loads(line) for line in errors.decode().splitlines()]
    assert [(one["level"], one["logger"]) for one in told] == [("warning", "kiosk.privacy")]
