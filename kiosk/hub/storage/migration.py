"""Bring a database up to the tables of this release, forward only, in one transaction.

Each revision is a file in `migrations/versions`. What it takes away, or changes so that the release
before could not go on with it, raises `SERVES`: until then hubs of both releases may run side by
side on one database, as they do while one after the other is updated.
"""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from kiosk.errors import BadConfig

HEAD = "0004"  # the newest revision
SERVES = "0001"  # the oldest one whose hubs can work with the tables of `HEAD`

_SERVES = "schema_serves"  # the setting that tells an older hub so
_FOLDER = Path(__file__).with_name("migrations")
_alembic = threading.Lock()  # its operations are the process's: one upgrade at a time
_NOTE = text(
    "INSERT INTO setting (name, value) VALUES (:name, :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_NOTED = text("SELECT value FROM setting WHERE name = :name")


def bring_up_to_date(connection: Connection) -> None:
    """Make the tables, or change those of an earlier release.

    To be called in a transaction that keeps other hubs from doing the same; when that is rolled
    back, nothing has changed. Raises `BadConfig` `hub_schema_newer` where the tables are of a
    later release that this one cannot work with.
    """
    found = revision(connection)
    if found > HEAD:
        serves = connection.scalar(_NOTED, {"name": _SERVES})
        if serves is None or serves > HEAD:
            raise BadConfig("hub_schema_newer", found=found, known=HEAD)
    elif found < HEAD:
        _upgrade(connection)
        connection.execute(_NOTE, {"name": _SERVES, "value": SERVES})


def revision(connection: Connection) -> str:
    """Return the revision of the tables; "" where there are none, or of before revisions."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def _upgrade(connection: Connection) -> None:
    # Not imported for a database that is up to date: a command would start a fifth later.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with _alembic:
        command.upgrade(config, HEAD)
