"""Since when a catalogue file is in use, and what a look from beside says."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue.catalogue_files import CatalogueFiles
from offline_cache.store.inspect import inspect_catalogue

AN_HOUR_AGO = datetime.fromisoformat("2026-11-22T08:00:00+00:00")
Install = Callable[..., Manifest]
LONG_AGO = 1_000_000_000


def since(files: CatalogueFiles) -> float:
    position = files.position()
    assert position is not None
    return datetime.fromisoformat(position.taken_at).timestamp()


def test_position_says_when_the_file_came(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    manifest = install(files)
    at = AN_HOUR_AGO.timestamp()
    os.utime(data_dir / f"catalogue-{manifest.sha256}.db", (at, at))
    position = files.position()
    assert position is not None and datetime.fromisoformat(position.taken_at) == AN_HOUR_AGO
    seen = inspect_catalogue(data_dir)
    assert seen is not None and (seen.sha256, seen.sequence) == (manifest.sha256, 10)
    assert seen.refusal is None


def test_a_file_that_was_here_already_is_in_use_since_it_was_taken_again(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    older = install(files, sequence=10)
    install(files, sequence=20)
    os.utime(data_dir / f"catalogue-{older.sha256}.db", (LONG_AGO, LONG_AGO))
    files.install(older)
    assert since(files) > LONG_AGO


def test_a_file_to_fall_back_on_is_in_use_since_it_was_needed(
    data_dir: Path, files: CatalogueFiles, install: Install
) -> None:
    older = install(files, sequence=10)
    newer = install(files, sequence=20)
    files.close()
    os.utime(data_dir / f"catalogue-{older.sha256}.db", (LONG_AGO, LONG_AGO))
    (data_dir / f"catalogue-{newer.sha256}.db").unlink()
    again = CatalogueFiles(data_dir)
    assert since(again) > LONG_AGO
    again.close()
