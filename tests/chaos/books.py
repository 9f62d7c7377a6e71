"""Read all books when everybody is dead: outboxes by their port, hub and engine by SQL."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.demo.shop import build_shop
from kiosk.domain.orders import LineState, OutboxState
from kiosk.hub.engines.port import EngineLine, EngineOrder
from kiosk.hub.storage.database import address
from kiosk.secrets import open_secrets
from kiosk.services.enrolling import store_key
from kiosk.wire.orders import OrderAnswer
from offline_cache.store.outbox import SqliteOutbox
from offline_cache.store.terminal_store import TerminalStore
from tests.chaos.engine import Book
from tests.chaos.opening import TODAY
from tests.chaos.schedule import TERMINALS
from tests.chaos.shop import ShopUnderTest
from tests.chaos.verdict import Acked, Answer, Books, Held, Line, Points, Sent, Taken, Told
from tests.patience import PATIENCE_S

_ALL = 1_000_000
_ORDERS = """
SELECT id, number, status, body_sha256, answer, handed_over_at, attempts, customer_id
FROM shop_order
"""
_LINES = """
SELECT order_id, sku, quantity, kind, location_id, source_id FROM order_line
WHERE state <> 'left_out'
"""
_ENTERED = "SELECT id FROM history WHERE id IN (SELECT order_id FROM engine_order)"
_CREDITED = """
SELECT customer_id, answer FROM shop_order
WHERE customer_id IS NOT NULL AND handed_over_at IS NOT NULL AND status = 'accepted'
"""
_RESERVED = "SELECT DISTINCT kind, holder FROM reservation"
_PENDING = """
SELECT count(*), count(*) FILTER (WHERE status = 'accepted' AND handed_over_at IS NULL),
  (SELECT value FROM setting WHERE name = 'epoch') FROM shop_order
"""


def read_books(shop: ShopUnderTest) -> Books:
    """Read everything."""
    outboxes = {name: _outbox(shop.data[name]) for name in TERMINALS}
    return Books(
        acked=[one for name in TERMINALS for one in acked(name, shop.acks(name))],
        outboxes={name: rows for name, (rows, _) in outboxes.items()},
        waiting={name: waiting for name, (_, waiting) in outboxes.items()},
        hub=_hub(shop),
        engine=_engine(shop.engine_file),
        reserved_for=_reserved(shop, "order"),
        answers=[one for name in TERMINALS for one in _answers(shop.told(name))],
        restored_s=shop.restored_s,
        kept_for=_reserved(shop, "checkout"),
        left=[*shop.left.values()],
        entered=_entered(shop),
        accounts=_accounts(shop),
    )


def acked(terminal: str, path: Path) -> list[Acked]:
    """Read an acknowledgement log; a last line that a kill cut short was never shown."""
    if not path.exists():
        return []
    whole = [line for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]
    found = [line.split() for line in whole]
    return [
        Acked(i, number, sha256, kind, terminal, held.split(","), float(at_s))
        for i, number, sha256, at_s, kind, held in found
    ]


def pending(shop: ShopUnderTest) -> tuple[int, int, str]:
    """Return how many orders the hub knows, how many wait for the engine, and its epoch."""
    ((known, waiting, epoch),) = _rows(shop, _PENDING)
    return known, waiting, epoch


def _outbox(data_dir: Path) -> tuple[list[Sent], int]:
    """Return a terminal's rows and how many of them it has still to send."""
    store = TerminalStore(data_dir, store_key(open_secrets(data_dir, "file")))
    try:
        outbox = SqliteOutbox(store)
        counts = outbox.counts()
        # The staff's sheet shows what needs a person first, before anything else.
        refused = {row.order_id for row in outbox.rows(counts.refused)}
        found = [
            Sent(
                row.order_id,
                row.number,
                OutboxState(row.state),
                row.reason,
                row.attempts,
                row.order_id in refused,
            )
            for row in outbox.rows(_ALL)
        ]
    finally:
        store.close()
    return found, counts.unsent


def _answers(path: Path) -> list[Answer]:
    """Read what the hub answered; a last line that a kill cut short was never shown."""
    if not path.exists():
        return []
    whole = [line for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]
    found = []
    for at_s, _, content in (line.partition(" ") for line in whole):
        answer = msgspec.json.decode(content, type=OrderAnswer)
        short = [one.sku for one in answer.lines if one.state is not LineState.CONFIRMED]
        found.append(Answer(answer.order_id, _outcomes(answer), short, float(at_s)))
    return found


def _outcomes(answer: OrderAnswer) -> Told:
    return tuple(
        sorted(
            (one.sku, one.location_id, one.source_id, one.state is LineState.BACKORDER)
            for one in answer.lines
            if one.state is not LineState.LEFT_OUT
        )
    )


def _hub(shop: ShopUnderTest) -> list[Taken]:
    stored, rows = _rows(shop, _LINES), _rows(shop, _ORDERS)
    lines: dict[str, list[tuple[str, int, str, str, str]]] = {}
    for order_id, *line in stored:
        lines.setdefault(order_id, []).append(tuple(line))
    found = []
    for order_id, number, status, sha256, answer, handed_over, attempts, customer_id in rows:
        waiting: set[str] = set()
        if status == "accepted":
            told = msgspec.json.decode(answer, type=OrderAnswer).lines
            waiting = {one.sku for one in told if one.state is LineState.BACKORDER}
        content = tuple(Line(*line, line[0] in waiting) for line in sorted(lines.get(order_id, ())))
        found.append(
            Taken(
                id=order_id,
                number=number or "",
                status=status,
                sha256=sha256,
                handed_over=bool(handed_over),
                attempts=attempts,
                content=content,
                customer_id=customer_id or "",
            )
        )
    return found


def _line(line: EngineLine) -> Line:
    at = (line.location_id, line.source_id)
    return Line(line.sku, line.quantity, line.kind, *at, line.waits)


def _entered(shop: ShopUnderTest) -> frozenset[str]:
    return frozenset(i for (i,) in _rows(shop, _ENTERED))


def _accounts(shop: ShopUnderTest) -> list[Points]:
    began = {one.id: one.points for one in build_shop(TODAY).customers}
    now = dict(_rows(shop, "SELECT id, points FROM customer"))
    earned: Counter[str] = Counter()
    for customer_id, answer in _rows(shop, _CREDITED):
        earned[customer_id] += msgspec.json.decode(answer, type=OrderAnswer).points
    return [Points(who, now[who], began[who] + earned[who]) for who in now]


def _engine(path: Path) -> list[Held]:
    found = []
    for order_id, number, content in Book(path).orders():
        lines = msgspec.json.decode(content, type=EngineOrder).lines
        held = tuple(sorted(map(_line, lines)))
        found.append(Held(order_id, number, held))
    return found


def _reserved(shop: ShopUnderTest, kind: str) -> list[str]:
    return [holder for found, holder in _rows(shop, _RESERVED) if found == kind]


def _rows(shop: ShopUnderTest, sql: str) -> list[Any]:
    """Read the hub's database, a file or a server's; one that recovers is asked again."""
    if not shop.database_url:
        with closing(dbapi2.connect(str(shop.hub_dir / "hub.db"), timeout=10)) as connection:
            connection.execute("PRAGMA query_only = ON")
            return list(connection.execute(sql).fetchall())
    engine = create_engine(address(shop.database_url), poolclass=NullPool)
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(sql))]
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
