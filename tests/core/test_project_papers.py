"""What the project says of itself is so: README, requirements, file sizes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
README = (ROOT / "README.md").read_text("utf-8")
PINNED = (ROOT / "packaging" / "requirements.txt").read_text("utf-8")


def name(requirement: str) -> str:
    return re.split(r"[ =<>\[;]", requirement, maxsplit=1)[0]


NEEDED = [name(one) for one in PROJECT["project"]["dependencies"]]
FOR_DEVELOPERS = [name(one) for one in PROJECT["dependency-groups"]["dev"]]
SOURCES = [
    path
    for folder in ("kiosk", "offline_cache", "tests", "packaging")
    for kind in ("*.py", "*.qml")
    for path in (ROOT / folder).rglob(kind)
]


@pytest.mark.parametrize("package", NEEDED + FOR_DEVELOPERS)
def test_every_dependency_has_its_reason_in_the_readme_and_is_pinned(package: str) -> None:
    assert re.search(rf"\b{re.escape(package)}\b", README), "not in the README's table"
    assert re.search(rf"^{re.escape(package.lower())}==", PINNED, re.MULTILINE), "not pinned"


def test_requirements_are_names_versions_and_hashes_only() -> None:
    for line in PINNED.splitlines():
        assert re.fullmatch(r"\S+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


def test_every_picture_of_the_readme_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).is_file(), picture


def test_no_source_file_is_longer_than_four_hundred_lines() -> None:
    assert len(SOURCES) > 200
    long = [p.name for p in SOURCES if len(p.read_text("utf-8").splitlines()) > 400]
    assert long == []
