"""The page of settings is made from the settings, and what it says can be written down."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from kiosk.config import TABLES, Settings
from kiosk.setting_sources import load
from kiosk.tools import settings_page

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "settings.md").read_text("utf-8")


def test_the_page_is_what_the_settings_give() -> None:
    assert settings_page.page() == PAGE, "run: make settings-page"


def test_every_setting_is_on_the_page_once() -> None:
    for field in fields(Settings):
        assert PAGE.count(f"| `KIOSK_{field.name.upper()}` |") == 1, field.name


def test_no_cell_of_a_table_is_empty() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|")]
    assert len(rows) > len(fields(Settings))
    assert [row for row in rows if re.search(r"\|\s*\|", row)] == []


def test_every_default_of_the_page_can_be_written_into_the_policy_file(tmp_path: Path) -> None:
    table_of = {field: f"{t}.{key}" for t, keys in TABLES.items() for key, field in keys.items()}
    said = {
        field.name: settings_page.written(field.default)
        for field in fields(Settings)
        if field.name != "data_dir"
    }
    for value in said.values():
        assert f"`{value}`" in PAGE
    policy = tmp_path / "policy.toml"
    # Flat names first: what follows a table's header belongs to the table.
    policy.write_text("\n".join(f"{table_of.get(name, name)} = {v}" for name, v in said.items()))
    assert load({}, policy) == load({}, tmp_path / "none.toml")
