"""The translation files hold every text of screens and paper, finished and compiled."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.config import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "assets" / "translations"
TOOLS = Path(sys.executable).parent


def run(tool: str, *arguments: str | Path) -> str:
    command = [str(TOOLS / tool), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  # Qt's own tools


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_no_text_lacks_its_translation(language: str, tmp_path: Path) -> None:
    copy = Path(shutil.copy(FILES / f"kiosk_{language}.ts", tmp_path))
    said_in = [ROOT / "kiosk" / "ui", ROOT / "kiosk" / "words"]
    sources = sorted(
        source for room in said_in for kind in ("*.py", "*.qml") for source in room.rglob(kind)
    )
    said = run("pyside6-lupdate", *sources, "-locations", "none", "-no-obsolete", "-ts", copy)
    assert "(0 new and" in said
    assert 'type="unfinished"' not in copy.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_that_of_the_texts(language: str, tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    run("pyside6-lrelease", "-silent", FILES / f"kiosk_{language}.ts", "-qm", made)
    assert made.read_bytes() == (FILES / f"kiosk_{language}.qm").read_bytes()
