"""The load on a hub runs as described, without an error; no times here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.hub.serve import open_hub
from tests.benchmarks.hub import bare
from tests.benchmarks.hub.shop import CARDS_EACH, fill
from tests.benchmarks.hub.target import Target, cores, target_of
from tests.benchmarks.hub.terminal import MIX, MadeTerminal
from tests.benchmarks.hub_command import as_text
from tests.databases import ON_POSTGRES, hub_settings


def _server(folder: Path) -> list[str]:
    url = hub_settings(folder / "hub").database_url
    return ["--database-url", url] if url else []


def _target(folder: Path) -> Target:
    return target_of(["--data", str(folder / "hub"), *_server(folder)])


def test_three_terminals_ask_everything_without_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = "bench hub --terminals 3 --seconds 2 --variants 100 --json"
    # 1: the share was missed, which is a matter of time
    assert main([*words.split(), *_server(tmp_path)]) in (0, 1)
    report = json.loads(capsys.readouterr().out)
    assert report["errors"] == 0
    assert (report["terminals"], report["database"]) == (3, _target(tmp_path).name)
    assert ("database_cpu_ms" in report["mixed"]) is (ON_POSTGRES and cores() is not None)
    assert report["pinned"] is (cores() is not None)
    assert report["streams"]["open"] == 3 and report["streams"]["words"] > 3
    assert report["mixed"]["by_kind"].keys() <= MIX.keys()
    assert report["alone"].keys() == MIX.keys()
    for figures in (report["mixed"], *report["alone"].values()):
        assert figures["requests"] >= 3
        assert 0 < figures["p50_ms"] <= figures["p95_ms"] <= figures["p99_ms"]
    beside = report["yardstick"]
    rates = beside["hub_requests_per_s"] / beside["bare_requests_per_s"]
    assert beside["share"] == pytest.approx(rates, abs=0.001)
    table = as_text(report)
    for kind in MIX:
        assert f"alone: {kind}" in table
    assert not any((tmp_path / "build" / "bench").iterdir())


def test_the_yardstick_sends_the_statements_of_the_hub_and_no_others(tmp_path: Path) -> None:
    target = _target(tmp_path)
    shop = fill(target, 100, 1)
    sku, place = next(iter(shop.places)), shop.terminals[0].location_id
    hub = open_hub(target.settings)
    asked = bare.statements(hub.engine, sku, place)
    hub.close()
    tables = [text.split("FROM ")[1].split()[0] for text, _ in asked if "FROM " in text]
    assert tables == ["location", "variant", "stock", "setting"]


def test_made_terminals_of_a_seed_ask_the_same_and_each_in_the_mix(tmp_path: Path) -> None:
    shop = fill(_target(tmp_path), 100, 2)
    first, second = shop.terminals
    assert len({card for one in shop.terminals for card, _ in one.customers}) == 2 * CARDS_EACH
    kinds = list(MIX)
    plays = [MadeTerminal(shop, me, seed) for me, seed in ((first, 1), (first, 1), (second, 1))]
    asked = [[one.next(kinds) for _ in range(400)] for one in plays]
    paths = [[(r.kind, r.path) for r in one if r.kind in ("availability", "ways")] for one in asked]
    assert paths[0] == paths[1] != paths[2]
    # nobody was recognised, as nobody answered: who would edit a basket identifies somebody
    assert {r.kind for r in asked[0]} == MIX.keys() - {"basket", "edit"}
