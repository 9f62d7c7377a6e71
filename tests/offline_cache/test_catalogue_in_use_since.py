"""Since when a catalogue file is in use, and what a look from beside says."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue_files import CatalogueFiles
from offline_cache.glance import catalogue_glance

AN_HOUR_AGO = datetime.fromisoformat("2026-11-22T08:00:00+00:00")


def test_position_says_when_the_file_came(
    data_dir: Path, files: CatalogueFiles, install: Callable[..., Manifest]
) -> None:
    manifest = install(files)
    at = AN_HOUR_AGO.timestamp()
    os.utime(data_dir / f"catalogue-{manifest.sha256}.db", (at, at))
    position = files.position()
    assert position is not None and datetime.fromisoformat(position.taken_at) == AN_HOUR_AGO
    seen = catalogue_glance(data_dir)
    assert seen is not None and (seen.sha256, seen.sequence) == (manifest.sha256, 10)
    assert seen.refusal is None
