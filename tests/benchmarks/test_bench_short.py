"""The benchmark's short form: every row is there and says whether it holds; no times here."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.camera import images
from tests.benchmarks import camera, memory, run
from tests.benchmarks.plot import draw
from tests.benchmarks.prepared_shop import Effort, PreparedShop
from tests.benchmarks.rows import Report, Row
from tests.benchmarks.table import exponent, markdown

VARIANTS = 300  # each row is measured, on no shop's size
TINY = Effort(
    pairs=1,
    lookups=200,
    queries=9,
    rounds=2,
    typed=2,
    orders=5,
    changes=100,
    sessions=2,
    idle_s=0.3,
    film_s=2.0,
)
PROMISED = {  # what the README gives a limit for, and what the camera costs the screen
    "start_to_first_scan", "scan_to_painted", "tap_to_visible", "gtin_lookup",
    "search_keystroke", "order_commit", "memory", "changes_while_used",
    "camera_stall",
}  # fmt: skip
MEASURED = PROMISED | {
    "snapshot_build", "snapshot_size", "snapshot_download", "snapshot_install", "search_painted",
    "network", "disk",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return run.run(VARIANTS, TINY, folder, keep=False)


def row(ok: bool | None, name: str = "row", **values: float) -> Row:
    return Row(name, values or {"p95": 1.0}, "ms", how="", ok=ok)


def test_every_row_is_measured_with_its_unit_and_how(report: Report) -> None:
    rows = {row.name: row for row in report.rows}
    assert rows.keys() == MEASURED
    for one in rows.values():
        assert one.values and one.unit and one.how, one.name
        assert all(value is None or value >= 0 for value in one.values.values()), one


def test_every_promise_has_its_limit_and_a_verdict(report: Report) -> None:
    for one in report.rows:
        assert bool(one.limit) == (one.name in PROMISED), one.name
        if one.name in PROMISED:
            assert one.ok is not None or None in one.values.values(), one.name


def test_a_ratio_is_to_what_was_measured_in_the_same_run(report: Report) -> None:
    for name, of in [("gtin_lookup", "same SQL p50"), ("start_to_first_scan", "empty window")]:
        one = next(row for row in report.rows if row.name == name)
        assert one.ratio is not None and one.yardstick[of] > 0


def test_camera_scans_its_film_beside_a_window_without_one(report: Report) -> None:
    stall = next(row for row in report.rows if row.name == "camera_stall")
    assert stall.values.keys() == {"p99", "max"}
    assert stall.yardstick.keys() == {"no camera p99", "no camera max"}
    told = re.search(r"([\d.]+) of them shown; (\d+) products", stall.how)
    assert told is not None and 0 < float(told[1]) < 31 and int(told[2]) >= 1


@pytest.mark.skipif(sys.platform != "linux", reason="no other system says what a process holds")
def test_memory_is_that_of_the_terminal_and_its_camera(report: Report) -> None:
    weighed = dict(next(row for row in report.rows if row.name == "memory").values)
    camera = weighed.pop("of these the camera")
    assert camera is not None and camera > 20  # cv2 alone is more
    assert all(mb is not None and mb > camera + 50 for mb in weighed.values())


def test_memory_counts_the_camera_and_the_terminal_together() -> None:
    weighed = memory.row({0: (100.0, 40.0), 100: (150.0, 50.0), 300: (155.0, 48.0)}, 100)
    assert list(weighed.values.values()) == [140.0, 200.0, 203.0, 50.0]
    assert weighed.ok
    assert memory.row({100: (260.0, 50.0)}, 100).ok is False
    assert memory.row({100: (None, None)}, 100).ok is None


@pytest.mark.parametrize(("p99_ms", "ok"), [(9.9, True), (10.1, False)])
def test_camera_holds_if_the_screen_is_seldom_away(p99_ms: float, ok: bool) -> None:
    gaps = [0.1] * 950 + [p99_ms] * 45 + [60.0] * 5
    watched = {"gaps_ms": gaps, "pictures_per_s": 30.0, "visits": [(1.0, "sku")]}
    assert camera.row(watched, {"gaps_ms": [0.1]}).ok is ok


def test_film_written_is_the_film_read(tmp_path: Path) -> None:
    path = tmp_path / "film.avi"
    grays = [np.full((48, 64), level, np.uint8) for level in (0, 90, 180)]
    images.write_film(path, grays, 30)
    read = list(images.frames(path))
    assert [frame.at_s for frame in read] == pytest.approx([0, 1 / 30, 2 / 30])
    assert [frame.gray.mean() for frame in read] == pytest.approx([0, 90, 180], abs=3)


def test_film_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no film"):
        images.write_film(tmp_path / "none" / "film.avi", [np.zeros((48, 64), np.uint8)], 30)


def test_json_has_a_key_for_each_row_and_says_whether_all_hold(report: Report) -> None:
    read = json.loads(json.dumps(report.as_json()))
    assert read.keys() == MEASURED | {"ok", "variants", "machine", "elsewhere"}
    assert read["variants"] == VARIANTS
    verdicts = [read[name]["ok"] for name in MEASURED]
    assert read["ok"] == all(ok for ok in verdicts if ok is not None)
    assert {"cpu", "cores", "memory_mb", "python", "qt", "sqlite"} <= read["machine"].keys()


def test_one_missed_row_is_enough_to_miss(report: Report) -> None:
    held = [replace(row, ok=None if row.ok is None else True) for row in report.rows]
    assert replace(report, rows=held).ok
    missed = [replace(row, ok=False) if row.name == "memory" else row for row in held]
    assert not replace(report, rows=missed).ok
    assert replace(report, rows=missed).as_json()["ok"] is False
    assert "MISSED" in replace(report, rows=missed).as_text()


def test_rows_that_promise_nothing_are_no_pass() -> None:
    assert not Report(1, {}, [row(None)]).ok


def test_the_shop_is_gone_afterwards(report: Report, folder: Path) -> None:
    assert report.rows
    assert not any(folder.iterdir())


def test_a_kept_shop_is_used_again(tmp_path: Path) -> None:
    def fill_s() -> float | None:
        kept = run.run(30, TINY, tmp_path, keep=True, only=[run.FIRST])
        (mark,) = (tmp_path / "30").glob("filled-*")
        mark.write_text("12345", encoding="ascii")  # seconds: nobody fills it anew
        return next(row for row in kept.rows if row.name == "snapshot_build").values["fill the hub"]

    assert fill_s() != 12_345
    assert fill_s() == 12_345


def test_a_measurement_that_breaks_off_is_a_missed_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: PreparedShop, __: Effort) -> Iterator[Row]:
        yield row(True, "first")
        raise LookupError("not in the shop")

    monkeypatch.setattr(run, "FAMILIES", {run.FIRST: broken})
    report = run.run(30, TINY, tmp_path, keep=False)
    assert [(row.name, row.ok) for row in report.rows] == [("first", True), (run.FIRST, False)]
    assert not report.ok
    assert "not in the shop" in report.rows[1].how and "LookupError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("held", "ok"),
    [
        ({0: 90.0, 100: 100.0, 1_000: 109.0}, True),
        ({0: 90.0, 100: 100.0, 1_000: 111.0}, False),
        ({0: 90.0, 100: 100.0, 1_000: 89.0}, False),
        ({0: 90.0, 100: 301.0, 1_000: 301.0}, False),
        ({}, None),
    ],
)
def test_memory_holds_if_it_is_small_and_flat(held: dict[int, float], ok: bool | None) -> None:
    assert memory.holds(held, 100) is ok


def test_growth_is_the_slope_from_the_smallest_to_the_largest() -> None:
    assert exponent([(100, 1.0), (1_000, 7.0), (10_000, 100.0)]) == pytest.approx(1.0)
    assert exponent([(100, 3.0)]) is None


def test_the_table_and_the_plot_show_several_sizes(report: Report, tmp_path: Path) -> None:
    small, large = report.as_json(), replace(report, variants=100_000).as_json()
    told = markdown([small, large])
    assert f"| {VARIANTS} | 100,000 |" in told
    assert all(f"| {name} |" in told for name in MEASURED)
    for name in ("growth.svg", "growth.png"):
        pytest.importorskip("matplotlib")
        draw([small, large], tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1_000
