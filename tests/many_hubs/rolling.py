"""One hub after the other gets the next release, and the shop goes on. Run by `make postgres`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import inspect, text

from kiosk.hub.storage import postgres
from kiosk.hub.storage.database import read
from kiosk.hub.storage.migration import HEAD, revision
from tests.journey.programs import wait_until
from tests.many_hubs.shop import ManyHubs, many_hubs
from tests.many_hubs.traffic import traffic

_PROGRAM = "tests.many_hubs.next_release"
NEXT, MADE = "9001", "made"  # the next release's revision, and its column
COMPATIBLE, INCOMPATIBLE = (_PROGRAM, HEAD), (_PROGRAM, NEXT)
ROWS, AT = 20_000, 1  # orders of before; the lock at which the upgrade of one of them waits
_ORDERS = """
INSERT INTO shop_order (id, terminal_id, status, received_at, body, body_sha256, answer_status,
                        answer, attempts)
SELECT 'before-' || n, (SELECT min(id) FROM terminal), 'rejected', '2025-06-01', '', '', 422, '', 0
FROM generate_series(1, :rows) AS n
"""
_PAUSE = """
CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id = 'before-10000' THEN PERFORM pg_advisory_xact_lock(1); END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pause BEFORE UPDATE ON shop_order FOR EACH ROW EXECUTE FUNCTION pause();
"""
_LOCKS = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = :key"
    " AND granted = :granted"
)


@pytest.fixture
def shop() -> Iterator[ManyHubs]:
    with many_hubs() as found:
        yield found


def revision_of(shop: ManyHubs) -> str:
    with read(shop.engine) as connection:
        return revision(connection)


def columns(shop: ManyHubs) -> set[str]:
    with read(shop.engine) as connection:
        return {column["name"] for column in inspect(connection).get_columns("shop_order")}


def locks(shop: ManyHubs, key: int, *, granted: bool) -> int:
    with read(shop.engine) as connection:
        return connection.scalar(_LOCKS, {"key": key, "granted": granted}) or 0


def test_hubs_of_two_releases_serve_side_by_side(shop: ManyHubs) -> None:
    older, newer = shop.hubs
    with traffic(shop) as going:
        newer.stop()
        newer.program = COMPATIBLE
        newer.start()
        assert revision_of(shop) == NEXT
        for hub in (newer, older):
            going.through(hub)
        going.goes_on()
        older.stop()
        going.goes_on()
        older.start()
        for hub in (newer, older):
            going.through(hub)
        going.goes_on()


def test_hub_of_before_refuses_tables_that_it_cannot_work_with(shop: ManyHubs) -> None:
    older, newer = shop.hubs
    with traffic(shop) as going:
        older.stop()
        newer.stop()
        newer.program = INCOMPATIBLE
        newer.start()
        said = older.refused()
        assert f"a later release (revision {NEXT}; this one knows {HEAD})" in said
        assert "Nothing was changed, the data are safe." in said
        assert "Traceback" not in said
        going.through(newer)
        going.goes_on()


def test_hub_killed_while_it_changes_the_tables_leaves_them_as_they_were(shop: ManyHubs) -> None:
    _, newer = shop.hubs
    with shop.engine.begin() as connection:
        connection.execute(text(_ORDERS), {"rows": ROWS})
        connection.execute(text(_PAUSE))
    with traffic(shop) as going:
        newer.stop()
        newer.program = COMPATIBLE
        with shop.engine.begin() as held:
            held.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": AT})
            newer.begin()
            wait_until(lambda: locks(shop, AT, granted=False) == 1, "the middle of the upgrade")
            newer.kill()
        # The server goes on until it wants to tell the hub, and finds it gone.
        wait_until(lambda: locks(shop, postgres._TABLES, granted=True) == 0, "the end of it")
        assert revision_of(shop) == HEAD
        assert MADE not in columns(shop)
        going.goes_on()
        newer.start()
        assert revision_of(shop) == NEXT
        with read(shop.engine) as connection:
            filled = text("SELECT count(*) FROM shop_order WHERE made = '2025-06-01'")
            assert connection.scalar(filled) == ROWS
        for hub in shop.hubs:
            going.through(hub)
