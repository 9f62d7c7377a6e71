"""Where the hubs of tests keep their data: a file each, or a database each of one server.

With KIOSK_TEST_POSTGRES set it is a server, and what is about SQLite's file is left out (mark
`sqlite`); without it, what is about the server (mark `postgres`).
"""

from __future__ import annotations

import functools
import os
import shutil
from collections import deque
from pathlib import Path

import pytest

from kiosk.hub.serve import HubSettings
from tests.postgres import PostgresServer

ON_POSTGRES = bool(os.environ.get("KIOSK_TEST_POSTGRES"))
_KEPT = 20  # databases; each takes 8 MB, and a hub that a test has left is still ending
_names: dict[Path, str] = {}  # of the databases, by the hubs' folders
_passing: deque[str] = deque()


@functools.cache
def server() -> PostgresServer:
    """Return the server of this process, which `throw_away` ends."""
    made = PostgresServer()
    made.start()
    return made


def throw_away() -> None:
    """End the server where there is one, and remove its data."""
    if server.cache_info().currsize:
        server().throw_away()


def hub_settings(folder: Path, *, host: str = "127.0.0.1", port: int = 0) -> HubSettings:
    """Return the settings of a hub over a folder, with the database that belongs to it."""
    return HubSettings(folder, host, port, database_url=_url(folder))


def copy_hub(of: Path, to: Path) -> Path:
    """Copy a hub that is closed, with its database; return where it is."""
    shutil.copytree(of, to)
    if ON_POSTGRES:
        if _names[of] in _passing:
            _passing.remove(_names[of])
        _create(to, like=_names[of])
    return to


def named_in(environment: pytest.MonkeyPatch, settings: HubSettings) -> None:
    """Let `kiosk hub` commands of a test find the hub's database."""
    environment.setenv("KIOSK_HUB_DATABASE_URL", settings.database_url)


def _url(folder: Path) -> str:
    if not ON_POSTGRES:
        return ""
    if folder not in _names:
        _create(folder)
    return server().url(_names[folder])


def _create(folder: Path, like: str = "template1") -> None:
    _names[folder] = name = server().create(like)
    _passing.append(name)
    if len(_passing) > _KEPT:
        server().drop(_passing.popleft())
