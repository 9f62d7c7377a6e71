"""What Prometheus is told of a hub, at an address of its own."""

from __future__ import annotations

import math
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from kiosk import __version__
from kiosk.__main__ import main
from kiosk.domain.ids import uuid7
from kiosk.hub import health
from kiosk.hub.engines.port import EngineOrder, EngineUnavailable, Placement
from kiosk.hub.serve import HubServer, HubSettings
from kiosk.hub.worker import Worker
from tests.hub.calling import Clock, Enrol, MakeOrder, Terminal, Until, calling

Told = Callable[..., float | None]


@pytest.fixture(autouse=True)
def looked_at_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "KEPT_S", 0.0)


@pytest.fixture
def with_worker() -> bool:
    return False


@pytest.fixture
def settings(settings: HubSettings) -> HubSettings:
    return replace(settings, metrics=("127.0.0.1", 0))


@pytest.fixture
def scrape(hub: HubServer) -> Iterator[Callable[[], str]]:
    with calling(hub.metrics_url) as http:
        yield lambda: http.get("/metrics").text


@pytest.fixture
def told(scrape: Callable[[], str]) -> Told:
    """Return the present value of a sample; None where there is none with these labels."""

    def value(name: str, **labels: str) -> float | None:
        for family in text_string_to_metric_families(scrape()):
            for sample in family.samples:
                if sample.name == f"kiosk_hub_{name}" and labels.items() <= sample.labels.items():
                    return sample.value
        return None

    return value


def test_requests_are_counted_by_route_and_never_by_what_was_asked_for(
    terminal: Terminal, told: Told, scrape: Callable[[], str]
) -> None:
    for sku in ("S1", "S2", "nothing-of-ours"):
        terminal.ask("GET", f"/variants/{sku}/availability")
    terminal.ask("GET", "/no/such/path-at-all")
    terminal.ask("BREW", "/status")
    route = "/v1/variants/{sku}/availability"
    assert told("requests_total", method="GET", route=route, status="2xx") == 2
    assert told("requests_total", method="GET", route=route, status="4xx") == 1
    assert told("request_seconds_count", method="GET", route=route) == 3
    assert told("request_seconds_bucket", route=route, le="+Inf") == 3
    assert told("requests_total", method="GET", route="none", status="4xx") == 1
    assert told("requests_total", method="other", route="none", status="4xx") == 1
    for asked in ("nothing-of-ours", "such", "BREW", terminal.enrolled.terminal_id):
        assert asked not in scrape()


def test_a_stream_is_open_until_its_end_and_its_answer_began_at_once(
    terminal: Terminal, told: Told, until: Until
) -> None:
    assert told("open_streams") == 0
    with terminal.http.stream("GET", "/v1/changes/stream") as answer:
        lines = answer.iter_lines()
        assert next(lines)
        assert told("open_streams") == 1
        assert told("request_seconds_count", route="/v1/changes/stream") == 1
    until(lambda: told("open_streams") == 0)


def test_orders_are_counted_by_outcome(
    terminal: Terminal, enrol: Enrol, make_order: MakeOrder, told: Told
) -> None:
    order = make_order()
    terminal.put(order)
    terminal.put(order)
    enrol("T2").put(order)
    terminal.put(make_order(location_id="store-b"))
    terminal.ask("PUT", f"/orders/{uuid7(1)}", [])
    counted = {
        outcome: told("orders_total", outcome=outcome)
        for outcome in ("accepted", "repeated", "not_taken", "rejected")
    }
    assert counted == {"accepted": 1, "repeated": 1, "not_taken": 1, "rejected": 2}
    assert told("orders_waiting") == 1


class Failing:
    """An engine that fails in the way it is told to."""

    fault: Exception = EngineUnavailable("engine_unavailable")

    def place(self, order: EngineOrder) -> Placement:
        raise self.fault

    def status(self, order_id: str) -> Placement | None:
        raise self.fault


def test_the_queue_and_the_engines_failures_are_told(
    hub: HubServer, terminal: Terminal, make_order: MakeOrder, clock: Clock, told: Told
) -> None:
    terminal.put(make_order())
    assert told("oldest_order_seconds") == 0
    here, engine = hub.hub, Failing()
    worker = Worker(here.engine, engine, clock, here.wake, here.metrics)
    worker.hand_over_next()
    clock.ahead = timedelta(hours=1)
    engine.fault = RuntimeError("never")
    with pytest.raises(RuntimeError):
        worker.hand_over_next()
    assert told("engine_failures_total", kind="unavailable") == 1
    assert told("engine_failures_total", kind="fault") == 1
    assert told("orders_waiting") == 1
    for age in ("oldest_order_seconds", "catalogue_age_seconds"):
        seconds = told(age)
        assert seconds is not None and 3_600 <= seconds < 7_200


@pytest.mark.sqlite
def test_a_broken_database_is_told_and_what_it_held_is_not_known(
    hub: HubServer, terminal: Terminal, told: Told
) -> None:
    assert (told("ready"), told("database_errors_total", kind="OperationalError")) == (1, None)
    with hub.engine.begin() as database:
        database.exec_driver_sql("ALTER TABLE counter RENAME COLUMN value TO other")
    assert terminal.ask("GET", "/changes?since=0").status_code == 503
    assert told("ready") == 0
    errors, waiting = told("database_errors_total", kind="OperationalError"), told("orders_waiting")
    assert errors and waiting is not None and math.isnan(waiting)


def test_the_release_is_told_and_a_hub_that_starts_again_counts_on(
    hub: HubServer, client: httpx.Client, told: Told
) -> None:
    assert told("info", version=__version__) == 1
    client.get("/v1/status")
    hub.stop()
    hub.start()
    with calling(hub.metrics_url) as http:
        assert 'route="/v1/status",status="2xx"} 1.0' in http.get("/metrics").text


def test_two_hubs_of_a_process_count_apart(hub: HubServer, tmp_path: Path, told: Told) -> None:
    other = HubServer(HubSettings(tmp_path / "other", port=0))
    other.start()
    with calling(other.url) as http:
        http.get("/v1/status")
    other.stop()
    assert told("requests_total", route="/v1/status") is None


def test_an_address_for_metrics_that_is_taken_is_said_and_no_hub_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        folder = str(tmp_path / "hub")
        words = ["hub", "serve", "--data", folder, "--port", "0", "--metrics", where]
        assert main(words) == 1
    said = capsys.readouterr().err
    assert f"listens at {where} already" in said
    assert not (tmp_path / "hub").exists()


def test_an_address_for_metrics_has_a_host_and_a_port(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for wrong in ("9464", "localhost", ":9464", "localhost:0", "localhost:port"):
        with pytest.raises(SystemExit):
            main(["hub", "serve", "--data", str(tmp_path), "--metrics", wrong])
        assert "--metrics" in capsys.readouterr().err
