"""A terminal over fakes whose main thread is the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.test_lanes import MainThread
from tests.fakes import FakeShop, build_fake_shop


@pytest.fixture
def main() -> MainThread:
    return MainThread()


@pytest.fixture
def shop(tmp_path: Path, main: MainThread) -> Iterator[FakeShop]:
    shop = build_fake_shop(tmp_path, main.waiting.put, main.bugs.append)
    yield shop
    shop.terminal.lanes.close()
