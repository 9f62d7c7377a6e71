"""What the project says of itself is so: README, the map, requirements, file sizes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kiosk.lanes import Lane

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
README = (ROOT / "README.md").read_text("utf-8")
MAP = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PAPERS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
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


def test_each_room_is_on_the_map_and_each_place_on_the_map_is_there() -> None:
    named = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)*)`", MAP))
    rooms = {
        path.relative_to(ROOT).as_posix()
        for folder in (ROOT, ROOT / "kiosk")
        for path in folder.iterdir()
        if path.is_dir() and any(path.glob("[!_.]*")) and path.name[0] not in "._"
    } - {"kiosk", "build", "dist"}
    assert rooms - named == set()
    places = {name for name in named if "/" in name or name in rooms}
    assert {name for name in places if not (ROOT / name).exists()} == set()


def test_every_lane_is_on_the_map() -> None:
    table = re.findall(r"^\| `(\w+)` \|", MAP, re.MULTILINE)
    assert set(Lane) <= set(table)


def test_links_of_the_papers_lead_somewhere() -> None:
    for paper in PAPERS:
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", paper.read_text("utf-8")):
            if "://" not in link:
                assert (paper.parent / link).exists(), f"{paper.name}: {link}"


def test_cited_rules_stand_on_the_map() -> None:
    rules = set(re.findall(r"^(\d+)\. \*\*", MAP, re.MULTILINE))
    assert rules == {str(number) for number in range(1, 14)}
    cited = [
        number
        for path in SOURCES
        for numbers in re.findall(r"architecture\.md, rules? ([\d, and]+)", path.read_text("utf-8"))
        for number in re.findall(r"\d+", numbers)
    ]
    assert len(cited) >= 5
    assert set(cited) <= rules


def test_nothing_cites_a_paper_that_is_not_here() -> None:
    absent = "DESI" + "GN"  # the name of a draft
    for path in [*SOURCES, *PAPERS]:
        assert absent not in path.read_text("utf-8"), path
