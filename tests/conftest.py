"""One Qt application for the whole run, drawn into memory, with the bundled fonts.

And one profile of Hypothesis: no example has a deadline, and every run tries the same ones,
unless HYPOTHESIS_EXAMPLES asks for more of other ones.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtGui import QGuiApplication

from kiosk.ui.runtime import load_fonts

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
settings.register_profile(
    "tests",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="HYPOTHESIS_EXAMPLES" not in os.environ,
    database=None,
)
settings.load_profile("tests")
NO_SKIPS = bool(os.environ.get("KIOSK_NO_SKIPS"))  # set by .ci/run
MAY_BE_SKIPPED = (  # what no machine of ours can do: all else is installed there
    "root may read all",
    "the photographs are not on this machine",
    "KIOSK_SCAN_DATA names no folder of photographs",
)
# Tests of the database that the hubs of this run do not have.
OF_THE_OTHER = "sqlite" if os.environ.get("KIOSK_TEST_POSTGRES") else "postgres"
MANY_OBJECTS = 100_000
# Begun first, so that no core waits for one of them at the end.
LONGEST = (
    "tests/benchmarks/test_bench_short.py",
    "tests/chaos/test_chaos_short.py",
    "tests/hub/test_reservation_machine.py",
    "tests/devices/test_camera.py",
)


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: a third of the time a test waits, for a process or a clock."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    others = [item for item in items if item.get_closest_marker(OF_THE_OTHER)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in others]
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """What is there before the first test stays: no collection goes through it again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Throw the server of the hubs away: once its tests are over, a process is soon killed."""
    if databases := sys.modules.get("tests.databases"):
        databases.throw_away()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let nothing be skipped where everything can be installed."""
    report = yield
    if NO_SKIPS and report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if not reason.startswith(MAY_BE_SKIPPED):
            report.outcome = "failed"
            report.longrepr = f"skipped ({reason}), and nothing may be skipped here"
    return report


@pytest.fixture(autouse=True)
def collected_between_tests() -> Iterator[None]:
    """Collect on the main thread, as `Collector` does: a lane that did would free Qt's objects."""
    gc.disable()
    yield
    if gc.get_count()[0] > MANY_OBJECTS:
        gc.collect()


@pytest.fixture(autouse=True)
def as_a_system_begins() -> None:
    """Whatever a test before did: new files are readable by all, as in a shell's first minute."""
    os.umask(0o022)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(scope="session")
def app(qapp: QGuiApplication) -> QGuiApplication:
    load_fonts()
    return qapp
