"""A look at the store from beside it: nothing is written, whoever looks."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.ports import OutboxCounts
from offline_cache import outbox_sql
from offline_cache.connection import faults, require_sqlite
from offline_cache.terminal_store import FILE_NAME

_SINCE = 2  # the version of the schema that can be asked


@dataclass(frozen=True, slots=True)
class Glance:
    """What waits in a store; `damages`: how many nobody has taken note of."""

    counts: OutboxCounts
    damages: int


def glance(data_dir: Path, key: bytes) -> Glance | None:
    """Count what waits; None where the store is of a release before this one.

    Also while the terminal runs. Raises `StoreBroken`.
    """
    require_sqlite()
    path = data_dir / FILE_NAME
    # Without a log nothing is being written, and to read "immutable" makes no files beside.
    alone = not path.with_name(f"{path.name}-wal").exists()
    uri = f"{path.absolute().as_uri()}?mode=ro" + ("&immutable=1" if alone else "")
    with (
        faults(path),
        closing(dbapi2.connect(uri, uri=True, isolation_level=None)) as connection,
    ):
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if connection.execute("PRAGMA user_version").fetchone()[0] < _SINCE:
            return None
        counts = OutboxCounts(*connection.execute(outbox_sql.COUNTS).fetchone())
        return Glance(counts, len(connection.execute(outbox_sql.DAMAGES).fetchall()))
