"""A look at the stores from beside them: nothing is written, whoever looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.errors import StoreBroken
from kiosk.ports.catalogue import Refusal
from kiosk.ports.orders import OutboxCounts
from offline_cache.catalogue.overlay_rows import FORMAT
from offline_cache.connection import faults, require_sqlite
from offline_cache.store import outbox_sql
from offline_cache.store.terminal_store import FILE_NAME

OVERLAY = "overlay.db"
_SINCE = 2  # the version of the schema that can be asked


@dataclass(frozen=True, slots=True)
class WaitingHere:
    """What waits in a store; `damages`: how many nobody has taken note of."""

    counts: OutboxCounts
    damages: int


@dataclass(frozen=True, slots=True)
class CatalogueInUse:
    """The catalogue file in use ("" for none), the last change read, the last refusal."""

    sha256: str
    sequence: int
    refusal: Refusal | None


def inspect_orders(data_dir: Path, key: bytes) -> WaitingHere | None:
    """Count what waits; None where the store is of a release before this one.

    Also while the terminal runs. Raises `StoreBroken`.
    """
    require_sqlite()
    path = data_dir / FILE_NAME
    with faults(path), _beside(path) as connection:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if connection.execute("PRAGMA user_version").fetchone()[0] < _SINCE:
            return None
        counts = OutboxCounts(*connection.execute(outbox_sql.COUNTS).fetchone())
        return WaitingHere(counts, len(connection.execute(outbox_sql.DAMAGES).fetchall()))


def inspect_catalogue(data_dir: Path) -> CatalogueInUse | None:
    """Say which catalogue is in use and what was refused; None before the first start.

    Also while the terminal runs. Raises `StoreBroken`, also for a file of another release.
    """
    require_sqlite()
    path = data_dir / OVERLAY
    if not path.exists():
        return None
    with faults(path), _beside(path) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            raise StoreBroken("store_unreadable", file=path.name)
        position = connection.execute("SELECT sha256, sequence FROM position").fetchone()
        refusal = connection.execute("SELECT code, at FROM refusal").fetchone()
    sha256, sequence = position or ("", 0)
    return CatalogueInUse(sha256, sequence, Refusal(*refusal) if refusal else None)


@contextmanager
def _beside(path: Path) -> Iterator[dbapi2.Connection]:
    # Without a log nothing is being written, and to read "immutable" makes no files beside.
    alone = not path.with_name(f"{path.name}-wal").exists()
    uri = f"{path.absolute().as_uri()}?mode=ro" + ("&immutable=1" if alone else "")
    with closing(dbapi2.connect(uri, uri=True, isolation_level=None)) as connection:
        yield connection
