"""The table of pages: every page has its line, and each line its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kiosk.ui
from kiosk.ui.models.models import Models
from kiosk.ui.pages import HOME, PAGES, STAFFS_HOME, Page, PageRow, pages_of
from tests.ui_driver import Build

QML = Path(kiosk.ui.__file__).parent / "qml" / "pages"
REQUIRED = re.compile(r"^    required property \w+ (\w+)$", re.MULTILINE)
ROWS = {row.file: row for mode in HOME for row in pages_of(mode).values()}


def test_every_page_has_a_line_and_every_line_its_page() -> None:
    files = {str(path.relative_to(QML)) for path in QML.rglob("*Page.qml")}
    assert files - {"shopper/ShopperPage.qml"} == ROWS.keys()  # what the shopper's pages begin with
    assert PAGES.keys() == set(Page)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_a_page_is_given_what_it_asks_for(row: PageRow) -> None:
    asked = set(REQUIRED.findall((QML / row.file).read_text("utf-8")))
    if "ShopperPage {" in (QML / row.file).read_text("utf-8"):
        asked |= set(REQUIRED.findall((QML / "shopper" / "ShopperPage.qml").read_text("utf-8")))
    assert set(row.models) == asked


def test_a_home_is_for_whoever_it_is_the_home_of() -> None:
    assert not any(PAGES[page].staff_only for page in HOME.values())
    assert PAGES[STAFFS_HOME["shopper"]].staff_on_the_floor


def test_all_pages_are_read_before_they_are_wanted(build: Build) -> None:
    d = build()
    d.wait_page("attract")
    d.wait(lambda: d.window.property("prepared").property("length").toInt() == len(Page))


def test_every_model_is_the_one_of_its_name(build: Build) -> None:
    d = build()
    models: Models = d.ui._made
    for page in Page:
        for name, model in models.given(page).items():
            assert model is (d.ui.shell if name == "shell" else d.ui.models[name])
