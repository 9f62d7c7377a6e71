"""Imports run one way: no circles of files, and no part of a folder that needs who needs it."""

from __future__ import annotations

import pytest

from tests.imports import Imports, circles, circles_of_parts, imports_of_project, in_hub


@pytest.fixture(scope="module")
def imports() -> Imports:
    return imports_of_project()


def test_no_files_import_each_other_in_a_circle(imports: Imports) -> None:
    assert len(imports) > 300
    assert [circle for circle in circles(imports) if not in_hub(circle)] == []


def test_no_import_runs_back_up(imports: Imports) -> None:
    outside = {
        folder: found
        for folder, all_ in circles_of_parts(imports).items()
        if (found := [circle for circle in all_ if not in_hub(circle)])
    }
    assert outside == {}


def test_circle_is_found_by_whatever_way_round() -> None:
    made: Imports = {
        "kiosk.a": {"kiosk.b"},
        "kiosk.b": {"kiosk.c"},
        "kiosk.c": {"kiosk.a", "kiosk.d"},
        "kiosk.d": set(),
    }
    assert circles(made) == [["kiosk.a", "kiosk.b", "kiosk.c"]]


def test_folder_that_imports_from_who_imports_it_runs_back_up() -> None:
    made: Imports = {
        "kiosk.ui.window": {"kiosk.ui.models.basket"},
        "kiosk.ui.models.basket": {"kiosk.ui.words"},
        "kiosk.ui.models.search": {"kiosk.ui.window"},
        "kiosk.ui.words": set(),
    }
    assert circles(made) == []
    assert circles_of_parts(made) == {"kiosk.ui": [["kiosk.ui.models", "kiosk.ui.window"]]}
