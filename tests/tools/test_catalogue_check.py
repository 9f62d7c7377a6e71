"""What `kiosk doctor` says about the catalogue in use, without touching it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kiosk.config import Settings
from kiosk.ports.catalogue import FeedPosition, Refusal
from kiosk.tools import doctor
from kiosk.tools.catalogue_check import catalogue
from kiosk.tools.checks import Check, Status
from offline_cache.catalogue.overlay import Overlay

SHA256 = "3f2a91c0" + "0" * 56
AT = "2026-11-22T09:30:00+00:00"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "data").mkdir()
    return Settings(data_dir=tmp_path / "data", secrets="file")


def files(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.data_dir.iterdir()}


def write(settings: Settings, sha256: str = SHA256, refusal: Refusal | None = None) -> None:
    with closing(Overlay(settings.data_dir / "overlay.db")) as overlay:
        overlay.point_to(FeedPosition("e1", 1204, sha256, 1200))
        if refusal is not None:
            overlay.note_refusal(refusal)


def test_machine_that_never_ran_has_none_yet(settings: Settings) -> None:
    assert catalogue(settings) == Check(
        "catalogue", Status.OK, "none yet: it comes at the first start"
    )
    assert not files(settings)


def test_catalogue_in_use_is_named_as_on_the_terminal_s_page(settings: Settings) -> None:
    write(settings)
    before = files(settings)
    assert catalogue(settings) == Check("catalogue", Status.OK, "3f2a91c0, with changes up to 1204")
    assert files(settings) == before


@pytest.mark.parametrize("code", ["snapshot_unsigned", "snapshot_damaged", "app_too_old"])
def test_last_refusal_is_said_with_what_to_do(settings: Settings, code: str) -> None:
    write(settings, refusal=Refusal(code, AT))
    found = catalogue(settings)
    assert found.status is Status.WARN and AT in found.found
    assert found.found.startswith("3f2a91c0") and code in found.found
    assert found.advice and code not in found.advice


def test_refusal_without_any_catalogue_is_a_failure(settings: Settings) -> None:
    write(settings, sha256="", refusal=Refusal("snapshot_schema", AT))
    assert catalogue(settings).status is Status.FAIL


def test_running_terminal_is_looked_at_and_not_held_up(settings: Settings) -> None:
    with closing(Overlay(settings.data_dir / "overlay.db")) as overlay:
        overlay.point_to(FeedPosition("e1", 1, SHA256, 1))
        assert catalogue(settings).status is Status.OK
        overlay.note_refusal(Refusal("snapshot_older", AT))
        assert "snapshot_older" in catalogue(settings).found


def test_damaged_overlay_says_that_it_mends_itself(settings: Settings) -> None:
    (settings.data_dir / "overlay.db").write_bytes(b"no database" * 1000)
    found = catalogue(settings)
    assert found.status is Status.WARN and "start the terminal" in found.advice


def test_doctor_makes_this_check(settings: Settings) -> None:
    write(settings)
    assert "catalogue" in {check.name for check in doctor.run(settings, {})}
