"""The page of limits says what the code does."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "limits.md").read_text("utf-8")
SAID = re.findall(r"`([a-z_.0-9]+)\.([A-Z_]+)` = ([0-9.]+)", PAGE)


def test_the_page_names_its_limits() -> None:
    assert len(SAID) > 20


@pytest.mark.parametrize(("module", "name", "said"), SAID, ids=[name for _, name, _ in SAID])
def test_a_limit_is_as_the_page_says(module: str, name: str, said: str) -> None:
    assert getattr(import_module(module), name) == float(said)
